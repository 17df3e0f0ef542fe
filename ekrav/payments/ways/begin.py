"""A debtor begins to pay, or regrets it: rows that the agency's side takes up within seconds. In the case's own scope.

A case has one payment on its way at a time: whoever presses twice, or in two tabs, finds the first.
"""

from datetime import datetime

from django.db.models.functions import Now

from ekrav.money import Ore
from ekrav.payments.models import Instruction, Reference
from ekrav.payments.ways.states import LIVE, Way
from ekrav.tenancy.models import owner_of_new_rows


class NotAnAmountToPay(ValueError):
    """Less than one krona, or more than is owed."""


LEAST = Ore(100)
"""Swish takes no less than one krona; below it a payment costs everybody more than it is."""


def begin(*, reference: Reference, way: Way, amount: Ore, owed: Ore, at: datetime) -> Instruction:
    """Return the payment that is on its way after this: a new one, or the one that was. Raises `NotAnAmountToPay`."""
    if not min(LEAST, owed) <= amount <= owed or amount <= 0:
        raise NotAnAmountToPay
    fresh = Instruction(
        creditor_id=owner_of_new_rows(),
        reference=reference,
        way=way,
        amount_ore=amount,
        created_at=at,
        look_at=Now(),
    )
    Instruction.objects.bulk_create([fresh], ignore_conflicts=True)
    going = live(reference=reference)
    # Gone already: it was ours, and as quick as that.
    return going or Instruction.objects.get(instruction_id=fresh.instruction_id)


def live(*, reference: Reference) -> Instruction | None:
    """Return the payment of which money may still come; None when there is none."""
    rows = Instruction.objects.filter(reference=reference, refund_of=None, state__in=sorted(LIVE))
    return rows.order_by("-id").first()


def latest(*, reference: Reference) -> Instruction | None:
    """Return the payment that was begun last."""
    return Instruction.objects.filter(reference=reference, refund_of=None).order_by("-id").first()


def regret(*, reference: Reference, at: datetime) -> bool:
    """Say that the payment is not wanted any more; False when none is on its way. The provider tells its end."""
    rows = Instruction.objects.filter(reference=reference, refund_of=None, state__in=sorted(LIVE))
    return rows.filter(cancel_asked_at=None).update(cancel_asked_at=at, look_at=Now()) == 1
