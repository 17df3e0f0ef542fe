"""Put money into the book: in its creditor's when the case is known, in the agency's until it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ekrav.ledger.book import EntrySpec, credit, debit, post_many
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.entries import Movement
from ekrav.payments.models import BankEntry, Payment, Reference, UnmatchedPayment
from ekrav.tenancy.insert import insert_rows
from ekrav.tenancy.models import owner_of_new_rows

_AT_A_TIME = 1000


def book_key(entry: BankEntry) -> str:
    """Return what the book calls the arrival of this movement."""
    return arrival_key(str(entry.pk))


def arrival_key(name: str) -> str:
    """Return what the book calls the arrival of a payment with this name (`Payment.name`)."""
    return f"bank entry {name}"


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
        put_in_book([whole(movement.row, _reference_id(movement)) for movement in batch], at=at)


@dataclass(frozen=True, kw_only=True)
class Placing:
    """Money on its way to a reference (by id): a whole bank entry (`part` 0), or a part of one.

    It pays on the bank's day, unless another day is given (`on`).
    """

    entry: BankEntry
    reference_id: int
    amount: Ore
    part: int = 0
    on: date | None = None


def whole(entry: BankEntry, reference_id: int) -> Placing:
    """Return the placing of a whole bank entry."""
    return Placing(entry=entry, reference_id=reference_id, amount=Ore(entry.amount_ore))


def put_in_book(placings: Sequence[Placing], *, at: datetime) -> list[Payment]:
    """Make a payment of each placing and post it. In the scope of the references' creditor."""
    owner = owner_of_new_rows()
    references = Reference.objects.filter(pk__among=[placing.reference_id for placing in placings])
    subledgers = dict(references.values_list("id", "subledger_id"))
    payments = [
        Payment(
            creditor_id=owner,
            bank_entry_id=placing.entry.pk,
            part=placing.part,
            reference_id=placing.reference_id,
            amount_ore=placing.amount,
            booked_date=placing.on or placing.entry.booked_date,
            routed_at=at,
        )
        for placing in placings
    ]
    insert_rows(payments)
    post_many(
        EntrySpec(
            key=arrival_key(payment.name),
            kind="payment in",
            booked_date=payment.booked_date,
            lines=(
                debit(Account.CLIENT_FUNDS, payment.amount_ore),
                credit(Account.PAYMENTS_TO_APPLY, payment.amount_ore, subledgers[payment.reference_id]),
            ),
        )
        for payment in payments
    )
    return payments


def _reference_id(movement: Movement) -> int:
    assert movement.destination is not None, "only movements with a destination are routed"
    return movement.destination.reference_id


def _batches(movements: Sequence[Movement]) -> Iterator[Sequence[Movement]]:
    for start in range(0, len(movements), _AT_A_TIME):
        yield movements[start : start + _AT_A_TIME]
