"""Put money into the book: in its creditor's when the case is known, in the agency's until it is."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ekrav.ledger.book import EntrySpec, credit, debit, post_many
from ekrav.ledger.models import Account
from ekrav.payments.entries import Movement
from ekrav.payments.models import BankEntry, Payment, Reference, UnmatchedPayment
from ekrav.tenancy.models import owner_of_new_rows

_AT_A_TIME = 1000


def book_key(entry: BankEntry) -> str:
    """Return what the book calls the arrival of this movement."""
    return f"bank entry {entry.pk}"


def book_unmatched(movements: Sequence[Movement]) -> None:
    """Lay money on the unmatched pile, with the reason, and in the agency's book. In an agency scope."""
    for batch in _batches(movements):
        UnmatchedPayment.objects.bulk_create(
            [UnmatchedPayment(entry=movement.row, reason=movement.reading.reason[:200]) for movement in batch]
        )
        post_many(
            EntrySpec(
                key=book_key(movement.row),
                kind="payment unmatched",
                booked_date=movement.row.booked_date,
                lines=(
                    debit(Account.CLIENT_FUNDS, movement.row.amount_ore),
                    credit(Account.UNMATCHED, movement.row.amount_ore),
                ),
            )
            for movement in batch
        )


def book_routed(movements: Sequence[Movement], *, at: datetime) -> None:
    """Lay one creditor's payments on their references, to be applied by the case. In that creditor's scope."""
    for batch in _batches(movements):
        put_in_book([(movement.row, _reference_id(movement)) for movement in batch], at=at)


def put_in_book(entries: Sequence[tuple[BankEntry, int]], *, at: datetime) -> None:
    """Make a payment of each bank entry on its reference (id) and post it. In the scope of the references' creditor."""
    owner = owner_of_new_rows()
    references = Reference.objects.select_related("subledger").in_bulk(
        [reference for _, reference in entries]
    )
    Payment.objects.bulk_create(
        Payment(
            creditor_id=owner,
            bank_entry_id=entry.pk,
            reference=references[reference],
            amount_ore=entry.amount_ore,
            booked_date=entry.booked_date,
            routed_at=at,
        )
        for entry, reference in entries
    )
    post_many(
        EntrySpec(
            key=book_key(entry),
            kind="payment in",
            booked_date=entry.booked_date,
            lines=(
                debit(Account.CLIENT_FUNDS, entry.amount_ore),
                credit(Account.PAYMENTS_TO_APPLY, entry.amount_ore, references[reference].subledger),
            ),
        )
        for entry, reference in entries
    )


def _reference_id(movement: Movement) -> int:
    assert movement.destination is not None, "only movements with a destination are routed"
    return movement.destination.reference_id


def _batches(movements: Sequence[Movement]) -> Iterator[Sequence[Movement]]:
    for start in range(0, len(movements), _AT_A_TIME):
        yield movements[start : start + _AT_A_TIME]
