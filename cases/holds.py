"""What respite and pause share: until a day has passed nothing leaves, and the case keeps its place in the process.

The end needs no act: the next step is put off to its lawful day after it.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from cases.models import Case, CaseEvent, Hold
from cases.move import Next, as_it_was, move
from cases.recall import WAITING, recall_waiting
from cases.states import MOVES, Action, State
from ekrav.audit.record import Actor
from ekrav.law.bankdays import next_bank_day
from ekrav.law.deadlines import next_step_on, pay_by
from ekrav.law.periods import months_after
from ekrav.law.rates import Rates
from letters.catalogue import CLAIMS, LetterKind
from letters.dispatch import cancel
from letters.models import Dispatch

LONGEST_MONTHS: Final = 6
# A year of enforcement begins on its day, whatever the debtor has been given.
OF_A_YEAR: Final = (Action.RENEW, Action.LET_LAPSE)
SUPERSEDED: Final = (
    LetterKind.RESPITE,
    LetterKind.PLAN_OFFER,
    LetterKind.PLAN_NOTICE,
    LetterKind.PLAN_WARNING,
)


class NotAHold(ValueError):
    """Respite or pause cannot be given or lifted; `reason`: state, past, too_long, none."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def begin_hold(
    *, case: Case, kind: Hold.Kind, reason: str, until: date, today: date, at: datetime, by: Actor
) -> Hold:
    """Hold the case through `until`, with its row locked. Lifts the one of its kind before it; takes waiting letters
    back. Raises `NotAHold`."""
    if (State(case.state), Action(kind)) not in MOVES:
        raise NotAHold("state")
    if until <= today:
        raise NotAHold("past")
    if until > months_after(today, LONGEST_MONTHS):
        raise NotAHold("too_long")
    take_letters_back(case=case, today=today, at=at)
    Hold.objects.filter(case=case, kind=kind, lifted_at=None).update(lifted_at=at)
    return Hold.objects.create(
        case=case,
        kind=kind,
        reason=reason,
        from_on=today,
        until=until,
        given_at=at,
        given_by_kind=by.kind,
        given_by_id=by.id,
    )


def lift_hold(
    *, case: Case, kind: Hold.Kind, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """End a hold before its day, with the case's row locked: the next step comes when the law lets it.

    Raises `NotAHold` when there is none.
    """
    if not standing(case=case, today=today).filter(kind=kind).update(lifted_at=at):
        raise NotAHold("none")
    take_letters_back(case=case, today=today, at=at)
    return move(
        case=case,
        action=Action.LIFT_HOLD,
        kind=CaseEvent.Kind.HOLD_LIFTED,
        on=today,
        at=at,
        by=by,
        next_step=step_after(case=case, today=today, rates=rates),
        facts={"hold": kind},
    )


def standing(*, case: Case, today: date) -> QuerySet[Hold]:
    """The holds that last on `today`: one of each kind at most."""
    return Hold.objects.filter(case=case, lifted_at=None, until__gte=today)


def step_after(*, case: Case, today: date, rates: Rates, action: str = "") -> Next | None:
    """The case's next step, or `action`, on its first lawful day: after its holds, and the time of its last letter."""
    action = action or case.next_action
    if not action:
        return None
    if action in OF_A_YEAR:
        return as_it_was(case) or Next(action=Action(action), on=next_bank_day(today))
    last_days = [hold.until for hold in standing(case=case, today=today)]
    if case.pay_by is not None:
        last_days.append(case.pay_by)
    late = case.events.filter(kind=CaseEvent.Kind.POSTED, facts__late=True, dispatch__kind__in=CLAIMS).last()
    if late is not None:
        last_days.append(pay_by(sent=late.on, rates=rates))
    lawful = [next_step_on(pay_by=day, rates=rates) for day in last_days]
    return Next(action=Action(action), on=max([next_bank_day(today), *lawful]))


def take_letters_back(*, case: Case, today: date, at: datetime) -> None:
    """Take back the claim that waits, and what waits to be told and is true no more."""
    recall_waiting(case=case, today=today, at=at)
    take_back(case=case, kinds=SUPERSEDED, at=at)


def take_back(*, case: Case, kinds: Collection[LetterKind], at: datetime) -> None:
    """Stop the case's letters of these kinds that wait; one that lies in a print job is asked to stop."""
    waiting = Dispatch.objects.filter(case_number=case.number, kind__in=kinds, state__in=WAITING)
    for dispatch in waiting:
        if cancel(dispatch=dispatch):
            Dispatch.objects.filter(pk=dispatch.pk).update(noted_at=at)
