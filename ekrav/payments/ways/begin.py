"""A debtor begins to pay, or regrets it: rows that the agency's side takes up within seconds. In the case's own scope.

Whoever owes has one payment on its way in a case at a time: who presses twice, or in two tabs, finds the first. Of
several who answer for it each has its own, and is shown no other's.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Now

from ekrav.money import Ore
from ekrav.payments.models import Instruction, Reference
from ekrav.payments.ways.states import LIVE, Way
from ekrav.tenancy.models import owner_of_new_rows


class NotAnAmountToPay(ValueError):
    """Less than one krona, or more than is owed."""


LEAST = Ore(100)
"""Swish takes no less than one krona; below it a payment costs everybody more than it is."""


def begin(
    *, reference: Reference, way: Way, amount: Ore, owed: Ore, at: datetime, payer: int | None = None
) -> Instruction:
    """Return the payment that is on its way after this: a new one, or the one that was. Raises `NotAnAmountToPay`.

    `payer`: see `Instruction`, here and below.
    """
    if not min(LEAST, owed) <= amount <= owed or amount <= 0:
        raise NotAnAmountToPay
    fresh = Instruction(
        creditor_id=owner_of_new_rows(),
        reference=reference,
        payer=payer,
        way=way,
        amount_ore=amount,
        created_at=at,
        look_at=Now(),
    )
    Instruction.objects.bulk_create([fresh], ignore_conflicts=True)
    going = live(reference=reference, payer=payer)
    # Gone already: it was ours, and as quick as that.
    return going or Instruction.objects.get(instruction_id=fresh.instruction_id)


def live(*, reference: Reference, payer: int | None = None) -> Instruction | None:
    """Return the payment of which money may still come; None when there is none."""
    return _live(reference, payer).order_by("-id").first()


def latest(*, reference: Reference, payer: int | None = None) -> Instruction | None:
    """Return the payment that was begun last."""
    return _begun(reference, payer).order_by("-id").first()


def regret(*, reference: Reference, at: datetime, payer: int | None = None) -> bool:
    """Say that the payment is not wanted any more; False when none is on its way. The provider tells its end."""
    going = _live(reference, payer).filter(cancel_asked_at=None)
    return going.update(cancel_asked_at=at, look_at=Now()) == 1


def _live(reference: Reference, payer: int | None) -> QuerySet[Instruction]:
    return _begun(reference, payer).filter(state__in=sorted(LIVE))


def _begun(reference: Reference, payer: int | None) -> QuerySet[Instruction]:
    return Instruction.objects.filter(reference=reference, payer=payer, refund_of=None)
