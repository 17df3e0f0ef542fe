"""`make run`: from whatever state this folder is in to a running service with its demo world.

While the service does not run, `manage.py`, a backup or a restore borrow its servers for as long as they need them.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ekrav.sandbox.demo_data import PERSONS
from ops import pids
from ops.checkout import Checkout, Held
from ops.doctor import require
from ops.environment import read_environment
from ops.places import NoServer
from ops.postgres import DidNotStart, Postgres
from ops.processes import DEFAULT_PORT, TABLE
from ops.roles import TooOld
from ops.set_up import SetUpFailed, lay_world
from ops.supervisor import KeepsFailing, PortBusy, Supervisor, refuse_busy_ports
from ops.valkey import Valkey


class Refused(RuntimeError):
    """The service cannot start; the message is one line for the person at the terminal."""


def run(root: Path) -> None:
    """Set up, start everything, say where it is, and stay until told to stop. Raises `Refused`."""
    with running_service(root) as supervisor:
        if not supervisor.stopping:
            _say_where(supervisor.checkout)
        supervisor.run()


@contextmanager
def running_service(root: Path) -> Iterator[Supervisor]:
    """The whole service, set up and answering; stopped at the end. Raises `Refused`."""
    checkout = Checkout(root=root)
    require("run")
    try:
        lock = checkout.hold(patience=5)
    except Held as held:
        raise Refused(_already_running(checkout, str(held))) from None
    supervisor = Supervisor(checkout=checkout, port=_port(), say=say)
    supervisor.listen_to_signals()
    try:
        _start(checkout, supervisor)
        yield supervisor
    except (PortBusy, NoServer, DidNotStart, KeepsFailing, SetUpFailed, TooOld) as refused:
        raise Refused(str(refused)) from None
    finally:
        if supervisor.parts:
            say("stopping …")
        supervisor.stop()
        lock.close()


def _start(checkout: Checkout, supervisor: Supervisor) -> None:
    for name in checkout.stop_leftovers():
        say(f"stopped {name}, left over from a run that was killed")
    refuse_busy_ports(TABLE, base=supervisor.port)
    checkout.write_settings(port=supervisor.port)
    supervisor.start_servers(checkout.servers())
    if lay_world(checkout, interrupted=lambda: supervisor.stopping):
        say("the demo world was only half laid when a run was killed: it was made anew")
    (checkout.state / "beat").mkdir(exist_ok=True)
    if not supervisor.stopping:
        supervisor.start_processes(TABLE)


@contextmanager
def borrowed_servers(root: Path) -> Iterator[None]:
    """The embedded servers for the length of one command: those that run, else started and stopped again.

    Raises `Refused` when they cannot be started.
    """
    checkout = Checkout(root=root)
    if not read_environment(root):
        yield
        return
    try:
        lock = checkout.hold()
    except Held:
        _wait_for(checkout)
        yield
        return
    servers: list[Postgres | Valkey] = []
    try:
        checkout.stop_leftovers()
        servers = checkout.servers()
        _start_all(checkout, servers)
        yield
    finally:
        for server in reversed(servers):
            server.stop()
            checkout.record(server.name).unlink(missing_ok=True)
        lock.close()


def _start_all(checkout: Checkout, servers: Sequence[Postgres | Valkey]) -> None:
    try:
        for server in servers:
            pids.write_record(checkout.record(server.name), server.start().pid)
    except (NoServer, DidNotStart) as refused:
        raise Refused(str(refused)) from None


def _wait_for(checkout: Checkout, patience: float = 15.0) -> None:
    """Give another holder, who may just have begun, time to start the database."""
    postgres = checkout.postgres()
    until = time.monotonic() + patience
    while postgres and not postgres.answers() and time.monotonic() < until:
        time.sleep(0.1)


def say(words: str) -> None:
    """Say a line to whoever watches, at once. That nobody does any more must not disturb the run or its end."""
    try:
        print(f"ekrav: {words}", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _port() -> int:
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdigit() or not 0 < int(text) <= 65000:
        raise Refused(f"PORT is {text!r}: it must be a number between 1024 and 65000.")
    return int(text)


def _already_running(checkout: Checkout, holder: str) -> str:
    where = read_environment(checkout.root).get("EKRAV_PUBLIC_URL", "")
    pid, _, what = holder.partition(" ")
    if what != "run":
        return f"manage.py {what} (process {pid}) uses the database of this folder: let it end first."
    return f"eKrav already runs from this folder: process {pid}, {where}. Stop it with Ctrl-C there, or: kill {pid}"


def _say_where(checkout: Checkout) -> None:
    written = read_environment(checkout.root)
    public, sandbox = written["EKRAV_PUBLIC_URL"], written["EKRAV_SANDBOX_URL"]
    say(f"Mina sidor and staff    {public}")
    for person in PERSONS:
        say(f"  log in as             {person.name}: {person.who}")
    say(f"Mitt Ärende             {written['EKRAV_PORTAL_URL']}")
    say(f"  letters with codes    {sandbox}/print/")
    say(f"the time machine        {public}/tidsmaskin/")
    say(f"the counterparties      {sandbox}")
    say("logs in .data/log; Ctrl-C stops everything")
