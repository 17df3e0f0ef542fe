"""Rows of every kind that a case collects at Kronofogden and at the credit bureau: bait for the walls."""

from dataclasses import replace
from datetime import date, datetime

from cases.models import Case
from ekrav.findings.models import CreditReport
from ekrav.kronofogden.lay_out import lay_out
from ekrav.kronofogden.models import Incoming
from ekrav.tenancy import tenant_scope
from tests.cast import right_now
from tests.filings.given import RESPONDENT, application

WORDS = "Kanariefågel Ek"


def lay_what_was_filed(case: Case) -> None:
    """An application with a canary's name, an answer to it that is taken up, and a report."""
    at, today = right_now()
    asked = application(
        id=f"{case.number}-BF-1",
        reference=f"{case.number} BF",
        respondents=(replace(RESPONDENT, name=WORDS),),
    )
    with tenant_scope(case.creditor_id):
        lay_out(record=asked, at=at)
        Incoming.objects.create(
            record_id=f"{case.number}-K-1",
            reference=asked.reference,
            kind="Confirmation",
            content=WORDS.encode(),
            file_number=1,
            arrived_at=at,
            taken_up_at=at,
        )
        _report(case, at, today).save()


def _report(case: Case, at: datetime, today: date) -> CreditReport:
    return CreditReport(
        key=f"{case.number} BF 1",
        subject_key=b"\x01" * 33,
        kind="person",
        purpose="payment_order",
        bureau_id=WORDS,
        taken_at=at,
        taken_on=today,
        remarks=0,
        remarks_ore=0,
        debt_cases=0,
        debt_ore=0,
        debt_relief=False,
        bankruptcy=False,
        reconstruction=False,
        copied_on=today,
    )
