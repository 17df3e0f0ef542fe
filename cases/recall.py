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

from cases.models import Case, CaseEvent
from cases.move import Facts, Next, move
from cases.states import Action, State, destination
from cases.telling import tell_again
from ekrav.audit.record import MACHINE
from ekrav.law.bankdays import roll_forward
from ekrav.law.rates import Rates
from ekrav.ledger.book import balance, reverse
from ekrav.ledger.models import Account, Entry
from ekrav.tenancy import routing_scope, tenant_scope
from letters.catalogue import CLAIMS
from letters.dispatch import cancel
from letters.models import Dispatch

_log = logging.getLogger(__name__)

BATCH = 500
WAITING: Final = (Dispatch.State.COMPOSED, Dispatch.State.RENDERED)
WRITTEN_BY: Final = {
    CaseEvent.Kind.REMINDED: Action.REMIND,
    CaseEvent.Kind.DEMANDED: Action.DEMAND,
    CaseEvent.Kind.FINAL_NOTICE: Action.FINAL_NOTICE,
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
            stopped or tell_again(case=case, dispatch=dispatch, today=today, at=at, rates=rates) is not None
        )


def recall_waiting(*, case: Case, today: date, at: datetime) -> bool:
    """Take back the case's claim if it waits and is in no print job yet; with the case's row locked."""
    rows = Dispatch.objects.filter(case_number=case.number, kind__in=CLAIMS, state__in=WAITING)
    waiting = rows.filter(print_job=None).first()
    return waiting is not None and _recall(case=case, dispatch=waiting, today=today, at=at)


def _recall(*, case: Case, dispatch: Dispatch, today: date, at: datetime) -> bool:
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


def _stop(dispatch: Dispatch, *, at: datetime) -> bool:
    """Stop the letter, unless somebody has already, and take note of it; False when it has left."""
    if dispatch.state != Dispatch.State.CANCELLED and not cancel(dispatch=dispatch):
        return False
    Dispatch.objects.filter(pk=dispatch.pk).update(noted_at=at)
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
    which waits again then. With the case's row locked. A fee that has been paid stands, and the new letter has none.
    """
    written = case.events.filter(dispatch=dispatch, kind__in=WRITTEN_BY).select_related("entry").first()
    if written is None or not _is_last(written, case=case):
        return None
    if written.entry is not None and not _is_paid(written.entry, case=case):
        reverse(
            entry=written.entry,
            key=f"recall {written.entry.key}",
            booked_date=written.entry.booked_date,
        )
    return move(
        case=case,
        action=Action.RECALL,
        kind=because,
        on=today,
        at=at,
        by=MACHINE,
        next_step=Next(action=WRITTEN_BY[CaseEvent.Kind(written.kind)], on=again),
        pay_by=_pay_by_before(case=case, written=written),
        back_to=destination(state=State(written.state_after), action=Action.RECALL),
        facts=facts,
        dispatch=dispatch,
    )


def _is_last(written: CaseEvent, *, case: Case) -> bool:
    """The case stands where this letter took it, or waits for the creditor's choice after it."""
    if case.state != State.AWAITING_DECISION:
        return case.state == written.state_after
    later = case.events.filter(kind__in=WRITTEN_BY, pk__gt=written.pk)
    return not later.exclude(dispatch__state=Dispatch.State.CANCELLED).exclude(dispatch__void=True).exists()


def _is_paid(fee: Entry, *, case: Case) -> bool:
    charged = fee.lines.filter(subledger=case.subledger, amount_ore__gt=0)
    return any(
        balance(account=Account(line.account), subledger=case.subledger) < line.amount_ore for line in charged
    )


def _pay_by_before(*, case: Case, written: CaseEvent) -> date | None:
    earlier = case.events.filter(kind__in=WRITTEN_BY, pk__lt=written.pk)
    standing = earlier.exclude(dispatch__state=Dispatch.State.CANCELLED).exclude(dispatch__void=True)
    last = standing.order_by("-id").first()
    return date.fromisoformat(str(last.facts["pay_by"])) if last else None
