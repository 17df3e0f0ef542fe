"""Close: a case with nothing left is closed the same moment, and a letter that has not left is stopped."""

from datetime import date, datetime

from cases.models import Case, CaseEvent
from cases.move import move
from cases.states import Action
from ekrav.audit.record import Actor
from ekrav.money import Ore
from ekrav.payments.models import Reference
from letters.dispatch import cancel
from letters.models import Dispatch


def close_if_paid(*, case: Case, left: Ore, on: date, at: datetime, by: Actor) -> CaseEvent | None:
    """Close the case when nothing is left of its debt; None when something is."""
    if left:
        return None
    event = move(
        case=case, action=Action.CLOSE_PAID, kind=CaseEvent.Kind.CLOSED, on=on, at=at, by=by, next_step=None
    )
    stop_letters(case=case)
    # Money that comes later is no longer this case's: a person decides whose it is.
    Reference.objects.filter(pk=case.reference_id).update(closed_on=on)
    return event


def stop_letters(*, case: Case) -> int:
    """Stop every letter of the case that the print house does not have yet; how many were stopped."""
    waiting = Dispatch.objects.filter(
        case_number=case.number, state__in=(Dispatch.State.COMPOSED, Dispatch.State.RENDERED)
    )
    return sum(cancel(dispatch=dispatch) for dispatch in waiting)
