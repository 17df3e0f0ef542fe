"""The roles of the database: who owns, who logs in, and what a login may become.

The owner owns the schema and runs the migrations. The two logins own nothing, inherit nothing and may only *become* a
scope role for the length of a transaction (`ekrav.tenancy`). What a scope role may do is granted by the migrations.
"""

from collections.abc import Mapping
from typing import Any, LiteralString
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

OWNER = "ekrav_owner"
APP = "ekrav_app"
PORTAL = "ekrav_portal"
LOGINS = (OWNER, APP, PORTAL)
SCOPES = ("ekrav_creditor", "ekrav_person", "ekrav_routing", "ekrav_staff", "ekrav_agency", "ekrav_case")
MAY_BECOME: Mapping[str, tuple[str, ...]] = {APP: SCOPES, PORTAL: ("ekrav_case",)}
BYPASS = "ekrav_bypass"
# Where a real installation says how each login reaches the database.
ADDRESSES = {OWNER: "EKRAV_OWNER_DATABASE_URL", APP: "DATABASE_URL", PORTAL: "EKRAV_PORTAL_DATABASE_URL"}

OLDEST = 15_00_00
_SET_ONLY_SINCE = 16_00_00
Connection = psycopg.Connection[tuple[Any, ...]]


class TooOld(RuntimeError):
    """The PostgreSQL server is older than the oldest that the walls were tried on."""


def lay_roles(*, admin_url: str, database: str, passwords: Mapping[str, str] | None = None) -> None:
    """Create, or bring up to date, the roles and the database; `admin_url` may create both. Safe to repeat.

    `passwords`: for the logins, where the server asks for one. Raises `TooOld`, and `psycopg.Error` when refused.
    """
    with psycopg.connect(admin_url, autocommit=True) as admin:
        if admin.info.server_version < OLDEST:
            raise TooOld(f"PostgreSQL 15 or later is needed, not {admin.info.server_version // 10000}.")
        for role in LOGINS:
            _role(admin, role, "LOGIN NOINHERIT", password=(passwords or {}).get(role))
        for role in SCOPES:
            _role(admin, role, "NOLOGIN NOINHERIT")
        for login, roles in MAY_BECOME.items():
            for role in roles:
                _let_become(admin, login=login, role=role)
        _database(admin, database)


def lay_bypass_role(*, admin_url: str) -> None:
    """For tests of the walls only: a login with every scope's rights that row-level security does not bind."""
    with psycopg.connect(admin_url, autocommit=True) as admin:
        _role(admin, BYPASS, "LOGIN INHERIT BYPASSRLS")
        for role in SCOPES:
            admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(BYPASS)))


def with_login(url: str, *, user: str, database: str, password: str | None = None) -> str:
    """The same server as `url`, another login and database."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    rest = [
        (name, value) for name, value in parse_qsl(parts.query) if name not in ("user", "password", "dbname")
    ]
    return urlunsplit((parts.scheme, f"{login}@{host}", f"/{database}", urlencode(rest), ""))


def with_database(url: str, database: str) -> str:
    """The same server and login as `url`, another database."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))


def password_in(url: str) -> str | None:
    """The password that an address holds."""
    password = urlsplit(url).password
    return unquote(password) if password else None


def _role(admin: Connection, role: str, rights: LiteralString, *, password: str | None = None) -> None:
    found = admin.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [role]
    ).fetchone()
    name = sql.Identifier(role)
    if found is None:
        admin.execute(sql.SQL("CREATE ROLE {}").format(name))
    elif found[0]:
        # Only a superuser may take these away; for everyone else saying NOSUPERUSER is an error in itself.
        admin.execute(sql.SQL("ALTER ROLE {} NOSUPERUSER NOBYPASSRLS").format(name))
    admin.execute(sql.SQL("ALTER ROLE {} {}").format(name, sql.SQL(rights)))
    if password is not None:
        admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(password)))


def _let_become(admin: Connection, *, login: str, role: str) -> None:
    # Before 16 membership has no options, and NOINHERIT on the login does the same.
    how = sql.SQL(
        " WITH ADMIN FALSE, INHERIT FALSE, SET TRUE" if admin.info.server_version >= _SET_ONLY_SINCE else ""
    )
    admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(login)) + how)


def _database(admin: Connection, database: str) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
        # An administrator who is not superuser may give a database away only to a role that they could become.
        superuser = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
        if superuser != (True,):
            admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
        admin.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(name, owner)
        )
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    for login in (APP, PORTAL):
        admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(login)))
