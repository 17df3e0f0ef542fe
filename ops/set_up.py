"""Fill the database: roles, schema, and the demo world. Everything may be interrupted, also outright, and begun anew.

A demo world is laid into a database that was made for it in the same run; until it is whole a mark says so, and a run
that finds the mark throws the half world away. A database that was there before is never thrown away.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from ops import roles
from ops.checkout import DATABASE, Checkout


class SetUpFailed(RuntimeError):
    """The database could not be filled; the message is one line."""


def never() -> bool:
    """Nobody interrupts."""
    return False


def lay_world(checkout: Checkout, *, interrupted: Callable[[], bool]) -> bool:
    """Roles, schema and demo world, as far as they are not there; whether a half-laid world was thrown away first.

    The servers run already. Raises `SetUpFailed`, also when interrupted.
    """
    unfinished = _mark(checkout)
    thrown_away = unfinished.exists()
    if thrown_away:
        _throw_away(checkout)
    if not _there(checkout):
        unfinished.touch()
    lay_schema(checkout, interrupted=interrupted)
    if any(checkout.root.glob("ekrav/*/management/commands/demo.py")):
        manage(checkout, "demo", interrupted=interrupted)
    unfinished.unlink(missing_ok=True)
    return thrown_away


def lay_schema(checkout: Checkout, *, interrupted: Callable[[], bool] = never) -> None:
    """Lay the roles and migrate as the owner. Raises `SetUpFailed`."""
    try:
        roles.lay_roles(admin_url=checkout.admin_url(), database=DATABASE, passwords=checkout.passwords())
    except psycopg.Error as refused:
        raise SetUpFailed(
            f"The database server refused; its login must be able to make roles. {refused}"
        ) from None
    manage(checkout, "migrate", "--noinput", "--verbosity", "0", interrupted=interrupted)


def manage(checkout: Checkout, *words: str, interrupted: Callable[[], bool] = never) -> None:
    """Run one management command to its end, or until interrupted. Raises `SetUpFailed`."""
    running = subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=checkout.root, env=checkout.surroundings(), stdin=subprocess.DEVNULL, start_new_session=True, umask=0o077,
    )  # fmt: skip
    while running.poll() is None:
        if interrupted():
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
            raise SetUpFailed("interrupted during the set-up; the next run begins it anew.")
        time.sleep(0.05)
    if running.returncode:
        raise SetUpFailed(f"manage.py {words[0]} failed: see above.")


def _mark(checkout: Checkout) -> Path:
    return checkout.state / "unfinished"


def _there(checkout: Checkout) -> bool:
    with _administrator(checkout) as admin:
        return admin.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is not None


def _throw_away(checkout: Checkout) -> None:
    with _administrator(checkout) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
    for name in ("sandbox", "mail"):
        shutil.rmtree(checkout.state / name, ignore_errors=True)


def _administrator(checkout: Checkout) -> roles.Connection:
    try:
        return psycopg.connect(checkout.admin_url(), autocommit=True)
    except psycopg.Error as refused:
        raise SetUpFailed(f"The database server cannot be reached: {refused}") from None
