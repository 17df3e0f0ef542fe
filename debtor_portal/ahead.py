"""What happens if the debtor does nothing: the steps that are planned, in the letters' words, and no others."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from cases.forecast import Planned, plan_posted
from cases.models import Case
from cases.onward import payment_order_cost
from cases.states import Action
from ekrav.law.rates import Rates
from ekrav.look.figures import short_kronor
from ekrav.look.parts import Event
from ekrav.money import Ore
from letters.catalogue import Consequence, sentence

_CONSEQUENCE: Final[Mapping[Action, Consequence]] = {
    Action.DEMAND: Consequence.DEMAND,
    Action.FINAL_NOTICE: Consequence.FINAL_NOTICE,
    Action.AWAIT_DECISION: Consequence.PAYMENT_ORDER,
    Action.SURVEILLANCE_LETTER: Consequence.SURVEILLANCE,
}


def coming(*, case: Case, creditor: str, by_hand: bool, today: date, rates: Rates) -> list[Event]:
    """The last day to pay, if it is ahead, and each planned step with what it may add; the nearest first.

    `by_hand`: a person posts the letters.
    """
    last_day = (
        [Event(day=case.pay_by, what=_("Sista dag att betala eller säga emot."))] if case.pay_by else []
    )
    steps = [
        Event(
            day=max(step.on, today),
            what=_what(step, creditor),
            line=_adds(_cost(step, rates)),
            earliest=True,
        )
        for step in plan_posted(case=case, by_hand=by_hand, rates=rates)
        # When the creditor is asked again is between it and us.
        if step.action != Action.ASK_AGAIN
    ]
    return [*(event for event in last_day if event.day >= today), *steps]


def _what(step: Planned, creditor: str) -> str:
    if step.action in _CONSEQUENCE:
        return sentence(_CONSEQUENCE[step.action], creditor=creditor)
    return _("Vi kan skicka en betalningspåminnelse.")


def _cost(step: Planned, rates: Rates) -> Ore:
    if step.action == Action.AWAIT_DECISION:
        return payment_order_cost(on=step.on, rates=rates)
    return step.cost


def _adds(cost: Ore) -> str:
    return _("Då kan skulden öka med %s.") % short_kronor(cost) if cost else ""
