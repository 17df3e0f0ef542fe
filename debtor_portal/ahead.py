"""What happens if the debtor does nothing: the last day to pay, and the steps that are planned, in the letters' words.

What is between the creditor and us alone is not told of: when it is asked again, or whether enforcement goes on.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.forecast import Planned, plan_posted
from cases.models import Case
from cases.onward import payment_order_cost
from cases.plan_page import ToPay
from cases.states import Action
from debtor_portal.words import what_may_follow
from ekrav.law.kronofogden import base_fee
from ekrav.law.missed import missed_on
from ekrav.law.rates import Rates
from ekrav.look.figures import short_kronor
from ekrav.look.parts import Event, Words
from ekrav.money import Ore
from letters.catalogue import Consequence

_CONSEQUENCE: Final[Mapping[Action, Consequence]] = {
    Action.DEMAND: Consequence.DEMAND,
    Action.FINAL_NOTICE: Consequence.FINAL_NOTICE,
    Action.AWAIT_DECISION: Consequence.PAYMENT_ORDER,
    Action.APPLY_ORDER: Consequence.PAYMENT_ORDER,
    Action.SURVEIL: Consequence.SURVEILLANCE,
    Action.SURVEILLANCE_LETTER: Consequence.SURVEILLANCE,
}
_WARNED: Final = _l("Har delen inte kommit skickar vi ett brev med en ny sista dag.")
_OTHERS: Final[Mapping[Action, Words]] = {
    Action.REMIND: _l("Vi kan skicka en betalningspåminnelse."),
    Action.APPLY_ENFORCEMENT: _l("%(creditor)s kan ansöka om utmätning hos Kronofogden."),
    Action.PLAN_NOTICE: _l("Vi skickar en avi om nästa del."),
    Action.PLAN_WARNING: _WARNED,
}


def coming(
    *,
    case: Case,
    creditor: str,
    last_day: Event | None,
    asked: ToPay | None,
    by_hand: bool,
    today: date,
    rates: Rates,
) -> list[Event]:
    """The last day to pay, if it is ahead, and each planned step with what it may add; the nearest first.

    `asked`: what the case's plan asks for. `by_hand`: a person posts the letters.
    """
    planned = plan_posted(case=case, by_hand=by_hand, rates=rates)
    steps = [
        Event(day=max(step.on, today), what=what, line=_adds(_cost(step, rates)), earliest=True)
        for step in planned
        if (what := _what(step, creditor, asked))
    ]
    if asked and any(step.action == Action.PLAN_NOTICE for step in planned):
        # The notice is no consequence of doing nothing: what follows it is.
        steps.append(Event(day=missed_on(due=asked.on, rates=rates), what=_WARNED, earliest=True))
    ahead = [last_day] if last_day and last_day.day >= today else []
    return sorted([*ahead, *steps], key=lambda event: event.day)


def _what(step: Planned, creditor: str, asked: ToPay | None) -> str:
    if step.action in _CONSEQUENCE:
        return what_may_follow(_CONSEQUENCE[step.action], creditor=creditor)
    if step.action == Action.END_PLAN:
        if asked is None:
            return _("Planen är slut. Är något kvar av skulden ber vi om det.")
        return _("Har det som saknas inte kommit gäller planen inte längre. Då ska hela skulden betalas.")
    return str(_OTHERS.get(step.action, "")) % {"creditor": creditor}


def _cost(step: Planned, rates: Rates) -> Ore:
    if step.action in {Action.AWAIT_DECISION, Action.APPLY_ORDER}:
        return payment_order_cost(on=step.on, rates=rates)
    if step.action == Action.APPLY_ENFORCEMENT:
        # Of the first year, however much is left.
        return base_fee(on=step.on, first_year=True, unpaid=Ore(0), rates=rates)
    return step.cost


def _adds(cost: Ore) -> str:
    return _("Då kan skulden öka med %s.") % short_kronor(cost) if cost else ""
