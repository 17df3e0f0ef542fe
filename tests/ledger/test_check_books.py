"""The proof of the books finds what the walls would have kept out, when somebody has taken the walls down."""

from datetime import UTC, datetime, timedelta

import pytest

from ekrav.ledger.book import credit, debit, post, reverse
from ekrav.ledger.models import Account
from ekrav.ledger.seal import seal_journal
from ekrav.tenancy import tenant_scope
from ekrav.world.books import broken_invariants
from tests.ledger.books import DAY, Connection, a_book, some_entries, unguarded

pytestmark = pytest.mark.django_db(transaction=True)


def broken() -> list[str]:
    """The invariants that do not hold, each once."""
    return sorted({found.invariant for found in broken_invariants()})


def test_a_book_with_a_claim_and_its_reversal_holds() -> None:
    creditor = a_book()
    first, _second = some_entries(creditor, 2)
    with tenant_scope(creditor):
        reverse(entry=first, key="back", booked_date=DAY)
    assert broken() == []


def test_a_sealed_entry_that_was_altered_is_named(owner: Connection) -> None:
    (entry,) = some_entries(a_book(), 1)
    seal_journal(today=DAY + timedelta(days=1), at=datetime(2026, 10, 13, tzinfo=UTC))
    with unguarded(owner):
        owner.execute("UPDATE ledger_entry SET booked_date = booked_date + 1")
    assert broken() == ["INV-18 the journal is what was sealed"]
    (found,) = broken_invariants()
    assert f"entry {entry.pk} ('claim 0')" in found.row["altered"]


def test_a_reversal_that_mirrors_no_more_is_found(owner: Connection) -> None:
    creditor = a_book()
    (entry,) = some_entries(creditor, 1)
    with tenant_scope(creditor):
        back = reverse(entry=entry, key="back", booked_date=DAY)
    with unguarded(owner):
        owner.execute("UPDATE ledger_line SET amount_ore = amount_ore * 3 WHERE entry_id = %s", [entry.pk])
    assert back.reverses_id == entry.pk
    assert broken() == ["INV-18 a reversal is the mirror image of what it reverses"]


def test_more_paid_of_a_claim_than_was_claimed_stands_on_the_wrong_side() -> None:
    creditor = a_book()
    some_entries(creditor, 1, amount=1_000)
    with tenant_scope(creditor):
        post(
            key="too much",
            kind="apply payment",
            booked_date=DAY,
            lines=[debit(Account.CLAIMS, 1_001), credit(Account.CLAIM_CAPITAL, 1_001)],
        )
    assert broken() == ["INV-09 no case's account is on the wrong side"]


def test_more_in_transit_paid_than_was_on_its_way_is_found_twice() -> None:
    creditor = a_book()
    with tenant_scope(creditor):
        post(
            key="paid for nothing",
            kind="payout paid",
            booked_date=DAY,
            lines=[debit(Account.PAYOUTS_IN_TRANSIT, 500), credit(Account.DUE_CAPITAL, 500)],
        )
    assert broken() == [
        "INV-06 what is in transit in the book is what is on its way",
        "INV-09 no book's account is on the wrong side",
    ]
