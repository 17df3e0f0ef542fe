"""Posting to the book: entries a second, beside django-hordak with the same entries on the same server.

`python -m bench.bench_ledger [entries]`; 20 000 without a number. Half of the entries are a payment that comes in (two
lines), half are its being applied (four lines), over a hundred cases. Each is posted one by one and in batches of a
thousand, a transaction each. Hordak has no bulk posting of its own: one by one is the way it documents, in batches is
Django's `bulk_create` of its two tables, its database triggers on. Both begin with a batch that is not timed, after
which the tables are analysed, as those of a database that lives have been. Then the journal is sealed and proven, and
the balances are read from the lines and from a checkpoint.

Hordak lies in an environment of its own, made from `requirements/bench.txt`; without one, and without a network to make
it, it is left out and said so.
"""

import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bench.ground import ground
from ops.postgres import SUPERUSER
from ops.throwaway import DATABASE, Throwaway

ROOT: Final = Path(__file__).parents[1]
HORDAK: Final = ROOT / ".data" / "bench" / "hordak"
ENTRIES, BATCH, CASES, ONE_BY_ONE = 20_000, 1_000, 100, 1_000
DAY: Final = date(2026, 11, 20)

# An entry as both ledgers are given it: its key, and account, case and öre of each line, debit positive.
Plain = tuple[str, list[tuple[str, int, int]]]


def entries(count: int, *, called: str) -> Iterator[Plain]:
    """The same entries for whoever asks."""
    for number in range(count // 2):
        case, capital = number % CASES, 100_000 + number
        total = capital + 13_973 + 24_000
        yield f"{called} in {number}", [("client_funds", case, total), ("payments_to_apply", case, -total)]
        yield (
            f"{called} applied {number}",
            [
                ("payments_to_apply", case, total),
                ("due_capital", case, -capital),
                ("due_interest", case, -13_973),
                ("due_costs", case, -24_000),
            ],
        )


def main(count: int) -> None:
    """Time both, print a line for each way."""
    with ground() as world:
        python = _hordak()
        ours = _ours(world, count)
        theirs = _theirs(world, python, count) if python else {}
        _print("one by one", ours["one"], theirs.get("one"))
        _print("in batches", ours["batches"], theirs.get("batches"))
        _journal(world)


def _print(way: str, ours: float, theirs: float | None) -> None:
    beside = f"hordak {theirs:>8.0f}/s, ratio {ours / theirs:.1f}" if theirs else "hordak was not measured"
    print(f"{way:<11} ours {ours:>8.0f} entries/s, {beside}", flush=True)


def _ours(world: Throwaway, count: int) -> dict[str, float]:
    from ekrav.ledger.book import EntrySpec, Posting, open_subledger, post_many
    from ekrav.ledger.models import Account, Subledger
    from ekrav.tenancy import person_scope, tenant_scope
    from ekrav.tenancy.models import Tenant

    with person_scope():
        tenant = Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk
    with tenant_scope(tenant):
        cases: list[Subledger] = [open_subledger(number=f"{case:08}") for case in range(CASES)]

    def post(batch: list[Plain]) -> None:
        with tenant_scope(tenant):
            post_many(
                EntrySpec(
                    key=key,
                    kind="payment in",
                    booked_date=DAY,
                    lines=tuple(
                        Posting(account=Account(account), amount=ore, subledger_id=cases[case].pk)
                        for account, case, ore in lines
                    ),
                )
                for key, lines in batch
            )

    post(list(entries(BATCH, called="first")))
    _analyse(world, DATABASE)
    return {
        "one": _rate(list(entries(ONE_BY_ONE, called="one")), 1, post),
        "batches": _rate(list(entries(count, called="many")), BATCH, post),
    }


def _analyse(world: Throwaway, database: str) -> None:
    with psycopg.connect(world.url(SUPERUSER, database), autocommit=True) as admin:
        admin.execute("ANALYZE")


def _rate(every: list[Plain], size: int, post: Callable[[list[Plain]], None]) -> float:
    began = time.perf_counter()
    for start in range(0, len(every), size):
        post(every[start : start + size])
    return len(every) / (time.perf_counter() - began)


def _hordak() -> Path | None:
    """The Python that has hordak, made when there is none; None when it cannot be made."""
    python = HORDAK / "bin" / "python"
    if not python.exists():
        print("making an environment for django-hordak (once)", flush=True)
        venv.create(HORDAK, with_pip=True, clear=True)
        wanted = str(ROOT / "requirements" / "bench.txt")
        pip = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", wanted]
        if subprocess.run(pip, check=False).returncode:
            python.unlink()
    if not python.exists():
        print("DJANGO-HORDAK COULD NOT BE INSTALLED: it is not measured.", flush=True)
        return None
    return python


def _theirs(world: Throwaway, python: Path, count: int) -> dict[str, float]:
    with psycopg.connect(world.url(SUPERUSER, "postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE hordak")
    given = {
        "database": conninfo_to_dict(world.url(SUPERUSER, "hordak")),
        "cases": CASES,
        "batch": BATCH,
        "first": list(entries(BATCH, called="first")),
        "one": list(entries(ONE_BY_ONE, called="one")),
        "batches": list(entries(count, called="many")),
    }
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTHON"))}
    ended = subprocess.run(
        [python, ROOT / "bench" / "hordak_ledger.py"],
        input=json.dumps(given),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=plain,
    )
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found


def _journal(world: Throwaway) -> None:
    """Seal what was posted, prove it, and read every balance both ways."""
    from ekrav.ledger import checkpoint
    from ekrav.ledger.models import Checkpoint
    from ekrav.ledger.seal import seal_journal
    from ekrav.ledger.verify import verify_journal
    from ekrav.tenancy import staff_scope

    checkpoint.ENOUGH = 10**9  # type: ignore[misc]  # first without one
    at = datetime(2026, 11, 21, 6, tzinfo=UTC)
    sealed, seconds = _timed(lambda: seal_journal(today=date(2026, 11, 21), at=at))
    print(f"sealed      {sealed / seconds:>8.0f} entries/s", flush=True)
    proven, seconds = _timed(verify_journal)
    print(f"proven      {proven.links / seconds:>8.0f} entries/s", flush=True)
    _analyse(world, DATABASE)
    with staff_scope():
        plain, seconds = min(
            (_timed(checkpoint.balances_by_account) for _ in range(3)), key=lambda run: run[1]
        )
    print(f"every balance from {sealed} entries' lines: {seconds * 1000:.1f} ms", flush=True)
    checkpoint.ENOUGH = 1  # type: ignore[misc]
    seal_journal(today=date(2026, 11, 22), at=at)
    with staff_scope():
        quick, seconds = min(
            (_timed(checkpoint.balances_by_account) for _ in range(3)), key=lambda run: run[1]
        )
        assert quick == plain
        assert Checkpoint.objects.exists()
    print(f"every balance from a checkpoint: {seconds * 1000:.1f} ms", flush=True)


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    done = act()
    return done, time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
