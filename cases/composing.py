"""The facts of a case's letter, gathered once and frozen: what the debtor is told is what the book says that day."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings

from cases.debt import debt_of, interest_traces
from cases.models import Case, CaseEvent, Claim, DirectPayment
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.bankfiles.ocr import code_line
from ekrav.bankfiles.payloads import using_qr
from ekrav.law.interest import Segment
from ekrav.law.rates import Rates
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore
from ekrav.payments.models import Payment
from letters.catalogue import LetterKind
from letters.facts import AgencyFacts, ClaimFacts, CostFacts, LetterFacts, NextStep, PaidFacts
from letters.interest import interest_facts
from letters.models import Dispatch
from letters.portal_code import code_for

COST_NAMES = {
    Account.CLAIM_REMINDER: "Påminnelse",
    Account.CLAIM_DEMAND: "Inkassokrav",
    Account.CLAIM_PLAN: "Amorteringsplan",
    Account.CLAIM_LATE_PAYMENT: "Förseningsersättning",
}


@dataclass(frozen=True, kw_only=True)
class Sender:
    """On whose behalf a letter goes, and who sends it."""

    creditor: Creditor
    agency: Agency


def letter_facts(
    *,
    case: Case,
    kind: LetterKind,
    sender: Sender,
    today: date,
    pay_by: date,
    next_steps: tuple[NextStep, ...],
    rates: Rates,
) -> LetterFacts:
    """The facts of a letter dated `today`, fees of today's included. Raises `letters.facts.NotALetter`."""
    claim = case.claims.get()
    total = debt_of(case=case, on=today, rates=rates).total
    number = next_letter_number(case)
    agency = sender.agency
    return LetterFacts(
        kind=kind,
        agency=_agency_facts(agency),
        creditor_name=sender.creditor.name,
        debtor_name=case.debtor.name,
        debtor_address=_address(case),
        case_number=case.number,
        letter_number=number,
        code=code_for(case_number=case.number, letter_number=number),
        portal_link=f"{settings.PORTAL_URL}/?arende={case.number}",
        letter_date=today,
        claims=(_claim_facts(claim, traces=interest_traces(case=case, on=today, rates=rates)),),
        costs=costs_of(case),
        paid=_paid(case, sender.creditor.name),
        total=total,
        pay_by=pay_by,
        next_steps=next_steps,
        bankgiro=agency.client_funds_bankgiro,
        ocr=case.reference.ocr,
        payee=agency.name,
        code_line=code_line(ocr=case.reference.ocr, amount=total, bankgiro=agency.client_funds_bankgiro),
        bank_payload=using_qr(
            payee_name=agency.name,
            organisation_number=agency.organisation_number,
            ocr=case.reference.ocr,
            invoice_date=today,
            due_date=pay_by,
            amount=total,
            bankgiro=agency.client_funds_bankgiro,
        ),
        swish_payload=None,
    )


def next_letter_number(case: Case) -> int:
    """The number of the case's next letter; one that was stopped has used its number up."""
    return Dispatch.objects.filter(case_number=case.number).count() + 1


def _agency_facts(agency: Agency) -> AgencyFacts:
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


def _address(case: Case) -> tuple[str, ...]:
    debtor = case.debtor
    lines = (debtor.care_of, debtor.street, f"{debtor.postcode} {debtor.city}")
    return tuple(line for line in lines if line.strip())


def _claim_facts(claim: Claim, *, traces: list[tuple[Segment, ...]]) -> ClaimFacts:
    return ClaimFacts(
        invoice_number=claim.invoice_number,
        invoice_date=claim.invoice_date,
        due_date=claim.due_date,
        description=claim.description,
        delivery="",
        capital=Ore(claim.capital_ore),
        # Nought per cent may be agreed: there is nothing to tell of then.
        interest=tuple(row for trace in traces for row in interest_facts(trace) if row.rate),
    )


def costs_of(case: Case) -> tuple[CostFacts, ...]:
    """Each fee that stands in the book, with its day; one that was taken back is left out."""
    lines = Line.objects.filter(subledger=case.subledger, account__in=COST_NAMES, amount_ore__gt=0)
    lines = lines.filter(entry__reverses__isnull=True).order_by("id")
    charged = [
        (Account(line.account), line.entry.booked_date, line.amount_ore, line.entry_id)
        for line in lines.select_related("entry")
    ]
    taken_back = set(
        Line.objects.filter(subledger=case.subledger, entry__reverses__isnull=False).values_list(
            "entry__reverses_id", flat=True
        )
    )
    return tuple(
        CostFacts(name=COST_NAMES[account], on=on, amount=Ore(amount))
        for account, on, amount, entry in charged
        if entry not in taken_back
    )


def _paid(case: Case, creditor_name: str) -> tuple[PaidFacts, ...]:
    """Payments that have been applied, and those the creditor has had directly."""
    received = Payment.objects.filter(reference_id=case.reference_id, applied_at__isnull=False)
    direct = DirectPayment.objects.filter(case=case)
    rows = [(payment.booked_date, "Betalning", payment.amount_ore) for payment in received]
    rows += [(payment.paid_on, f"Betalning till {creditor_name}", payment.amount_ore) for payment in direct]
    return tuple(PaidFacts(name=name, on=on, amount=Ore(amount)) for on, name, amount in sorted(rows))


def events_of(case: Case) -> list[CaseEvent]:
    """The case's events with their letters, newest first."""
    return list(case.events.select_related("dispatch", "payment").order_by("-id"))
