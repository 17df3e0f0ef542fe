"""What one letter says: a frozen record that is complete before anything is rendered, and kept for ever after. Pure.

`LetterFacts` are those of a letter that claims the debt; those of every other letter are in `letters.plain`. A claim's
content is that of inkassolagen (1974:182) 5 §: the creditor, what the claim is based on, capital, interest and costs
each for itself, how the interest was reckoned, and a definite time to pay or object. Amounts are whole öre.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self, TypeVar

from ekrav.identity import NotABankgiro
from ekrav.identity import bankgiro as normal_bankgiro
from ekrav.money import Ore
from letters.catalogue import CLAIMS, LetterKind
from letters.codec import NotTheShape, from_plain, to_plain

_F = TypeVar("_F", bound="Facts")

COMPENSATION: Final = "Förseningsersättning"
"""What late payment compensation (1981:739 4 a §) is called among the costs."""

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
class Facts:
    """What every letter says: from whom, on whose behalf, to whom, about which case, when."""

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

    @property
    def is_blanked(self) -> bool:
        """Whether this is a copy for someone else than the addressee."""
        return not self.code

    def blanked(self) -> Self:
        """Return the copy for anyone but the addressee: no code, and a QR that leads to the front door only."""
        scheme = self.portal_link.partition("://")[0]
        return replace(self, code="", portal_link=f"{scheme}://{self.agency.portal}")

    def withheld(self, words: str) -> Self:
        """Return the copy that says `words` in the place of the debtor's name and address."""
        return replace(self, debtor_name=words, debtor_address=(words,))


@dataclass(frozen=True)
class LetterFacts(Facts):
    """Everything a letter that claims the debt says. Building one checks it: sums, dates and payment details agree, or
    NotALetter."""

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
        require(self.kind in CLAIMS, Refusal.SHAPE, "kind", self.kind)
        _check_complete(self)
        _check_amounts(self)
        _check_dates(self)
        check_slip(amount=self.total, bankgiro=self.bankgiro, ocr=self.ocr, code_line=self.code_line)

    @property
    def capital(self) -> Ore:
        """The unpaid capital of all claims, before payments."""
        return Ore(sum(claim.capital for claim in self.claims))

    @property
    def interest(self) -> Ore:
        """The interest accrued on all claims up to the letter's date."""
        return Ore(sum(row.amount for claim in self.claims for row in claim.interest))


def to_json(facts: Facts) -> dict[str, Any]:
    """Return the facts as plain JSON values: whole öre and ISO dates."""
    plain: dict[str, Any] = to_plain(facts)
    return plain


def from_json(shape: type[_F], plain: Any) -> _F:
    """Return the facts kept by `to_json`, checked again. Raises NotALetter."""
    try:
        return from_plain(shape, plain)
    except NotTheShape as error:
        raise NotALetter(Refusal.SHAPE, "facts", str(error)) from error


def require(condition: bool, reason: Refusal, field: str, detail: str = "") -> None:
    """Raise NotALetter with the reason unless the condition holds."""
    if not condition:
        raise NotALetter(reason, field, detail)


def check_addressed(facts: Facts) -> None:
    """Raise NotALetter unless sender, addressee and case are all told."""
    agency = facts.agency
    spoken = {
        "agency.name": agency.name, "agency.phone": agency.phone, "agency.portal": agency.portal,
        "agency.organisation_number": agency.organisation_number, "agency.supervisor": agency.supervisor,
        "agency.complaints": agency.complaints, "creditor_name": facts.creditor_name,
        "debtor_name": facts.debtor_name, "case_number": facts.case_number, "portal_link": facts.portal_link,
    }  # fmt: skip
    for field, text in spoken.items():
        require(bool(text.strip()), Refusal.MISSING, field)
    require(bool(agency.address), Refusal.MISSING, "agency.address")
    require(any(line.strip() for line in facts.debtor_address), Refusal.MISSING, "debtor_address")
    require(facts.letter_number > 0, Refusal.MISSING, "letter_number")


def check_slip(*, amount: Ore, bankgiro: str, ocr: str, code_line: str) -> None:
    """Raise NotALetter unless the code line of a payment slip says this amount, reference and account."""
    try:
        require(normal_bankgiro(bankgiro) == bankgiro, Refusal.PAYMENT, "bankgiro", bankgiro)
    except NotABankgiro as error:
        raise NotALetter(Refusal.PAYMENT, "bankgiro", bankgiro) from error
    require(ocr.isascii() and ocr.isdigit(), Refusal.PAYMENT, "ocr", ocr)
    kronor, ore = divmod(amount, 100)
    reference, whole, part, _check_digit, account, _form = [*re.findall("[0-9]+", code_line), *[""] * 6][:6]
    agree = (reference, whole, part, account) == (ocr, str(kronor), f"{ore:02}", bankgiro)
    require(agree, Refusal.PAYMENT, "code_line", code_line)


def _check_complete(facts: LetterFacts) -> None:
    check_addressed(facts)
    for field, text in {"payee": facts.payee, "bank_payload": facts.bank_payload}.items():
        require(bool(text.strip()), Refusal.MISSING, field)
    require(bool(facts.claims), Refusal.MISSING, "claims")
    for claim in facts.claims:
        require(bool(claim.invoice_number.strip()), Refusal.MISSING, "invoice_number")
        require(bool(claim.description.strip()), Refusal.MISSING, "description", claim.invoice_number)
    rows: list[CostFacts | PaidFacts] = [*facts.costs, *facts.paid]
    for named in rows:
        require(bool(named.name.strip()), Refusal.MISSING, "name", named.on.isoformat())
    for step in facts.next_steps:
        require(bool(step.sentence.strip()), Refusal.MISSING, "next_steps", step.earliest.isoformat())


def _check_amounts(facts: LetterFacts) -> None:
    rows = [row for claim in facts.claims for row in claim.interest]
    require(all(claim.capital > 0 for claim in facts.claims), Refusal.AMOUNT, "capital")
    require(
        all(row.base > 0 and row.rate > 0 and row.amount >= 0 for row in rows), Refusal.AMOUNT, "interest"
    )
    require(all(cost.amount > 0 for cost in facts.costs), Refusal.AMOUNT, "costs")
    require(all(paid.amount > 0 for paid in facts.paid), Refusal.AMOUNT, "paid")
    require(all(step.cost >= 0 for step in facts.next_steps), Refusal.AMOUNT, "next_steps")
    costs = sum(cost.amount for cost in facts.costs)
    owed = facts.capital + facts.interest + costs - sum(paid.amount for paid in facts.paid)
    require(facts.total == owed, Refusal.SUM, "total", f"{facts.total}, not {owed}")
    require(0 < facts.total <= LARGEST, Refusal.AMOUNT, "total", str(facts.total))


def _check_dates(facts: LetterFacts) -> None:
    rows = [row for claim in facts.claims for row in claim.interest]
    require(facts.pay_by > facts.letter_date, Refusal.DATES, "pay_by", facts.pay_by.isoformat())
    require(all(row.first <= row.last <= facts.letter_date for row in rows), Refusal.DATES, "interest")
    require(all(c.due_date < facts.letter_date for c in facts.claims), Refusal.DATES, "due_date")
    require(all(c.invoice_date <= c.due_date for c in facts.claims), Refusal.DATES, "invoice_date")
    days = [*(cost.on for cost in facts.costs), *(paid.on for paid in facts.paid)]
    require(all(day <= facts.letter_date for day in days), Refusal.DATES, "rows")
    require(all(step.earliest > facts.pay_by for step in facts.next_steps), Refusal.DATES, "next_steps")
