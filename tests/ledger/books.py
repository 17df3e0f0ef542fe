"""Small books for the tests of the ledger: tenants, a few entries, and the owner with the walls down."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg

from ekrav.ledger.book import EntrySpec, credit, debit, post_many
from ekrav.ledger.models import Account, Entry
from ekrav.tenancy import person_scope, tenant_scope
from ekrav.tenancy.models import Tenant

DAY = date(2026, 10, 12)
TABLES = ("ledger_entry", "ledger_line", "ledger_sealedentry", "ledger_dayseal", "ledger_checkpoint")

Connection = psycopg.Connection[tuple[Any, ...]]


def a_book() -> int:
    """A tenant with an empty book."""
    with person_scope():
        return Tenant.objects.create(kind=Tenant.Kind.CREDITOR).pk


def some_entries(creditor: int, count: int, *, called: str = "claim", amount: int = 1_000) -> list[Entry]:
    """Claims of 10 kronor and more, each one öre larger than the one before."""
    specs = [
        EntrySpec(
            key=f"{called} {number}",
            kind="register",
            booked_date=DAY,
            lines=(debit(Account.CLAIM_CAPITAL, amount + number), credit(Account.CLAIMS, amount + number)),
        )
        for number in range(count)
    ]
    with tenant_scope(creditor):
        return list(Entry.objects.filter(pk__in=post_many(specs)).order_by("id"))


@contextmanager
def unguarded(owner: Connection) -> Iterator[None]:
    """The owner takes its own walls down: what only somebody with the whole database in hand can do."""
    for table in TABLES:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            if table in {"ledger_entry", "ledger_line"}:
                owner.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
