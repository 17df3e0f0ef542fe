"""Resume: what a case goes on with when it comes back to its place, from a dispute, a plan or its end."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from cases.claims import claims_in
from cases.decide import choice_or_asking
from cases.models import Case, CaseEvent
from cases.move import Next
from cases.states import PLACES, Action, State
from cases.ways import Way
from ekrav.law.bankdays import next_bank_day
from ekrav.law.deadlines import next_step_on
from ekrav.law.rates import Rates


def resumed_step(*, case: Case, pay_by: date | None, today: date, rates: Rates) -> Next | None:
    """The step of the case's place, when the time the debtor has been given is out; None when nothing follows.

    `pay_by`: the last day of that time; None when the debtor has never been written to. Raises `NoRow`.
    """
    action = _action_at(case, today=today, rates=rates)
    if action is None:
        return None
    return Next(
        action=action, on=next_step_on(pay_by=pay_by, rates=rates) if pay_by else next_bank_day(today)
    )


# What follows at a place whatever the case and its creditor are.
_PLAIN: Final[Mapping[State, Action]] = {
    State.REMINDED: Action.DEMAND,
    State.FINAL_NOTICE: Action.AWAIT_DECISION,
    State.TITLED: Action.ASK_AGAIN,
    State.ENFORCEMENT: Action.RENEW,
    State.SURVEILLANCE: Action.SURVEILLANCE_LETTER,
}
# What a chosen way begins with.
_CHOSEN: Final[Mapping[str, Action]] = {
    Way.PAYMENT_ORDER: Action.APPLY_ORDER,
    Way.SURVEILLANCE: Action.SURVEIL,
}


def _action_at(case: Case, *, today: date, rates: Rates) -> Action | None:
    place = State(case.state if case.state in PLACES else case.resumes)
    match place:
        case State.REGISTERED:
            return Action.DEMAND if claims_in(case).reminded_of_all else Action.REMIND
        case State.DEMANDED:
            return Action.FINAL_NOTICE if case.final_notice else Action.AWAIT_DECISION
        case State.AWAITING_DECISION:
            step = choice_or_asking(case=case, today=today, rates=rates)
            return step.action if step else None
        case State.DECIDED:
            chosen = case.events.filter(kind=CaseEvent.Kind.DECIDED).order_by("-id").first()
            return _CHOSEN.get(chosen.facts["choice"]) if chosen else None
    return _PLAIN.get(place)
