"""What a letter says that tells of something and does not claim the whole debt: its paragraphs, and what is to be paid.

A frozen record, complete before anything is rendered, like `letters.facts`. Pure.
"""

from dataclasses import dataclass
from datetime import date

from ekrav.money import Ore
from letters.catalogue import CLAIMS
from letters.facts import LARGEST, Facts, Refusal, check_addressed, check_slip, require


@dataclass(frozen=True)
class RowFacts:
    """One row of a letter's table, both sides as they are printed: "5 maj 2027" and "500,00 kr"."""

    label: str
    value: str


@dataclass(frozen=True)
class PaymentFacts:
    """A payment the letter asks for: how much, by when, and all that the slip and its QR codes say."""

    amount: Ore
    pay_by: date
    bankgiro: str
    ocr: str
    payee: str
    code_line: str
    bank_payload: str
    swish_payload: str | None


@dataclass(frozen=True)
class PlainFacts(Facts):
    """Everything one plain letter says. Building one checks it: nothing empty, and a payment agrees with its slip."""

    paragraphs: tuple[str, ...]
    rows: tuple[RowFacts, ...]
    payment: PaymentFacts | None

    def __post_init__(self) -> None:
        require(self.kind not in CLAIMS, Refusal.SHAPE, "kind", self.kind)
        check_addressed(self)
        require(bool(self.paragraphs), Refusal.MISSING, "paragraphs")
        require(all(text.strip() for text in self.paragraphs), Refusal.MISSING, "paragraphs")
        require(all(row.label.strip() and row.value.strip() for row in self.rows), Refusal.MISSING, "rows")
        if self.payment is not None:
            _check_payment(self.payment, letter_date=self.letter_date)


def _check_payment(payment: PaymentFacts, *, letter_date: date) -> None:
    for field, text in {"payee": payment.payee, "bank_payload": payment.bank_payload}.items():
        require(bool(text.strip()), Refusal.MISSING, field)
    require(0 < payment.amount <= LARGEST, Refusal.AMOUNT, "amount", str(payment.amount))
    require(payment.pay_by > letter_date, Refusal.DATES, "pay_by", payment.pay_by.isoformat())
    check_slip(amount=payment.amount, bankgiro=payment.bankgiro, ocr=payment.ocr, code_line=payment.code_line)
