"""Recall: a letter that has not left is taken back, and the case stands as if it had not been written.

Its fee was charged for a letter that nobody sent: it is taken back by its mirror image, and the letter before it counts
again. What is written next says what is true then. Two things recall a letter: money that comes while it waits, and a
day that passes (its date, its interest and its time to pay would no longer be true). A letter that claims nothing is
only written once more, with a new date.
"""

import logging
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from cases.charged_fees import fee_of, is_paid
from cases.models import Case, CaseEvent
from cases.move import Facts, Next, move
from cases.states import PLACES, Action, State, destination
from cases.untold import tell_again_or_note
from ekrav.audit.record import MACHINE
from ekrav.law.bankdays import roll_forward
from ekrav.law.rates import Rates
from ekrav.ledger.book import reverse
from ekrav.tenancy import routing_scope, tenant_scope
from letters.catalogue import CLAIMS
from letters.dispatch import cancel
from letters.models import Dispatch
from letters.together import count_none, first_of, stop_beside

_log = logging.getLogger(__name__)

BATCH = 500
WAITING: Final = (Dispatch.State.COMPOSED, Dispatch.State.RENDERED)
WRITTEN_BY: Final = {
    CaseEvent.Kind.REMINDED: Action.REMIND,
    CaseEvent.Kind.DEMANDED: Action.DEMAND,
    CaseEvent.Kind.FINAL_NOTICE: Action.FINAL_NOTICE,
    CaseEvent.Kind.SURVEILLANCE_LETTER: Action.SURVEILLANCE_LETTER,
}


def find_unsent(*, today: date, after: int = 0, limit: int = BATCH) -> list[tuple[int, int]]:
    """Letters that did not leave on their day, or were stopped without their case being told: (creditor, dispatch),
    past the dispatch `after`."""
    overdue = Q(state__in=WAITING, print_job=None, by_hand=False, planned_on__lt=today)
    stopped = Q(state=Dispatch.State.CANCELLED, noted_at=None)
    with routing_scope():
        rows = Dispatch.objects.filter(overdue | stopped, pk__gt=after).order_by("id")
        return list(rows.values_list("creditor_id", "id")[:limit])


def recall_all_unsent(*, today: date, at: datetime, rates: Rates) -> int:
    """Take back every letter that did not leave; how many. One that cannot be is logged and stands in nobody's way."""
    done, last = 0, 0
    while batch := find_unsent(today=today, after=last):
        for creditor_id, dispatch_id in batch:
            try:
                done += recall_unsent(
                    creditor_id=creditor_id, dispatch_id=dispatch_id, today=today, at=at, rates=rates
                )
            except Exception:
                _log.exception(
                    "letter not recalled", extra={"dispatch": dispatch_id, "creditor": creditor_id}
                )
        last = batch[-1][1]
    return done


def recall_unsent(*, creditor_id: int, dispatch_id: int, today: date, at: datetime, rates: Rates) -> bool:
    """Take back one letter that `find_unsent` found; False when it has left, or is taken back already."""
    with tenant_scope(creditor_id):
        number = Dispatch.objects.values_list("case_number", flat=True).get(pk=dispatch_id)
        case = Case.objects.select_for_update(of=("self",)).select_related("subledger").get(number=number)
        dispatch = Dispatch.objects.get(pk=dispatch_id)
        if dispatch.noted_at is not None:
            return False
        if dispatch.kind in CLAIMS:
            return _recall(case=case, dispatch=dispatch, today=today, at=at)
        # What somebody has stopped is not to be told.
        stopped = dispatch.state == Dispatch.State.CANCELLED
        if not _stop(dispatch, at=at):
            return False
        return (
            stopped
            or tell_again_or_note(case=case, dispatch=dispatch, today=today, at=at, rates=rates) is not None
        )


def recall_waiting(*, case: Case, today: date, at: datetime) -> bool:
    """Take back the case's claim if it waits; with the case's row locked.

    One whose print job is being handed over is asked to stop, and taken back when it is certain that it did.
    """
    rows = Dispatch.objects.filter(case_number=case.number, kind__in=CLAIMS, state__in=WAITING)
    waiting = rows.first()
    return waiting is not None and _recall(case=case, dispatch=waiting, today=today, at=at)


def _recall(*, case: Case, dispatch: Dispatch, today: date, at: datetime) -> bool:
    if case.state not in PLACES and case.closed_on is None:
        return _recall_outside(case=case, dispatch=dispatch)
    if not _stop(dispatch, at=at):
        return False
    # When the case has been closed since, nothing of the letter is left to take back.
    unwrite(
        case=case,
        dispatch=dispatch,
        because=CaseEvent.Kind.RECALLED,
        again=roll_forward(today),
        today=today,
        at=at,
    )
    return True


def _recall_outside(*, case: Case, dispatch: Dispatch) -> bool:
    """In a dispute or a plan the fee falls at once; the case stands as if unwritten when it is back in its place."""
    written = _written_by(dispatch, case=case)
    if written is not None and (dispatch.state == Dispatch.State.CANCELLED or cancel(dispatch=dispatch)):
        stop_beside(dispatch)
        take_fee_back(case=case, written=written)
    return False


def _stop(dispatch: Dispatch, *, at: datetime) -> bool:
    """Stop the letter, unless somebody has already, and take note of it; False when it has left.

    What says the same to others who answer goes with it: nobody is held to what one of them was not told.
    """
    if dispatch.state != Dispatch.State.CANCELLED and not cancel(dispatch=dispatch):
        return False
    count_none(dispatch, at=at)
    return True


def unwrite(
    *,
    case: Case,
    dispatch: Dispatch,
    because: CaseEvent.Kind,
    again: date,
    today: date,
    at: datetime,
    facts: Facts | None = None,
) -> CaseEvent | None:
    """Let the case stand as if the claim had not been written; it is written anew at the earliest on `again`.

    None, and nothing done, when the case has moved on from it: further than to the creditor's choice of the way on,
    which waits again then, also when it was made and nothing has been filed by it. With the case's row locked. A fee
    that has been paid stands, and the new letter has none.
    """
    written = _written_by(dispatch, case=case)
    if written is None or not _is_last(written, case=case):
        return None
    if case.state == State.DECIDED:
        _unchoose(case=case, today=today, at=at)
    take_fee_back(case=case, written=written)
    asked = _asked_beside(case=case, written=written)
    since = asked is not None and asked.pk > written.pk
    return move(
        case=case,
        action=Action.RECALL,
        kind=because,
        on=today,
        at=at,
        by=MACHINE,
        next_step=Next(
            action=WRITTEN_BY[CaseEvent.Kind(written.kind)],
            on=max(again, case.next_date) if since and case.next_date else again,
        ),
        pay_by=date.fromisoformat(str(asked.facts["pay_by"])) if asked else None,
        back_to=destination(state=State(written.state_after), action=Action.RECALL),
        facts=facts,
        dispatch=dispatch,
    )


def _unchoose(*, case: Case, today: date, at: datetime) -> None:
    """The way on was chosen after a demand that nobody had (inkassolagen 5 §): it is asked about when one has come."""
    move(
        case=case,
        action=Action.RECONSIDER,
        kind=CaseEvent.Kind.RECONSIDERED,
        on=today,
        at=at,
        by=MACHINE,
        next_step=Next(action=Action.ASK_AGAIN, on=today),
        facts={"why": "returned"},
    )


def take_fee_back(*, case: Case, written: CaseEvent) -> None:
    """Take back what a letter has charged that never was sent; a fee that has been paid stands."""
    fee = fee_of(letter=written, case=case)
    if fee is not None and not is_paid(fee, case=case):
        entry = fee.entry
        reverse(entry=entry, key=f"recall {entry.key}", booked_date=entry.booked_date)


def _is_last(written: CaseEvent, *, case: Case) -> bool:
    """The case stands where this letter took it, or at the creditor's choice after it: waiting for it, or chosen."""
    if case.state not in {State.AWAITING_DECISION, State.DECIDED}:
        return case.state == written.state_after
    later = case.events.filter(kind__in=WRITTEN_BY, pk__gt=written.pk)
    return not later.exclude(dispatch__state=Dispatch.State.CANCELLED).exclude(dispatch__void=True).exists()


def _written_by(dispatch: Dispatch, *, case: Case) -> CaseEvent | None:
    return case.events.filter(dispatch=first_of(dispatch), kind__in=WRITTEN_BY).first()


def _asked_beside(*, case: Case, written: CaseEvent) -> CaseEvent | None:
    """The last other letter that asked for the whole debt by a day, and counts."""
    asked = case.events.filter(facts__has_key="total_ore", dispatch__void=False).exclude(pk=written.pk)
    return asked.exclude(dispatch__state=Dispatch.State.CANCELLED).order_by("-id").first()
