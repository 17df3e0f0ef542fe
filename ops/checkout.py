"""This folder as an installation: its state under `.data`, its one holder, its servers, its environment.

Whoever runs the embedded servers holds `.data/lock`; the system lets go of it when the holder dies, however it dies.
"""

import fcntl
import os
import secrets
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ops import pids, places, roles
from ops.environment import ADMIN, read_environment, write_environment
from ops.postgres import SUPERUSER, Postgres
from ops.signing import self_made
from ops.valkey import Valkey

DATABASE = "ekrav"
# Of this checkout alone, made once and kept: without the identity key no stored person number can be read again.
SECRETS = ("EKRAV_SECRET_KEY", "EKRAV_IDENTITY_KEY")
# What the user may say otherwise; everything else follows from the checkout and PORT.
_MAY_BE_SET = (*SECRETS, "EKRAV_PUBLIC_URL", "EKRAV_PORTAL_URL", "EKRAV_MAIL_DIR", "EKRAV_SIGNING_PEM")
_LARGEST_LOG = 20_000_000


class Held(RuntimeError):
    """Somebody else runs this checkout's servers; the message says who: process id and command."""


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """One project folder and what it runs on."""

    root: Path

    @property
    def state(self) -> Path:
        """The folder of everything that is not in the repository."""
        return self.root / ".data"

    @property
    def set_up(self) -> bool:
        """Whether `make run` wrote the settings; a real installation has them in its environment."""
        return (self.root / ADMIN).exists()

    def record(self, name: str) -> Path:
        """Where the process id of a running part is written down."""
        return self.state / "run" / f"{name}.pid"

    def log(self, name: str) -> Path:
        """The log of a part; an overlong one is laid aside first."""
        path = self.state / "log" / f"{name}.log"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
        return path

    def hold(self, *, patience: float = 0.0) -> IO[str]:
        """Become the one who runs the servers, for as long as the returned file stays open. Raises `Held`."""
        self.state.mkdir(mode=0o711, exist_ok=True)
        lock = (self.state / "lock").open("a+")
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    lock.seek(0)
                    raise Held(lock.read().strip()) from None
                time.sleep(0.1)
            else:
                lock.truncate(0)
                lock.write(f"{os.getpid()} {' '.join(sys.argv[1:3])}\n")
                lock.flush()
                return lock

    def is_held(self) -> bool:
        """Whether somebody runs the servers now."""
        try:
            self.hold().close()
        except Held:
            return True
        return False

    def postgres(self) -> Postgres | None:
        """The embedded database server; None when DATABASE_URL names another."""
        if self.given("DATABASE_URL"):
            return None
        return Postgres(place=places.lasting_place(self.root), log=self.log("postgres"))

    def valkey(self) -> Valkey | None:
        """The embedded broker; None when REDIS_URL names another."""
        if self.given("REDIS_URL"):
            return None
        data = self.state / "valkey"
        return Valkey(folder=data, sockets=places.socket_folder(data, "valkey.sock"), log=self.log("valkey"))

    def servers(self) -> list[Postgres | Valkey]:
        """The embedded servers, in the order in which they start."""
        return [server for server in (self.postgres(), self.valkey()) if server]

    def given(self, name: str) -> str:
        """The address of a server that the user gave at the last set-up; empty when it is our own."""
        if not self.set_up:
            return os.environ.get("EKRAV_ADMIN_DATABASE_URL" if name == "DATABASE_URL" else name, "")
        return read_environment(self.root, ADMIN).get(name, "")

    def admin_url(self) -> str:
        """The login that may make roles and databases."""
        postgres = self.postgres()
        return postgres.url(user=SUPERUSER, database="postgres") if postgres else self.given("DATABASE_URL")

    def url(self, role: str, database: str = DATABASE) -> str:
        """A role's address of a database."""
        return roles.with_login(
            self.admin_url(), user=role, database=database, password=self.passwords().get(role)
        )

    def passwords(self) -> Mapping[str, str]:
        """The logins' passwords on a server that was given; on our own the socket's folder is the wall."""
        if not self.given("DATABASE_URL"):
            return {}
        known = read_environment(self.root, ADMIN)
        if not self.set_up:
            known = {
                role: roles.password_in(os.environ[name]) or "" for role, name in roles.ADDRESSES.items()
            }
        return {role: known[role] for role in roles.LOGINS}

    def settings(self) -> dict[str, str]:
        """The service's settings: the written ones, else the environment's."""
        return read_environment(self.root) if self.set_up else dict(os.environ)

    def write_settings(self, *, port: int) -> None:
        """Write `.data/env` for a demo world at `port`; keys are made the first time only, the user's variables win."""
        known = read_environment(self.root)
        self._write_down_what_was_given(known)
        valkey = self.valkey()
        values = {
            **{name: known.get(name) or secrets.token_hex(32) for name in SECRETS},
            **demo_addresses(port),
            "EKRAV_MAIL_DIR": str(self.state / "mail"),
            "EKRAV_BOUNCE_DIR": str(self.state / "bounces"),
            "EKRAV_SIGNING_PEM": str(self_made(self.state / "signing.pem")),
            "DATABASE_URL": self.url(roles.APP),
            "EKRAV_OWNER_DATABASE_URL": self.url(roles.OWNER),
            "EKRAV_PORTAL_DATABASE_URL": self.url(roles.PORTAL),
            "REDIS_URL": valkey.url if valkey else self.given("REDIS_URL"),
        }
        own = {name: os.environ[name] for name in _MAY_BE_SET if name in os.environ}
        write_environment(self.root, {**values, **own})

    def _write_down_what_was_given(self, known: Mapping[str, str]) -> None:
        before = read_environment(self.root, ADMIN)
        passwords = {role: before.get(role) or secrets.token_hex(24) for role in roles.LOGINS}
        now = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
        # The written settings may have been loaded into this environment: our own address is not a given one.
        given = {
            name: before.get(name, "") if url and url == known.get(name) else url for name, url in now.items()
        }
        write_environment(self.root, {**passwords, **given}, ADMIN)

    def surroundings(self) -> dict[str, str]:
        """The environment of everything that is started here: the written settings over the outer variables."""
        return {**os.environ, **read_environment(self.root), "DJANGO_SETTINGS_MODULE": "ekrav.settings"}

    def stop_leftovers(self) -> list[str]:
        """Stop what an earlier run that was killed left running; the names of what was found. Hold the lock first."""
        found = []
        for path in sorted((self.state / "run").glob("*.pid"), reverse=True):
            record = pids.read_record(path)
            if record and record.alive and path.stem != Postgres.name:
                pids.stop(record)
                found.append(path.stem)
            path.unlink(missing_ok=True)
        postgres = self.postgres()
        if postgres and postgres.running():
            postgres.stop()
            found.append(postgres.name)
        return found


def demo_addresses(port: int) -> dict[str, str]:
    """Where a demo world's faces and counterparties are, when the first port is `port`."""
    sandbox = f"http://localhost:{port + 2}"
    return {
        "EKRAV_WORLD": "demo",
        "EKRAV_PUBLIC_URL": f"http://localhost:{port}",
        "EKRAV_PORTAL_URL": f"http://localhost:{port + 1}",
        "EKRAV_SANDBOX_URL": sandbox,
        "EKRAV_BANK_URL": f"{sandbox}/bank",
        "EKRAV_PRINT_URL": f"{sandbox}/print",
        "EKRAV_REGISTER_URL": f"{sandbox}/registers",
        "EKRAV_CREDIT_URL": f"{sandbox}/credit",
        "EKRAV_KRONOFOGDEN_URL": f"{sandbox}/kronofogden",
        **_ways_in(sandbox, swish=f"https://localhost:{port + 3}"),
    }


def _ways_in(sandbox: str, *, swish: str) -> dict[str, str]:
    """The sandboxed payment providers; their keys are worth nothing anywhere else."""
    certificates = ".data/sandbox/certificates"
    return {
        "EKRAV_WAYS": "swish card bank",
        "EKRAV_SWISH_URL": f"{swish}/swish/swish-cpcapi/api",
        "EKRAV_SWISH_NUMBER": "1231181189",
        "EKRAV_SWISH_CERTIFICATE": f"{certificates}/merchant.pem",
        "EKRAV_SWISH_KEY": f"{certificates}/merchant.key",
        "EKRAV_SWISH_AUTHORITY": f"{certificates}/root.pem",
        "EKRAV_SWISH_APP": f"{sandbox}/swish/telefon/",
        "EKRAV_CARD_URL": f"{sandbox}/card",
        "EKRAV_CARD_KEY": "sk_test_only_for_the_demo_world",
        "EKRAV_CARD_WEBHOOK_SECRET": "whsec_only_for_the_demo_world",
        "EKRAV_PAY_BY_BANK_URL": f"{sandbox}/pay-by-bank",
        "EKRAV_PAY_BY_BANK_KEY": "only-for-the-demo-world-and-its-own-pay-by-bank",
    }
