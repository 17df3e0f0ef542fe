"""Apply anew: a payment is gone, and those that came after it are looked at again, each on its own day.

What one brought too much still lies with us as its payer's. It was paid for this debt and pays what is owed again. And
whoever had paid everything by a day owes no fee of a later letter, now as then.
"""

from datetime import date, datetime

from django.db.models import Sum

from cases.claims import claims_in
from cases.models import Case, CaseEvent
from cases.move import write_event
from cases.settle import received_lines, settle
from cases.undo_payment import later_payments
from ekrav.audit.record import Actor
from ekrav.law.paid import counts_from
from ekrav.law.rates import Rates
from ekrav.ledger.book import post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from ekrav.payments.models import Payment


def apply_anew(
    *, case: Case, gone: Payment, left: Entry, at: datetime, by: Actor, rates: Rates
) -> Ore | None:
    """Settle an open case anew by the payments after `gone`; what is left of its debt, None when there are none.

    With the case's row locked. `left`: the entry by which the money of `gone` left. Raises `NoRow`.
    """
    owed = None
    for event, name in later_payments(case=case, payment=gone):
        key, over = f"{name} anew {left.pk}", _over(event)
        on = _counts_from(event, case=case, rates=rates)
        settled = settle(case=case, amount=over, on=on, key=key, rates=rates)
        owed, applied = settled.left, Ore(over - settled.allocation.excess)
        if not applied:
            continue
        lines = received_lines(case=case, allocation=settled.allocation, held_on=Account.OWED_TO_PAYER)
        write_event(
            case=case,
            kind=CaseEvent.Kind.APPLIED_ANEW,
            on=on,
            at=at,
            by=by,
            amount_ore=applied,
            entry=post(key=f"{key} applied", kind="apply payment", booked_date=left.booked_date, lines=lines),
            payment=event.payment,
            facts={f"{part}_ore": ore for part, ore in settled.allocation.applied.items()},
        )
    return owed


def _counts_from(event: CaseEvent, *, case: Case, rates: Rates) -> date:
    """The day it pays on: what came on a case that had ended was noted on the bank's."""
    if event.payment is None:
        return event.on
    return counts_from(booked=event.payment.booked_date, rent=claims_in(case).is_rent, rates=rates)


def _over(event: CaseEvent) -> Ore:
    """What of a payment has not been applied to the debt and lies with us; the creditor keeps what it had itself."""
    if event.payment_id is None:
        return Ore(0)
    anew = CaseEvent.objects.filter(kind=CaseEvent.Kind.APPLIED_ANEW, payment=event.payment_id)
    applied = anew.aggregate(total=Sum("amount_ore"))["total"] or 0
    return Ore(int(event.facts["excess_ore"]) - applied)
