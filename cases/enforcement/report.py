"""Report: what the authority has found. The case stays; staff and the creditor can read it."""

from datetime import datetime

from cases.models import Application, Case, CaseEvent
from cases.move import write_event
from ekrav.audit.record import MACHINE
from ekrav.filings.enforcement import EnforcementReport
from ekrav.law.rates import Rates


def note_report(
    *, case: Case, application: Application, answer: EnforcementReport, at: datetime, rates: Rates
) -> CaseEvent:
    """Write down what was found; words stay in the mailbox."""
    return write_event(
        case=case,
        kind=CaseEvent.Kind.ENFORCEMENT_REPORT,
        on=answer.reported_on,
        at=at,
        by=MACHINE,
        facts={
            "application": application.pk,
            "finding": answer.finding.value,
            "monthly_ore": answer.monthly,
        },
    )
