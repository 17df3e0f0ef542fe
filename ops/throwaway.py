"""A world for the tests: PostgreSQL and Valkey in a temporary folder, gone when the tests end.

A run that was killed cannot clean up after itself: the next one finds its folder, and that its maker is gone.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops import pids, places
from ops.postgres import SUPERUSER, THROW_AWAY, Postgres
from ops.roles import APP, BYPASS, OWNER, PORTAL
from ops.signing import self_made
from ops.valkey import Valkey

PREFIX = "ekrav-test-"
DATABASE = "ekrav_test"
TEMPLATE = "ekrav_template"
MAKER = "maker.pid"


@dataclass(frozen=True, kw_only=True)
class Throwaway:
    """The two servers of one test run, made but not started."""

    home: Path
    postgres: Postgres
    valkey: Valkey

    def start(self) -> None:
        """Start both servers, empty."""
        for server in (self.postgres, self.valkey):
            pids.write_record(self.home / f"{server.name}.pid", server.start().pid)

    def remove(self) -> None:
        """Stop both and remove every trace; only its maker may, not a process forked off from it."""
        maker = pids.read_record(self.home / MAKER)
        if maker and maker.pid != os.getpid():
            return
        self.valkey.stop()
        self.postgres.stop(patience=5)
        if self.postgres.place.sockets.parent != self.home:
            shutil.rmtree(self.postgres.place.sockets, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def url(self, user: str, database: str = DATABASE) -> str:
        """The address of a database for one login."""
        return self.postgres.url(user=user, database=database)

    @property
    def admin_url(self) -> str:
        """The superuser's address: to lay roles and to reset, never for the code under test."""
        return self.url(SUPERUSER, "postgres")

    def environment(self) -> Mapping[str, str]:
        """What the settings read. Ports are where nothing listens: a test that needs a neighbour starts one."""
        return {
            "EKRAV_WORLD": "demo",
            "EKRAV_FACE": "web",
            "DATABASE_URL": self.url(APP),
            "EKRAV_OWNER_DATABASE_URL": self.url(OWNER),
            "EKRAV_PORTAL_DATABASE_URL": self.url(PORTAL),
            "EKRAV_BYPASS_DATABASE_URL": self.url(BYPASS),
            "REDIS_URL": self.valkey.url,
            "EKRAV_SECRET_KEY": secrets.token_hex(32),
            "EKRAV_IDENTITY_KEY": secrets.token_hex(32),
            "EKRAV_PUBLIC_URL": "http://localhost:8000",
            "EKRAV_PORTAL_URL": "http://localhost:8001",
            "EKRAV_SANDBOX_URL": "http://localhost:9",
            "EKRAV_BANK_URL": "http://localhost:9/bank",
            "EKRAV_PRINT_URL": "http://localhost:9/print",
            "EKRAV_REGISTER_URL": "http://localhost:9/registers",
            "EKRAV_CREDIT_URL": "http://localhost:9/credit",
            "EKRAV_KRONOFOGDEN_URL": "http://localhost:9/kronofogden",
            "EKRAV_MAIL_DIR": str(self.home / "mail"),
            "EKRAV_BOUNCE_DIR": str(self.home / "bounces"),
            "EKRAV_SIGNING_PEM": str(self_made(self.home / "signing.pem")),
        }


def make_throwaway() -> Throwaway:
    """Choose the folders of a fresh throw-away world and sweep away those of killed runs."""
    _sweep()
    place = places.passing_place(PREFIX)
    home = place.data.parent
    pids.write_record(home / MAKER, os.getpid())
    return Throwaway(
        home=home,
        postgres=Postgres(place=place, log=home / "postgres.log", options=dict(THROW_AWAY)),
        valkey=Valkey(folder=home / "valkey", sockets=home / "broker", log=home / "valkey.log"),
    )


def _sweep() -> None:
    for folder in {Path(tempfile.gettempdir()), Path("/tmp")}:
        for home in folder.glob(f"{PREFIX}*"):
            maker = pids.read_record(home / MAKER)
            if maker is None or maker.alive or home.stat().st_uid != os.geteuid():
                continue
            for record in (pids.read_record(home / f"{name}.pid") for name in ("postgres", "valkey")):
                if record:
                    pids.stop(record)
            shutil.rmtree(home, ignore_errors=True)
