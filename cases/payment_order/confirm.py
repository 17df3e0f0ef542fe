"""Confirm: the authority has registered our application, under a number of its own. Of an order and of enforcement."""

from datetime import datetime

from cases.models import Application, Case, CaseEvent
from cases.move import write_event
from ekrav.audit.record import MACHINE
from ekrav.filings.payment_order import Confirmation
from ekrav.law.rates import Rates


def confirm(
    *, case: Case, application: Application, answer: Confirmation, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Note the number and the day; None when they are known."""
    unknown = Application.objects.filter(pk=application.pk, registered_on=None)
    if not unknown.update(authority_number=answer.case_number[:40], registered_on=answer.registered_on):
        return None
    return write_event(
        case=case,
        kind=CaseEvent.Kind.CONFIRMED,
        on=answer.registered_on,
        at=at,
        by=MACHINE,
        facts={"application": application.pk, "number": answer.case_number},
    )
