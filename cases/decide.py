"""Decide: when the demand's time is out the creditor chooses the way on. Until then the case waits, free of cost."""

from datetime import date, datetime

from cases.checks import time_is_not_out
from cases.circumstances import gather
from cases.dispatching import hold
from cases.models import Case, CaseEvent
from cases.move import move
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.law.rates import Rates


def await_decision(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | None:
    """Hand the case to its creditor's choice, or put that off: a demand that has not been posted has set no time."""
    reasons = time_is_not_out(gather(cases=[case], today=today, rates=rates)[0])
    if reasons:
        hold({reasons: [case]}, today=today, at=at)
        return None
    return move(
        case=case,
        action=Action.AWAIT_DECISION,
        kind=CaseEvent.Kind.WAITING,
        on=today,
        at=at,
        by=MACHINE,
        next_step=None,
    )
