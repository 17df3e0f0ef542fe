"""The roles on a server of the user's own, whose administrator is no superuser."""

from collections.abc import Iterator

import psycopg
import pytest

from ops.roles import APP, OWNER, PORTAL, lay_roles, password_in, with_database, with_login
from ops.throwaway import Throwaway, make_throwaway


@pytest.fixture(scope="module")
def server() -> Iterator[Throwaway]:
    """A server that no roles have been laid on."""
    world = make_throwaway()
    world.start()
    with psycopg.connect(world.admin_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE boss LOGIN CREATEROLE CREATEDB")
    yield world
    world.remove()


def test_a_login_that_may_make_roles_and_databases_is_enough(server: Throwaway) -> None:
    boss = server.url("boss", "postgres")
    for _again in range(2):
        lay_roles(admin_url=boss, database="ekrav", passwords={OWNER: "one", APP: "two", PORTAL: "three"})
    with psycopg.connect(server.url(OWNER, "ekrav"), autocommit=True) as owner:
        owner.execute("CREATE TABLE secret (number int)")
    with psycopg.connect(server.url(APP, "ekrav"), autocommit=True) as app:
        app.execute("SET ROLE ekrav_staff")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SELECT * FROM secret")
    with psycopg.connect(server.admin_url) as admin:
        logins = admin.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolinherit,"
            " rolpassword IS NOT NULL"
            " FROM pg_authid WHERE rolname IN ('ekrav_owner', 'ekrav_app', 'ekrav_portal') ORDER BY rolname"
        ).fetchall()
    assert logins == [(APP, False, True), (OWNER, False, True), (PORTAL, False, True)]


def test_a_stranger_may_not_even_connect(server: Throwaway) -> None:
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE stranger LOGIN")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(server.url("stranger", "ekrav"))


def test_a_login_that_was_given_too_much_is_cut_down_again(server: Throwaway) -> None:
    with psycopg.connect(server.admin_url, autocommit=True) as admin:
        admin.execute("ALTER ROLE ekrav_app BYPASSRLS")
    lay_roles(admin_url=server.admin_url, database="ekrav")
    with psycopg.connect(server.admin_url) as admin:
        bypasses = admin.execute("SELECT rolbypassrls FROM pg_roles WHERE rolname = 'ekrav_app'").fetchone()
    assert bypasses == (False,)


def test_addresses_keep_their_server_and_change_their_login() -> None:
    given = "postgresql://boss:p%40ss@db.example.se:5433/postgres?sslmode=require"
    assert with_login(given, user="ekrav_app", database="ekrav", password="a/b") == (
        "postgresql://ekrav_app:a%2Fb@db.example.se:5433/ekrav?sslmode=require"
    )
    assert with_database(given, "x") == "postgresql://boss:p%40ss@db.example.se:5433/x?sslmode=require"
    assert password_in(given) == "p@ss"
    assert with_login("postgresql://postgres@/postgres?host=%2Frun%2Fpg", user="a", database="b") == (
        "postgresql://a@/b?host=%2Frun%2Fpg"
    )
