"""A payment that a provider said was made and that never came to the bank: a person says so, and it leaves the book.

The provider's word was enough to count the payment, and the bank has the last: when its days are over, whoever has
asked the provider and the bank may say that it never came. Nothing leaves the client funds, since nothing came to them.
Money that comes all the same is a payment of its own.
"""

from datetime import date, datetime
from typing import Final

from ekrav.ledger.book import reverse
from ekrav.ledger.models import Entry
from ekrav.payments.models import Evidence, Instruction, Payment
from ekrav.payments.ways.note import locked
from ekrav.payments.ways.on_its_way import is_late
from ekrav.payments.ways.same_money import BANK_TELLS_OF_EACH
from ekrav.payments.ways.states import Source, State

NEVER_CAME: Final = "NEVER_CAME"


class NotFallen(ValueError):
    """`reason`: "way" (not one that the bank tells of by itself, nor one that is gone), "arrived", "early" (the bank's
    days are not over), "fell" (somebody has said so) or "not_applied" (its case has not taken it yet)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def fall(*, payment: Payment, reason: str, today: date, at: datetime) -> Entry:
    """Let a payment on its way be one that never came, today; `reason`: who says so. In its scope, its row locked.

    Raises `NotFallen`.
    """
    assert payment.instruction_id is not None, "a bank entry has come"
    row = locked(payment.instruction_id)
    _check(row, payment, today=today)
    Instruction.objects.filter(pk=row.pk).update(fell_at=at)
    said = f"{NEVER_CAME} {reason.strip()}"[:200]
    Evidence.objects.create(instruction=row, at=at, source=Source.STAFF, said=said)
    paid = Entry.objects.get(key=f"way {row.pk} paid")
    return reverse(entry=paid, key=f"way {row.pk} never came", booked_date=today)


def _check(row: Instruction, payment: Payment, *, today: date) -> None:
    if row.way not in BANK_TELLS_OF_EACH or row.refund_of_id is not None or row.state != State.PAID:
        raise NotFallen("way")
    if row.fell_at is not None:
        raise NotFallen("fell")
    if row.bank_entry_id is not None:
        raise NotFallen("arrived")
    if not is_late(row, today=today):
        raise NotFallen("early")
    if payment.applied_at is None:
        raise NotFallen("not_applied")
