"""The printed amount's word: what a letter asked for, booked by its last day, closes the case.

The interest of the days between is given up. So are, before it, the fees of a plan that was made since.
"""

from datetime import date
from operator import itemgetter
from typing import Final

from cases.debt import Debt
from cases.models import Case, CaseEvent
from cases.parts import Parts, let_off, total_of_parts, without
from cases.plan_interest import above_plan
from ekrav.law.allocation import Component
from ekrav.money import Ore
from letters.models import Dispatch

APPLIED: Final = (
    CaseEvent.Kind.PAID,
    CaseEvent.Kind.DIRECT_PAYMENT,
    CaseEvent.Kind.APPLIED_ANEW,
)


def applied_ore(event: CaseEvent) -> int:
    """What of a payment went to the debt."""
    return (event.amount_ore or 0) - int(event.facts.get("excess_ore", 0))


def closing_amount(*, case: Case, debt: Debt) -> Ore:
    """What closes the case when it is booked on the debt's day.

    The printed amount of a letter through its last day, by the printed amount's word: of several the least. The whole
    debt after that.
    """
    whole = Ore(debt.total - above_plan(case=case, accrued=debt.accrued))
    printed = [_printed_left(letter) for letter in _running(case=case, on=debt.on)]
    return Ore(min(whole, max(0, min(printed)))) if printed else whole


def word_until(*, case: Case, on: date) -> date | None:
    """Through which day the printed amount's word that holds on a day does so; None when none holds."""
    running = _running(case=case, on=on)
    return _pay_by(min(running, key=_printed_left)) if running else None


def given_up_by_the_word(*, case: Case, owed: Parts, amount: Ore, on: date) -> Parts:
    """What of `owed` a payment of `amount` on the day makes a letter give up; nothing when it is too little.

    Of several letters the one that asked for most of what this pays: nobody has back what a letter asked for.
    """
    owed_in_all = total_of_parts(owed)
    printed = [(_printed_left(letter), letter) for letter in _running(case=case, on=on)]
    met = [each for each in printed if each[0] <= min(amount, owed_in_all)]
    if not met:
        return {}
    asked, letter = max(met, key=itemgetter(0))
    whole = Ore(min(owed_in_all, owed_in_all - asked))
    plan = Ore(min(whole, owed[Component.PLAN], _plan_fees_since(letter)))
    rest = let_off(without(owed, {Component.PLAN: plan}), Ore(whole - plan))
    return {**rest, Component.PLAN: Ore(rest[Component.PLAN] + plan)}


def _running(*, case: Case, on: date) -> list[CaseEvent]:
    """The letters whose last day is not over on the day, the last first: each keeps its word.

    Two run at once where everybody was written to anew because one more answers. Letters written later say nothing of
    that day, whenever the money becomes known.
    """
    letters = case.events.filter(dispatch__isnull=False, facts__has_key="total_ore", on__lte=on)
    asked = letters.exclude(dispatch__state=Dispatch.State.CANCELLED).order_by("-id")
    return [letter for letter in asked if on <= _pay_by(letter)]


def _pay_by(letter: CaseEvent) -> date:
    return date.fromisoformat(str(letter.facts["pay_by"]))


def _printed_left(letter: CaseEvent) -> int:
    """What is left of the letter's printed amount."""
    return int(letter.facts["total_ore"]) - _paid_since(letter=letter, pay_by=_pay_by(letter))


def _plan_fees_since(letter: CaseEvent) -> int:
    """What a plan has charged after the letter: its printed amount does not hold it."""
    kinds = (CaseEvent.Kind.PLAN_ACCEPTED, CaseEvent.Kind.PLAN_CHANGED, CaseEvent.Kind.PLAN_NOTICE)
    events = CaseEvent.objects.filter(case=letter.case_id, pk__gt=letter.pk, kind__in=kinds)
    charged = events.filter(entry__isnull=False).values_list("amount_ore", flat=True)
    return sum(amount or 0 for amount in charged)


def _paid_since(*, letter: CaseEvent, pay_by: date) -> int:
    """What has been applied since the letter and was paid in its time, whichever way, and has not been taken back; less
    what the letter had taken off as paid and the bank has taken back since."""
    rows = list(CaseEvent.objects.filter(case=letter.case_id, kind__in=(*APPLIED, CaseEvent.Kind.REVERSED)))
    back = {row.payment_id: row.pk for row in rows if row.kind == CaseEvent.Kind.REVERSED}
    paid = [row for row in rows if row.kind != CaseEvent.Kind.REVERSED]
    since = [row for row in paid if row.pk > letter.pk and row.on <= pay_by and row.payment_id not in back]
    gone = [row for row in paid if row.pk < letter.pk < back.get(row.payment_id, 0)]
    return sum(applied_ore(row) for row in since) - sum(applied_ore(row) for row in gone)
