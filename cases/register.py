"""Register: an invoice becomes a case with an OCR number and a next step with a date."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from cases.book import REGISTER_ENTRY
from cases.debtor_number import number_columns
from cases.fees import may_be_compensated
from cases.foretold import foretold_facts
from cases.models import Case, CaseEvent, Claim, Debtor, Document, StandingChoice
from cases.move import Next, write_event
from cases.outlook import outlook_of
from cases.states import Action, State
from ekrav.audit.record import Actor
from ekrav.bankfiles.ocr import mint
from ekrav.law.deadlines import next_posting_day
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, open_subledger, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from ekrav.payments.models import Reference

NUMBER_TRIES = 20


class AlreadyRegistered(ValueError):
    """The creditor has a case on that invoice number already."""

    def __init__(self, case_number: str) -> None:
        super().__init__(case_number)
        self.case_number = case_number


class NotCompensated(ValueError):
    """Late payment is compensated by companies only, and for goods or services (1981:739 4 a §)."""


class NoFreeNumber(RuntimeError):
    """No free case number was found: there are far more cases than eight digits were made for."""


@dataclass(frozen=True, kw_only=True)
class DebtorFacts:
    """Who owes. `number`: 12 digits of a person, 10 of a company, or empty when not known."""

    kind: Debtor.Kind
    name: str
    number: str
    care_of: str
    street: str
    postcode: str
    city: str
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimFacts:
    """One invoice with everything that the law asks about it (see `Claim`)."""

    invoice_number: str
    kind: Claim.Kind
    description: str
    invoice_date: date
    sent_on: date
    delivered_on: date
    due_date: date
    due_agreed: bool
    interest_stated: bool
    agreed_rate: Decimal | None
    reminder_fee_agreed: bool
    own_reminder_on: date | None
    capital: Ore
    late_payment_claimed: bool = False


def register(
    *,
    debtor: DebtorFacts,
    claim: ClaimFacts,
    document: Document | None,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> Case:
    """Open a case in the current tenant's scope; the first letter goes on the next posting day.

    It starts on a reminder, or on the collection demand when the creditor has sent a reminder of its own. What is
    foretold of it is kept with the event. Raises `AlreadyRegistered`, `NotCompensated`.
    """
    _refuse(debtor=debtor, claim=claim)
    first = Action.DEMAND if claim.own_reminder_on else Action.REMIND
    step = Next(action=first, on=next_posting_day(after=today))
    # Whoever is second to the invoice leaves nothing behind, whatever the caller does with the refusal.
    with transaction.atomic():
        case = _open_case(debtor=debtor, claim=claim, first=step, today=today)
        _write_claim(case=case, claim=claim, document=document)
    entry = _post_capital(case=case, capital=claim.capital, on=today)
    write_event(
        case=case,
        kind=CaseEvent.Kind.REGISTERED,
        on=today,
        at=at,
        by=by,
        amount_ore=claim.capital,
        facts=foretold_facts(outlook_of(case=case, today=today, rates=rates).steps),
        entry=entry,
    )
    return case


def _refuse(*, debtor: DebtorFacts, claim: ClaimFacts) -> None:
    if claim.late_payment_claimed and not may_be_compensated(debtor=debtor.kind, claim=claim.kind):
        raise NotCompensated
    taken = Claim.objects.filter(invoice_number=claim.invoice_number).select_related("case").first()
    if taken is not None:
        raise AlreadyRegistered(taken.case.number)


def _post_capital(*, case: Case, capital: Ore, on: date) -> Entry:
    return post(
        key=f"register {case.number}",
        kind=REGISTER_ENTRY,
        booked_date=on,
        lines=[debit(Account.CLAIM_CAPITAL, capital, case.subledger), credit(Account.CLAIMS, capital)],
    )


def _write_claim(*, case: Case, claim: ClaimFacts, document: Document | None) -> None:
    facts = {name: getattr(claim, name) for name in claim.__dataclass_fields__ if name != "capital"}
    try:
        Claim.objects.create(case=case, document=document, capital_ore=claim.capital, **facts)
    except IntegrityError as taken:
        raise AlreadyRegistered("") from taken


def _open_case(*, debtor: DebtorFacts, claim: ClaimFacts, first: Next, today: date) -> Case:
    owes = _debtor(debtor)
    for _ in range(NUMBER_TRIES):
        # Unguessable enough not to count our cases by, and short enough to say on the phone.
        number = str(10_000_000 + secrets.randbelow(90_000_000))
        ocr = mint(serial=int(number) * 100 + secrets.randbelow(100))
        try:
            with transaction.atomic():
                return _insert_case(number=number, ocr=ocr, owes=owes, claim=claim, first=first, today=today)
        except IntegrityError:
            continue
    raise NoFreeNumber


def _insert_case(*, number: str, ocr: str, owes: Debtor, claim: ClaimFacts, first: Next, today: date) -> Case:
    subledger = open_subledger(number=number)
    reference = Reference.objects.create(
        ocr=ocr,
        subledger=subledger,
        case_number=number,
        invoice_number=claim.invoice_number,
        debtor_label=owes.name,
    )
    return Case.objects.create(
        number=number,
        debtor=owes,
        subledger=subledger,
        reference=reference,
        state=State.REGISTERED,
        state_since=today,
        next_action=first.action,
        next_date=first.on,
        final_notice=StandingChoice.objects.order_by("-id").values_list("final_notice", flat=True).first()
        or False,
        registered_on=today,
    )


def _debtor(facts: DebtorFacts) -> Debtor:
    return Debtor.objects.create(
        kind=facts.kind,
        name=facts.name,
        care_of=facts.care_of,
        street=facts.street,
        postcode=facts.postcode,
        city=facts.city,
        email=facts.email,
        **number_columns(kind=facts.kind, number=facts.number),
    )
