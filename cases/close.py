"""Close: a case with nothing left is closed the same moment, and a letter that has not left is stopped.

What is left after a payment and is no more than the tariff's remainder is not worth asking for: it is given up.
"""

from datetime import date, datetime
from typing import Any

from cases.give_up import give_up
from cases.models import Case, CaseEvent, Dispute, InstalmentPlan, Surveillance
from cases.move import Facts, move
from cases.quote import tariff_of
from cases.states import Action
from ekrav.audit.record import Actor
from ekrav.ledger.models import Entry
from ekrav.money import Ore
from ekrav.payments.models import Reference
from letters.dispatch import cancel
from letters.models import Dispatch

REMAINDER = "give up remainder"


def close_if_paid(*, case: Case, left: Ore, on: date, at: datetime, by: Actor) -> CaseEvent | None:
    """Close the case when nothing is left of its debt, or no more than the remainder; None when more is."""
    if left > remainder_of(case=case):
        return None
    given_up: Entry | None = None
    if left:
        closings = case.events.filter(kind=CaseEvent.Kind.CLOSED).count()
        given_up = give_up(case=case, key=f"remainder {case.number} {closings}", kind=REMAINDER, on=on)
    stop_letters(case=case, at=at)
    return end(
        case=case,
        action=Action.CLOSE_PAID,
        kind=CaseEvent.Kind.CLOSED,
        on=on,
        at=at,
        by=by,
        entry=given_up,
        facts={"given_up_ore": left} if left else None,
    )


def remainder_of(*, case: Case) -> Ore:
    """What is not worth asking for after a payment, by the creditor's tariff."""
    return Ore(tariff_of(case=case).remainder_ore)


def end(
    *,
    case: Case,
    action: Action,
    kind: CaseEvent.Kind,
    on: date,
    at: datetime,
    by: Actor,
    facts: Facts | None = None,
    **rows: Any,
) -> CaseEvent:
    """End the case by `action`; a plan that was in force ends with it, kept when the debt is paid; a dispute lapses."""
    event = move(
        case=case, action=action, kind=kind, on=on, at=at, by=by, next_step=None, facts=facts, **rows
    )
    states, plans = InstalmentPlan.State, InstalmentPlan.objects.filter(case=case)
    kept = states.KEPT if action is Action.CLOSE_PAID else states.ENDED
    plans.filter(state=states.ACCEPTED).update(state=kept, ended_on=on)
    plans.filter(state=states.OFFERED).update(state=states.LAPSED)
    lapsed = {"decided_on": on, "decided_by_kind": by.kind, "decided_by_id": by.id}
    Dispute.objects.filter(case=case, outcome="").update(outcome=Dispute.Outcome.LAPSED, **lapsed)
    Surveillance.objects.filter(case=case).update(claim_by=None, answer_by=None)
    # Money that comes later is no longer this case's: a person decides whose it is.
    Reference.objects.filter(pk=case.reference_id).update(closed_on=on)
    return event


def stop_letters(*, case: Case, at: datetime) -> int:
    """Stop every letter of the case that the print house does not have yet, for good; how many were stopped."""
    waiting = Dispatch.objects.filter(
        case_number=case.number, state__in=(Dispatch.State.COMPOSED, Dispatch.State.RENDERED)
    )
    stopped = [dispatch.pk for dispatch in list(waiting) if cancel(dispatch=dispatch)]
    Dispatch.objects.filter(pk__in=stopped).update(noted_at=at)
    return len(stopped)
