"""The posted date counts: evidence of posting is taken to the letter's case.

A letter that was posted late moves what follows to the lawful day. One whose printed time was unlawfully short on the
day it was posted counts as not sent: its fee is taken back, and it is written again with a fee of its own. A letter
that tells what is owed after a dispute, a plan or a payment taken back has said so all the same: what follows waits.
"""

import logging
from datetime import date, datetime

from cases.charged_fees import take_back_fees_after
from cases.models import Case, CaseEvent, Dispute
from cases.move import reschedule, write_event
from cases.recall import unwrite
from cases.states import PLACES
from cases.surveillance.charge import charge_posted
from cases.telling import asks_for_all
from ekrav.audit.record import MACHINE
from ekrav.law.deadlines import next_posting_day, next_step_on, pay_by, was_long_enough
from ekrav.law.rates import Rates
from ekrav.tenancy import routing_scope, tenant_scope
from letters.catalogue import CLAIMS
from letters.models import Dispatch
from letters.together import count_none

_log = logging.getLogger(__name__)

BATCH = 500


def find_posted(*, after: int = 0, limit: int = BATCH) -> list[tuple[int, int]]:
    """Letters that were posted and whose case has not been told: (creditor, dispatch), past the dispatch `after`."""
    with routing_scope():
        rows = Dispatch.objects.filter(state=Dispatch.State.POSTED, noted_at=None, pk__gt=after).order_by(
            "id"
        )
        return list(rows.values_list("creditor_id", "id")[:limit])


def note_all_posted(*, today: date, at: datetime, rates: Rates) -> int:
    """Tell every case whose letter was posted; how many. One that cannot be is logged and stands in nobody's way."""
    told, last = 0, 0
    while batch := find_posted(after=last):
        for creditor, dispatch in batch:
            try:
                event = note_posted(
                    creditor_id=creditor, dispatch_id=dispatch, today=today, at=at, rates=rates
                )
                told += event is not None
            except Exception:
                _log.exception("posting not noted", extra={"dispatch": dispatch, "creditor": creditor})
        last = batch[-1][1]
    return told


def note_posted(
    *, creditor_id: int, dispatch_id: int, today: date, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Tell the case that its letter was posted; None when it knows, or is to be told when it is back in the process."""
    with tenant_scope(creditor_id):
        # The case first, then its letter: so every act locks them.
        number = Dispatch.objects.filter(pk=dispatch_id).values_list("case_number", flat=True).first()
        if number is None:
            return None
        case = Case.objects.select_for_update(of=("self",)).select_related("subledger").get(number=number)
        dispatch = Dispatch.objects.select_for_update().get(pk=dispatch_id)
        if dispatch.noted_at is not None or dispatch.posted_on is None:
            return None
        _came_after_dispute(case)
        if _gave_its_time(dispatch, rates):
            return _posted(case=case, dispatch=dispatch, posted=dispatch.posted_on, at=at, rates=rates)
        return _not_sent(
            case=case, dispatch=dispatch, posted=dispatch.posted_on, today=today, at=at, rates=rates
        )


def _came_after_dispute(case: Case) -> None:
    """The fee falls of a letter that was on its way to the post when the claim was disputed, and was posted later."""
    disputed = Dispute.objects.filter(case=case, outcome="").first()
    if disputed is not None:
        take_back_fees_after(case=case, on=disputed.made_on, key=f"dispute {disputed.pk}")


def _gave_its_time(dispatch: Dispatch, rates: Rates) -> bool:
    """Whether the printed day was lawful on the day of posting; one that is no claim is not undone."""
    if dispatch.kind not in CLAIMS or dispatch.posted_on is None or dispatch.posted_on <= dispatch.planned_on:
        return True
    printed = date.fromisoformat(dispatch.facts["pay_by"])
    return was_long_enough(posted=dispatch.posted_on, pay_by=printed, rates=rates)


def _posted(*, case: Case, dispatch: Dispatch, posted: date, at: datetime, rates: Rates) -> CaseEvent:
    late, moved = posted > dispatch.planned_on, False
    waits = case.state in PLACES and (dispatch.kind in CLAIMS or asks_for_all(dispatch))
    if late and waits and case.next_date is not None:
        earliest = next_step_on(pay_by=pay_by(sent=posted, rates=rates), rates=rates)
        moved = earliest > case.next_date
        if moved:
            reschedule(case=case, on=earliest)
    Dispatch.objects.filter(pk=dispatch.pk).update(noted_at=at)
    return write_event(
        case=case,
        kind=CaseEvent.Kind.POSTED,
        on=posted,
        at=at,
        by=MACHINE,
        dispatch=dispatch,
        entry=charge_posted(case=case, dispatch=dispatch),
        facts={"late": late, "moved": moved},
    )


def _not_sent(
    *, case: Case, dispatch: Dispatch, posted: date, today: date, at: datetime, rates: Rates
) -> CaseEvent | None:
    """A dispute or a plan is let be: the letter is looked at again when the case is back in its place."""
    if case.resumes in PLACES and case.closed_on is None:
        return None
    again = next_posting_day(after=today)
    because = CaseEvent.Kind.NOT_SENT
    event = unwrite(case=case, dispatch=dispatch, because=because, again=again, today=today, at=at)
    if event is None:
        return _posted(case=case, dispatch=dispatch, posted=posted, at=at, rates=rates)
    count_none(dispatch, at=at)
    return event
