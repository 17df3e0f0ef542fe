"""Register: an invoice, or several of one debtor, becomes a case with an OCR number and a next step with a date."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations

from django.db import IntegrityError, transaction

from cases.book import REGISTER_ENTRY
from cases.debtor_number import number_columns
from cases.fees import may_be_compensated
from cases.foretold import foretold_facts
from cases.joint import MOST, relabel
from cases.models import Case, CaseEvent, Claim, Debtor, Document, JointDebtor, StandingChoice
from cases.move import Next, write_event
from cases.outlook import outlook_of
from cases.situations.begin import begin_what_is_known
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
MOST_INVOICES = 10
"""So many have room in one letter, with their interest row by row."""
AND_MORE = " m.fl."


class AlreadyRegistered(ValueError):
    """The creditor has a case on that invoice number already."""

    def __init__(self, case_number: str) -> None:
        super().__init__(case_number)
        self.case_number = case_number


class NotCompensated(ValueError):
    """Late payment is compensated by companies only, and for goods or services (1981:739 4 a §)."""


class NotOneCase(ValueError):
    """The invoices cannot be claimed together; `reason`: "rent" (rent and something else), "many" or "twice"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotJoint(ValueError):
    """These cannot answer for one claim together; `reason`: many, twice, or order (a person stands first)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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


@dataclass(frozen=True, kw_only=True)
class Invoiced:
    """One invoice of several, and its file."""

    claim: ClaimFacts
    document: Document | None = None


def register(
    *,
    debtor: DebtorFacts,
    joint: Sequence[DebtorFacts] = (),
    claim: ClaimFacts,
    document: Document | None,
    further: Sequence[Invoiced] = (),
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> Case:
    """Open a case in the current tenant's scope; the first letter goes on the next posting day.

    `joint`: those who answer for the whole beside the debtor. `further`: other unpaid invoices of the same debtor, that
    are claimed together with the first. It starts on a reminder, or on the collection demand when the creditor has sent
    a reminder of its own about every invoice. What is foretold of it is kept with the event. Raises
    `AlreadyRegistered`, `NotCompensated`, `NotOneCase`, `NotJoint`.
    """
    invoices = [Invoiced(claim=claim, document=document), *further]
    facts = [invoice.claim for invoice in invoices]
    _refuse(debtor=debtor, claims=facts)
    refuse_joint([debtor, *joint])
    first = Action.DEMAND if all(each.own_reminder_on for each in facts) else Action.REMIND
    step = Next(action=first, on=next_posting_day(after=today))
    # Whoever is second to the invoice leaves nothing behind, whatever the caller does with the refusal.
    with transaction.atomic():
        case = _open_case(debtor=debtor, claims=facts, first=step, today=today)
        for invoice in invoices:
            _write_claim(case=case, claim=invoice.claim, document=invoice.document)
        if joint:
            join(case=case, debtors=joint, on=today)
    capital = Ore(sum(each.capital for each in facts))
    entry = _post_capital(case=case, capital=capital, on=today)
    write_event(
        case=case,
        kind=CaseEvent.Kind.REGISTERED,
        on=today,
        at=at,
        by=by,
        amount_ore=capital,
        facts=foretold_facts(outlook_of(case=case, today=today, rates=rates).steps),
        entry=entry,
    )
    begin_what_is_known(case=case, today=today, at=at, rates=rates)
    return case


def _refuse(*, debtor: DebtorFacts, claims: Sequence[ClaimFacts]) -> None:
    for claim in claims:
        if claim.late_payment_claimed and not may_be_compensated(debtor=debtor.kind, claim=claim.kind):
            raise NotCompensated
    _refuse_together(claims)
    numbers = [claim.invoice_number for claim in claims]
    taken = Claim.objects.filter(invoice_number__in=numbers).select_related("case").first()
    if taken is not None:
        raise AlreadyRegistered(taken.case.number)


def _refuse_together(claims: Sequence[ClaimFacts]) -> None:
    """A rent's payment counts from another day than others do, so it stands in a case of its own."""
    if len(claims) > MOST_INVOICES:
        raise NotOneCase("many")
    if len({claim.kind == Claim.Kind.RENT for claim in claims}) > 1:
        raise NotOneCase("rent")
    if len({claim.invoice_number for claim in claims}) < len(claims):
        raise NotOneCase("twice")


def refuse_joint(debtors: Sequence[DebtorFacts]) -> None:
    """A person among companies stands first: the claim is then a consumer's, in all its rules. Raises `NotJoint`."""
    if len(debtors) > MOST:
        raise NotJoint("many")
    if any(_are_one(one, other) for one, other in combinations(debtors, 2)):
        raise NotJoint("twice")
    kinds = [each.kind for each in debtors]
    if kinds[0] == Debtor.Kind.COMPANY and Debtor.Kind.PERSON in kinds:
        raise NotJoint("order")


def _are_one(one: DebtorFacts, other: DebtorFacts) -> bool:
    """By number, a person's and its enskild firma's being one; by name where one of them has none."""
    if one.number and other.number:
        return one.number[-10:] == other.number[-10:]
    return one.name.casefold().split() == other.name.casefold().split()


def join(*, case: Case, debtors: Sequence[DebtorFacts], on: date) -> list[JointDebtor]:
    """Let these answer for the case too. In the tenant's scope, with the case's row locked."""
    there = JointDebtor.objects.filter(case=case)
    first = [] if there.exists() else [case.debtor]
    rows = [
        JointDebtor.objects.create(case=case, debtor=owes, label=owes.name, since=on)
        for owes in (*first, *map(_debtor, debtors))
    ]
    relabel(case)
    return rows


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


def _open_case(*, debtor: DebtorFacts, claims: Sequence[ClaimFacts], first: Next, today: date) -> Case:
    owes = _debtor(debtor)
    for _ in range(NUMBER_TRIES):
        # Unguessable enough not to count our cases by, and short enough to say on the phone.
        number = str(10_000_000 + secrets.randbelow(90_000_000))
        ocr = mint(serial=int(number) * 100 + secrets.randbelow(100))
        try:
            with transaction.atomic():
                return _insert_case(
                    number=number, ocr=ocr, owes=owes, claims=claims, first=first, today=today
                )
        except IntegrityError:
            continue
    raise NoFreeNumber


def _insert_case(
    *, number: str, ocr: str, owes: Debtor, claims: Sequence[ClaimFacts], first: Next, today: date
) -> Case:
    subledger = open_subledger(number=number)
    reference = Reference.objects.create(
        ocr=ocr,
        subledger=subledger,
        case_number=number,
        invoice_number=_on_lists(claims),
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


def _on_lists(claims: Sequence[ClaimFacts]) -> str:
    """The invoices' numbers as lists of payments and settlement notes have room for them, the first due first."""
    numbers = [claim.invoice_number for claim in sorted(claims, key=lambda claim: claim.due_date)]
    room = Reference._meta.get_field("invoice_number").max_length or 0
    shown = numbers[0]
    for number in numbers[1:]:
        if len(f"{shown}, {number}{AND_MORE}") > room:
            return (shown + AND_MORE)[:room]
        shown = f"{shown}, {number}"
    return shown


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
