"""Serve: the order was served on the debtor, who has ten days, or it could not be. Of several it is served on each."""

from collections.abc import Mapping
from datetime import date, datetime

from cases.models import Application, Case, CaseEvent
from cases.move import write_event
from ekrav.audit.record import MACHINE
from ekrav.clock import civil_date
from ekrav.filings.file import record_of
from ekrav.filings.payment_order import PaymentOrderApplication, Service
from ekrav.kronofogden.models import Incoming
from ekrav.kronofogden.pull import laid_out
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
    last = max(last, application.answer_by or last)
    asked, served = _respondents(application), {**_served(application), answer.respondent: answer.served_on}
    all_are = len(asked) < 2 or set(asked) <= served.keys()
    on = max(served[number] for number in served) if all_are else None
    Application.objects.filter(pk=application.pk).update(served_on=on, answer_by=last)
    return write_event(
        case=case,
        kind=CaseEvent.Kind.SERVED,
        on=answer.served_on,
        at=at,
        by=MACHINE,
        facts={"application": application.pk, "answer_by": last.isoformat()},
    )


def _respondents(application: Application) -> list[str]:
    """The numbers of those it was applied against; none when the application is not in our mailbox."""
    rows = [record for _row, record in laid_out(reference=application.reference)]
    return [one.number for row in rows if isinstance(row, PaymentOrderApplication) for one in row.respondents]


def _served(application: Application) -> Mapping[str, date]:
    """The days on which it has been told to have been served, by the respondent's number."""
    rows = Incoming.objects.filter(reference=application.reference, kind=Service.__name__)
    said = [record_of(bytes(row.content)) for row in rows.exclude(taken_up_at=None)]
    return {each.respondent: each.served_on for each in said if isinstance(each, Service) and each.served_on}
