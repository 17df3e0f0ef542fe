"""The table of processes: what a running eKrav consists of, besides its database and its broker.

`make run` starts them under the supervisor; docker-compose.yml starts the same commands (`python -m ops serve NAME`).
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

DEFAULT_PORT = 8000
_DATABASES = ("DATABASE_URL", "EKRAV_OWNER_DATABASE_URL", "EKRAV_PORTAL_DATABASE_URL")
_GUNICORN = ("gunicorn", "--no-control-socket", "--bind", "{bind}:{port}", "--graceful-timeout", "8")


@dataclass(frozen=True, kw_only=True)
class Process:
    """One process: a Python module with arguments, what it is told, and what is kept from it.

    `ports`: on how many it listens, side by side.
    """

    name: str
    module: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    port_offset: int | None = None
    ports: int = 1
    demo_only: bool = False

    def port(self, base: int) -> int | None:
        """Where it listens, counted from the service's first port."""
        return None if self.port_offset is None else base + self.port_offset

    def command(self, *, base_port: int) -> list[str]:
        """The words that start it."""
        bind = os.environ.get("EKRAV_BIND", "127.0.0.1")
        filled = (
            word.replace("{bind}", bind).replace("{port}", str(self.port(base_port))) for word in self.module
        )
        return [sys.executable, "-m", *filled]

    def surroundings(self, outer: Mapping[str, str]) -> dict[str, str]:
        """Its environment: the outer one, less what it has no business with, and its own part."""
        kept = {name: value for name, value in outer.items() if name not in self.withheld}
        return {**kept, "PYTHONUNBUFFERED": "1", **self.environment}


TABLE = (
    Process(
        name="sandbox",
        module=("ekrav.sandbox", "--host", "{bind}", "--port", "{port}", "--store", ".data/sandbox"),
        # The counterparties are somebody else: they never see the service's database or keys.
        withheld=(*_DATABASES, "REDIS_URL", "EKRAV_SECRET_KEY", "EKRAV_IDENTITY_KEY", "EKRAV_SIGNING_PEM"),
        port_offset=2,
        ports=2,  # the second behind mutual TLS, for Swish
        demo_only=True,
    ),
    Process(
        name="web",
        module=(*_GUNICORN, "--workers", "2", "--threads", "4", "--timeout", "60", "ekrav.wsgi"),
        environment={"EKRAV_FACE": "web"},
        withheld=("EKRAV_OWNER_DATABASE_URL", "EKRAV_PORTAL_DATABASE_URL"),
        port_offset=0,
    ),
    Process(
        name="portal",
        module=(*_GUNICORN, "--workers", "1", "--threads", "4", "--timeout", "60", "ekrav.wsgi"),
        environment={"EKRAV_FACE": "portal"},
        # Debtors' pages ask no payment provider: they leave a row, and the worker asks.
        withheld=("EKRAV_OWNER_DATABASE_URL", "DATABASE_URL", "EKRAV_SIGNING_PEM", "EKRAV_CARD_KEY",
                  "EKRAV_CARD_WEBHOOK_SECRET", "EKRAV_PAY_BY_BANK_KEY"),
        port_offset=1,
    ),
    Process(
        name="worker",
        module=("celery", "-A", "ekrav.celery", "worker", "--concurrency", "2", "--without-gossip",
                "--without-mingle", "--loglevel", "INFO"),
        environment={"EKRAV_FACE": "web"},
        withheld=("EKRAV_OWNER_DATABASE_URL", "EKRAV_PORTAL_DATABASE_URL"),
    ),
    Process(
        name="beat",
        module=("celery", "-A", "ekrav.celery", "beat", "--pidfile=", "--schedule", ".data/beat/schedule",
                "--loglevel", "INFO"),
        environment={"EKRAV_FACE": "web"},
        withheld=("EKRAV_OWNER_DATABASE_URL", "EKRAV_PORTAL_DATABASE_URL"),
    ),
)  # fmt: skip


def process_named(name: str) -> Process:
    """The process of that name. Raises `KeyError`."""
    return {process.name: process for process in TABLE}[name]


def serve(name: str) -> None:
    """Become the process: how a container starts it."""
    process = process_named(name)
    os.makedirs(".data/beat", exist_ok=True)
    base = int(os.environ.get("PORT", DEFAULT_PORT))
    os.execve(sys.executable, process.command(base_port=base), process.surroundings(os.environ))
