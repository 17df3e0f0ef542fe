"""The facts of a case's letter, gathered once and frozen: what the debtor is told is what the book says that day."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from cases.addressee import addressee
from cases.book import CaseBook
from cases.charged_interest import traces_from
from cases.circumstances import Circumstances
from cases.claims import Claims
from cases.fees import Fee, total_of
from cases.joint import others_called
from cases.models import Case, CaseEvent, Claim, Debtor
from ekrav.agency.models import Agency
from ekrav.bankfiles.ocr import code_line
from ekrav.bankfiles.payloads import using_qr
from ekrav.law.allocation import Component
from ekrav.law.interest import Segment
from ekrav.money import Ore
from letters.catalogue import LetterKind
from letters.company import CompanyFacts
from letters.facts import (
    COMPENSATION,
    AgencyFacts,
    ClaimFacts,
    CostFacts,
    InterestFacts,
    LetterFacts,
    NextStep,
    PaidFacts,
)
from letters.interest import interest_facts_of_each
from letters.joint import JointFacts
from letters.portal_code import code_for

COST_NAMES = {
    Component.REMINDER: "Påminnelse",
    Component.DEMAND: "Inkassokrav",
    Component.PLAN: "Amorteringsplan",
    Component.LATE_PAYMENT: COMPENSATION,
    Component.OUTLAY: "Kronofogdens avgift",
    Component.AGENT: "Ombud hos Kronofogden",
}
LOWERED = "Faktura {number} är sänkt"
GIVEN_UP_NAMES = {Component.INTEREST: "Ränta som du slipper", Component.CAPITAL: "Fakturan är sänkt"}


def letters_facts(
    *,
    seen: Circumstances,
    kind: LetterKind,
    fees: Sequence[Fee],
    pay_by: date,
    next_steps: tuple[NextStep, ...],
) -> list[LetterFacts]:
    """The facts of a letter dated today, with the fees that it charges, to each who answers for the case: of one and
    the same claim, each with its own number and code. Raises `letters.facts.NotALetter`, NoRow.
    """
    first = letter_facts(seen=seen, kind=kind, fees=fees, pay_by=pay_by, next_steps=next_steps)
    if not seen.is_joint:
        company = seen.debtors[0].kind == Debtor.Kind.COMPANY
        return [CompanyFacts(**vars(first)) if company else first]
    return [
        JointFacts(
            **{**vars(first), **_to(debtor, seen=seen, number=seen.composed + place)},
            others=others_called(debtor, among=seen.debtors),
        )
        for place, debtor in enumerate(seen.debtors, 1)
    ]


def _to(debtor: Debtor, *, seen: Circumstances, number: int) -> dict[str, Any]:
    """What a letter says to one of those who answer and not to the others."""
    name, address = addressee(debtor)
    return {
        "debtor_name": name,
        "debtor_address": address,
        "letter_number": number,
        "code": code_for(case_number=seen.case.number, letter_number=number),
    }


def letter_facts(
    *,
    seen: Circumstances,
    kind: LetterKind,
    fees: Sequence[Fee],
    pay_by: date,
    next_steps: tuple[NextStep, ...],
) -> LetterFacts:
    """The facts of the letter to the first who answers. Raises as `letters_facts`."""
    case, agency, creditor = seen.case, seen.sender.agency, seen.sender.creditor
    number, (name, address) = seen.composed + 1, addressee(seen.debtors[0])
    traces = [tuple(invoice.accrued.trace for invoice in seen.debt.invoices)]
    if seen.book.charged:
        traces = traces_from(case=case, claims=seen.claims, book=seen.book, on=seen.today, rates=seen.rates)
    total = Ore(seen.debt.total + total_of(fees))
    return LetterFacts(
        kind=kind,
        agency=agency_facts(agency),
        creditor_name=creditor.name,
        debtor_name=name,
        debtor_address=address,
        case_number=case.number,
        letter_number=number,
        code=code_for(case_number=case.number, letter_number=number),
        portal_link=f"{settings.PORTAL_URL}/?arende={case.number}",
        letter_date=seen.today,
        claims=_claims_facts(seen.claims, traces=traces),
        costs=(*costs_of(seen.book), *(_cost(fee.component, seen.today, fee.amount) for fee in fees)),
        paid=(*seen.paid, *given_up(seen.book, seen.claims)),
        total=total,
        pay_by=pay_by,
        next_steps=next_steps,
        bankgiro=agency.client_funds_bankgiro,
        ocr=case.reference.ocr,
        payee=agency.name,
        **slip_codes(case=case, agency=agency, amount=total, sent=seen.today, pay_by=pay_by),
        swish_payload=None,
    )


def slip_codes(*, case: Case, agency: Agency, amount: Ore, sent: date, pay_by: date) -> dict[str, str]:
    """The code line of the slip and the content of the bank app's QR code, for an amount and its last day."""
    account = agency.client_funds_bankgiro
    return {
        "code_line": code_line(ocr=case.reference.ocr, amount=amount, bankgiro=account),
        "bank_payload": using_qr(
            payee_name=agency.name,
            organisation_number=agency.organisation_number,
            ocr=case.reference.ocr,
            invoice_date=sent,
            due_date=pay_by,
            amount=amount,
            bankgiro=account,
        ),
    }


def agency_facts(agency: Agency) -> AgencyFacts:
    """The agency as a letter presents it."""
    return AgencyFacts(
        name=agency.name,
        address=(agency.street, f"{agency.postcode} {agency.city}"),
        phone=agency.phone,
        phone_hours=agency.phone_hours,
        portal=urlsplit(settings.PORTAL_URL).netloc,
        organisation_number=agency.organisation_number,
        supervisor="Finansinspektionen",
        complaints=agency.email,
    )


def _claims_facts(
    claims: Claims, *, traces: Sequence[tuple[tuple[Segment, ...], ...]]
) -> tuple[ClaimFacts, ...]:
    """Each invoice with its interest, row by row. The rows of one posting are rounded together, as it is."""
    rows = zip(*(interest_facts_of_each(each) for each in traces), strict=True)
    return tuple(
        _claim_facts(claim, interest=[row for part in parts for row in part])
        for claim, parts in zip(claims, rows, strict=True)
    )


def _claim_facts(claim: Claim, *, interest: Sequence[InterestFacts]) -> ClaimFacts:
    return ClaimFacts(
        invoice_number=claim.invoice_number,
        invoice_date=claim.invoice_date,
        due_date=claim.due_date,
        description=claim.description,
        delivery="",
        capital=Ore(claim.capital_ore),
        # Nought per cent may be agreed: there is nothing to tell of then.
        interest=tuple(row for row in interest if row.rate),
    )


def costs_of(book: CaseBook) -> tuple[CostFacts, ...]:
    """Each cost that stands in the book, with its day; one that was taken back is left out."""
    return tuple(_cost(charge.component, charge.on, charge.amount) for charge in book.costs)


def given_up(book: CaseBook, claims: Claims) -> tuple[PaidFacts, ...]:
    """What the debtor is spared: interest above the rate of an instalment plan, a part of an invoice that fell."""
    lowered = {claim.pk: LOWERED.format(number=claim.invoice_number) for claim in claims if claims.several}
    return tuple(
        PaidFacts(
            name=lowered.get(each.of or 0, GIVEN_UP_NAMES[each.component]), on=each.on, amount=each.amount
        )
        for each in book.given_up
    )


def _cost(component: Component, on: date, amount: Ore) -> CostFacts:
    return CostFacts(name=COST_NAMES[component], on=on, amount=amount)


def events_of(case: Case) -> list[CaseEvent]:
    """The case's events with their letters, newest first."""
    return list(case.events.select_related("dispatch", "payment").order_by("-id"))
