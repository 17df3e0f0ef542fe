"""Rows of every kind that a case collects at Kronofogden and at the credit bureau: bait for the walls."""

from dataclasses import replace
from datetime import date, datetime

from cases.models import Application, BaseFee, Case, PaidOut, Quote, Surveillance, Title
from cases.quote import offer, price
from ekrav.agency.rates import current_rates
from ekrav.findings.models import CreditReport
from ekrav.kronofogden.lay_out import lay_out
from ekrav.kronofogden.models import Incoming
from ekrav.money import Ore
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
        _lay_what_came_of_it(case, asked.reference, at, today)


def _lay_what_came_of_it(case: Case, reference: str, at: datetime, today: date) -> None:
    """The case's rows of the application, as if it had led to a title, a fee and money."""
    cost = price(fee=Ore(0), outlay=Ore(300_00), on=today, rates=current_rates())
    quote = offer(case=case, kind=Quote.Kind.PAYMENT_ORDER, price=cost, today=today, at=at)
    applied = Application.objects.create(
        case=case,
        kind=Application.Kind.ORDER,
        reference=reference,
        quote=quote,
        applied_on=today,
        asked_ore=10_000_00,
        authority_number=WORDS,
        ended_on=today,
        ending=Application.Ending.VERDICT,
    )
    parts = {"capital_ore": 10_000_00, "interest_ore": 0, "collecting_ore": 0, "costs_ore": 680_00}
    Title.objects.create(
        case=case, application=applied, number=WORDS, decided_on=today, reopen_by=today, **parts
    )
    BaseFee.objects.create(application=applied, year=1, falls_on=today, amount_ore=600_00)
    PaidOut.objects.create(
        application=applied,
        record_id=f"{case.number}-U-1",
        paid_on=today,
        amount_ore=1_500_00,
        fees_taken_ore=600_00,
        parts={"capital": 1_500_00},
    )
    Surveillance.objects.create(case=case, quote=quote, ceiling_ore=18_75, began_on=today)


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
