"""The posted date counts: evidence of posting is taken to the letter's case, and a late posting moves what follows."""

from datetime import datetime

from cases.models import Case, CaseEvent
from cases.move import reschedule, write_event
from ekrav.audit.record import MACHINE
from ekrav.law.deadlines import next_step_on, pay_by
from ekrav.law.rates import Rates
from ekrav.tenancy import routing_scope, tenant_scope
from letters.catalogue import CLAIMS
from letters.models import Dispatch

BATCH = 500


def find_posted(*, limit: int = BATCH) -> list[tuple[int, int]]:
    """Letters that were posted and whose case has not been told: (creditor, dispatch)."""
    with routing_scope():
        rows = Dispatch.objects.filter(state=Dispatch.State.POSTED, noted_at=None).order_by("id")
        return list(rows.values_list("creditor_id", "id")[:limit])


def note_all_posted(*, at: datetime, rates: Rates) -> int:
    """Tell every case whose letter was posted; how many were told."""
    return sum(
        note_posted(creditor_id=creditor, dispatch_id=dispatch, at=at, rates=rates) is not None
        for creditor, dispatch in find_posted()
    )


def note_posted(*, creditor_id: int, dispatch_id: int, at: datetime, rates: Rates) -> CaseEvent | None:
    """Tell the case that its letter was posted; None when it knows."""
    with tenant_scope(creditor_id):
        dispatch = (
            Dispatch.objects.select_for_update(skip_locked=True).filter(pk=dispatch_id, noted_at=None).first()
        )
        if dispatch is None or dispatch.posted_on is None:
            return None
        case = Case.objects.select_for_update().get(number=dispatch.case_number)
        Dispatch.objects.filter(pk=dispatch.pk).update(noted_at=at)
        late = dispatch.posted_on > dispatch.planned_on
        if late and dispatch.kind in CLAIMS and case.next_date is not None:
            earliest = next_step_on(pay_by=pay_by(sent=dispatch.posted_on, rates=rates), rates=rates)
            if earliest > case.next_date:
                reschedule(case=case, on=earliest)
        return write_event(
            case=case,
            kind=CaseEvent.Kind.POSTED,
            on=dispatch.posted_on,
            at=at,
            by=MACHINE,
            dispatch=dispatch,
            facts={"late": late},
        )
