"""Put money into the book: in its creditor's when the case is known, in the agency's until it is."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from ekrav.ledger.book import EntrySpec, credit, debit, post_many
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.entries import Movement
from ekrav.payments.models import BankEntry, Payment, Reference, UnmatchedPayment, entry_name
from ekrav.tenancy import tenant_scope
from ekrav.tenancy.insert import insert_columns
from ekrav.tenancy.models import owner_of_new_rows

_AT_A_TIME = 1000

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Money on its way to a reference: a whole bank entry (`part` 0) or a part of one, both by id, and its day."""

    entry_id: int
    reference_id: int
    amount: Ore
    day: date
    part: int = 0


def whole(entry: BankEntry, reference_id: int) -> Placing:
    """Return the placing of a whole bank entry, which pays on the bank's day."""
    return Placing(
        entry_id=entry.pk, reference_id=reference_id, amount=Ore(entry.amount_ore), day=entry.booked_date
    )


class Gathered:
    """Payments that have found their creditor, and wait until there are enough of them to be worth a scope a creditor.

    A file names its creditors all through, and a scope costs as much as fifty payments.
    """

    def __init__(self) -> None:
        self._placings: dict[int, list[Placing]] = defaultdict(list)
        self._waiting = 0

    def add(self, movements: Sequence[Movement]) -> None:
        """Let these wait, all of which have a destination."""
        for movement in movements:
            where = movement.destination
            assert where is not None, "only movements with a destination are routed"
            self._placings[where.creditor_id].append(whole(movement.row, where.reference_id))
        self._waiting += len(movements)

    def book(self, *, at: datetime, leave: int = 0) -> None:
        """Lay what waits on its references, to be applied by the case, until only so many are left.

        Those of whom most wait come first. Opens each creditor's scope.
        """
        most_first = sorted(self._placings, key=lambda creditor: len(self._placings[creditor]), reverse=True)
        for creditor_id in most_first:
            if self._waiting <= leave:
                break
            placings = self._placings.pop(creditor_id)
            with tenant_scope(creditor_id):
                for batch in _batches(placings):
                    _put(batch, at=at)
            self._waiting -= len(placings)


def put_in_book(placings: Sequence[Placing], *, at: datetime) -> list[Payment]:
    """Make a payment of each placing and post it. In the scope of the references' creditor."""
    return list(Payment.objects.filter(pk__among=_put(placings, at=at)).order_by("pk"))


def _put(placings: Sequence[Placing], *, at: datetime) -> list[int]:
    """As `put_in_book`; the payments' ids, in order. By columns: a file has a hundred thousand of them."""
    count = len(placings)
    payments: dict[str, Sequence[Any]] = {
        "creditor_id": [owner_of_new_rows()] * count,
        "bank_entry_id": [placing.entry_id for placing in placings],
        "part": [placing.part for placing in placings],
        "reference_id": [placing.reference_id for placing in placings],
        "amount_ore": [placing.amount for placing in placings],
        "booked_date": [placing.day for placing in placings],
        "routed_at": [at] * count,
    }
    ids = insert_columns(Payment, payments)
    references = Reference.objects.filter(pk__among=payments["reference_id"])
    subledgers = dict(references.values_list("id", "subledger_id"))
    post_many(
        EntrySpec(
            key=arrival_key(entry_name(placing.entry_id, placing.part)),
            kind="payment in",
            booked_date=placing.day,
            lines=(
                debit(Account.CLIENT_FUNDS, placing.amount),
                credit(Account.PAYMENTS_TO_APPLY, placing.amount, subledgers[placing.reference_id]),
            ),
        )
        for placing in placings
    )
    return ids


def _batches(some: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(some), _AT_A_TIME):
        yield some[start : start + _AT_A_TIME]
