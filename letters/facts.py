"""What one letter says: a frozen record that is complete before anything is rendered, and kept for ever after. Pure.

The content is that of inkassolagen (1974:182) 5 §: the creditor, what the claim is based on, capital, interest and
costs each for itself, how the interest was reckoned, and a definite time to pay or object. Amounts are whole öre.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from ekrav.identity import NotABankgiro, bankgiro
from ekrav.money import Ore
from letters.catalogue import LetterKind
from letters.codec import NotTheShape, from_plain, to_plain

LARGEST: Final = Ore(99_999_999_99)
"""The largest amount the code line of a payment slip has room for: eight digits of kronor."""


class Refusal(StrEnum):
    """Why a set of facts is not a letter."""

    SHAPE = "shape"
    MISSING = "missing"
    AMOUNT = "amount"
    SUM = "sum"
    DATES = "dates"
    PAYMENT = "payment"
    GLYPH = "glyph"
    TOO_LONG = "too_long"


class NotALetter(ValueError):
    """The facts cannot become a letter: `reason` says why, `field` where, `detail` what was found."""

    def __init__(self, reason: Refusal, field: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {field} {detail}".rstrip())
        self.reason, self.field, self.detail = reason, field, detail


@dataclass(frozen=True)
class AgencyFacts:
    """The licensed agency as it presents itself; `portal` is the portal's address without scheme."""

    name: str
    address: tuple[str, ...]
    phone: str
    phone_hours: str
    portal: str
    organisation_number: str
    supervisor: str
    complaints: str


@dataclass(frozen=True)
class InterestFacts:
    """Interest accrued from `first` to `last`, both included, at `rate` hundredths of a percent a year on `base`."""

    first: date
    last: date
    rate: int
    base: Ore
    amount: Ore


@dataclass(frozen=True)
class ClaimFacts:
    """One unpaid invoice: what was delivered, when, and its capital; `delivery` is a sentence or empty."""

    invoice_number: str
    invoice_date: date
    due_date: date
    description: str
    delivery: str
    capital: Ore
    interest: tuple[InterestFacts, ...]


@dataclass(frozen=True)
class CostFacts:
    """One statutory cost (1981:739), by name: never lumped together with another."""

    name: str
    on: date
    amount: Ore


@dataclass(frozen=True)
class PaidFacts:
    """Something that lessens the debt: a payment or a credit note, by name, as a positive amount."""

    name: str
    on: date
    amount: Ore


@dataclass(frozen=True)
class NextStep:
    """What may follow, at the earliest when, and what it would add to the debt. Only steps that are planned."""

    earliest: date
    sentence: str
    cost: Ore


@dataclass(frozen=True)
class LetterFacts:
    """Everything one letter says. Building one checks it: sums, dates and payment details agree, or NotALetter."""

    kind: LetterKind
    agency: AgencyFacts
    creditor_name: str
    debtor_name: str
    debtor_address: tuple[str, ...]
    case_number: str
    letter_number: int
    code: str
    portal_link: str
    letter_date: date
    claims: tuple[ClaimFacts, ...]
    costs: tuple[CostFacts, ...]
    paid: tuple[PaidFacts, ...]
    total: Ore
    pay_by: date
    next_steps: tuple[NextStep, ...]
    bankgiro: str
    ocr: str
    payee: str
    code_line: str
    bank_payload: str
    swish_payload: str | None

    def __post_init__(self) -> None:
        _check_complete(self)
        _check_amounts(self)
        _check_dates(self)
        _check_payment(self)

    @property
    def capital(self) -> Ore:
        """The unpaid capital of all claims, before payments."""
        return Ore(sum(claim.capital for claim in self.claims))

    @property
    def interest(self) -> Ore:
        """The interest accrued on all claims up to the letter's date."""
        return Ore(sum(row.amount for claim in self.claims for row in claim.interest))

    @property
    def is_blanked(self) -> bool:
        """Whether this is a copy for someone else than the addressee."""
        return not self.code

    def blanked(self) -> "LetterFacts":
        """Return the copy for anyone but the addressee: no code, and a QR that leads to the front door only."""
        scheme = self.portal_link.partition("://")[0]
        return replace(self, code="", portal_link=f"{scheme}://{self.agency.portal}")


def to_json(facts: LetterFacts) -> dict[str, Any]:
    """Return the facts as plain JSON values: whole öre and ISO dates."""
    plain: dict[str, Any] = to_plain(facts)
    return plain


def from_json(plain: Any) -> LetterFacts:
    """Return the facts kept by `to_json`, checked again. Raises NotALetter."""
    try:
        return from_plain(LetterFacts, plain)
    except NotTheShape as error:
        raise NotALetter(Refusal.SHAPE, "facts", str(error)) from error


def _require(condition: bool, reason: Refusal, field: str, detail: str = "") -> None:
    if not condition:
        raise NotALetter(reason, field, detail)


def _check_complete(facts: LetterFacts) -> None:
    agency = facts.agency
    spoken = {
        "agency.name": agency.name, "agency.phone": agency.phone, "agency.portal": agency.portal,
        "agency.organisation_number": agency.organisation_number, "agency.supervisor": agency.supervisor,
        "agency.complaints": agency.complaints, "creditor_name": facts.creditor_name,
        "debtor_name": facts.debtor_name, "case_number": facts.case_number, "payee": facts.payee,
        "portal_link": facts.portal_link, "bank_payload": facts.bank_payload,
    }  # fmt: skip
    for field, text in spoken.items():
        _require(bool(text.strip()), Refusal.MISSING, field)
    _require(bool(agency.address), Refusal.MISSING, "agency.address")
    _require(any(line.strip() for line in facts.debtor_address), Refusal.MISSING, "debtor_address")
    _require(bool(facts.claims), Refusal.MISSING, "claims")
    _require(facts.letter_number > 0, Refusal.MISSING, "letter_number")
    for claim in facts.claims:
        _require(bool(claim.invoice_number.strip()), Refusal.MISSING, "invoice_number")
        _require(bool(claim.description.strip()), Refusal.MISSING, "description", claim.invoice_number)
    rows: list[CostFacts | PaidFacts] = [*facts.costs, *facts.paid]
    for named in rows:
        _require(bool(named.name.strip()), Refusal.MISSING, "name", named.on.isoformat())
    for step in facts.next_steps:
        _require(bool(step.sentence.strip()), Refusal.MISSING, "next_steps", step.earliest.isoformat())


def _check_amounts(facts: LetterFacts) -> None:
    rows = [row for claim in facts.claims for row in claim.interest]
    _require(all(claim.capital > 0 for claim in facts.claims), Refusal.AMOUNT, "capital")
    _require(
        all(row.base > 0 and row.rate > 0 and row.amount >= 0 for row in rows), Refusal.AMOUNT, "interest"
    )
    _require(all(cost.amount > 0 for cost in facts.costs), Refusal.AMOUNT, "costs")
    _require(all(paid.amount > 0 for paid in facts.paid), Refusal.AMOUNT, "paid")
    _require(all(step.cost >= 0 for step in facts.next_steps), Refusal.AMOUNT, "next_steps")
    costs = sum(cost.amount for cost in facts.costs)
    owed = facts.capital + facts.interest + costs - sum(paid.amount for paid in facts.paid)
    _require(facts.total == owed, Refusal.SUM, "total", f"{facts.total}, not {owed}")
    _require(0 < facts.total <= LARGEST, Refusal.AMOUNT, "total", str(facts.total))


def _check_dates(facts: LetterFacts) -> None:
    rows = [row for claim in facts.claims for row in claim.interest]
    _require(facts.pay_by > facts.letter_date, Refusal.DATES, "pay_by", facts.pay_by.isoformat())
    _require(all(row.first <= row.last <= facts.letter_date for row in rows), Refusal.DATES, "interest")
    _require(all(c.due_date < facts.letter_date for c in facts.claims), Refusal.DATES, "due_date")
    _require(all(c.invoice_date <= c.due_date for c in facts.claims), Refusal.DATES, "invoice_date")
    days = [*(cost.on for cost in facts.costs), *(paid.on for paid in facts.paid)]
    _require(all(day <= facts.letter_date for day in days), Refusal.DATES, "rows")
    _require(all(step.earliest > facts.pay_by for step in facts.next_steps), Refusal.DATES, "next_steps")


def _check_payment(facts: LetterFacts) -> None:
    try:
        _require(bankgiro(facts.bankgiro) == facts.bankgiro, Refusal.PAYMENT, "bankgiro", facts.bankgiro)
    except NotABankgiro as error:
        raise NotALetter(Refusal.PAYMENT, "bankgiro", facts.bankgiro) from error
    _require(facts.ocr.isascii() and facts.ocr.isdigit(), Refusal.PAYMENT, "ocr", facts.ocr)
    kronor, ore = divmod(facts.total, 100)
    reference, whole, part, _check_digit, account, _form = [
        *re.findall("[0-9]+", facts.code_line),
        *[""] * 6,
    ][:6]
    agree = (reference, whole, part, account) == (facts.ocr, str(kronor), f"{ore:02}", facts.bankgiro)
    _require(agree, Refusal.PAYMENT, "code_line", facts.code_line)
