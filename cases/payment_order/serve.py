"""Serve: the order was served on the debtor, who has ten days, or it could not be."""

from datetime import datetime

from cases.models import Application, Case, CaseEvent
from cases.move import write_event
from ekrav.audit.record import MACHINE
from ekrav.clock import civil_date
from ekrav.filings.payment_order import Service
from ekrav.law.kronofogden import last_day_to_answer
from ekrav.law.rates import Rates


def note_service(
    *, case: Case, application: Application, answer: Service, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Note the service and the debtor's last day, ten days when none is told; None when known. Raises NoRow."""
    if application.ended_on or application.served_on:
        return None
    if answer.served_on is None:
        return write_event(
            case=case,
            kind=CaseEvent.Kind.NOT_SERVED,
            on=civil_date(at),
            at=at,
            by=MACHINE,
            facts={"application": application.pk},
        )
    last = answer.answer_by or last_day_to_answer(served=answer.served_on, rates=rates)
    Application.objects.filter(pk=application.pk).update(served_on=answer.served_on, answer_by=last)
    return write_event(
        case=case,
        kind=CaseEvent.Kind.SERVED,
        on=answer.served_on,
        at=at,
        by=MACHINE,
        facts={"application": application.pk, "answer_by": last.isoformat()},
    )
