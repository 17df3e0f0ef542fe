"""Decide: when the demand's time is out the creditor chooses the way on. Until then the case waits, free of cost."""

from datetime import date, datetime

from cases.models import Case, CaseEvent
from cases.move import move
from cases.states import Action
from ekrav.audit.record import MACHINE


def await_decision(*, case: Case, today: date, at: datetime) -> CaseEvent:
    """Hand the case to its creditor's choice."""
    return move(
        case=case,
        action=Action.AWAIT_DECISION,
        kind=CaseEvent.Kind.WAITING,
        on=today,
        at=at,
        by=MACHINE,
        next_step=None,
    )
