"""A plain letter in words: every text its template prints beside the sentences that stand in all of them. Pure."""

from dataclasses import dataclass

from ekrav.identity import format_bankgiro
from ekrav.look.figures import in_fours
from ekrav.money import format_kronor
from letters.glyphs import width_mm
from letters.letterhead import Letterhead, largest_points, letterhead, pay_by_words
from letters.page import AMOUNT_MM, HEADING_MM, PAY_BY_MM, PAYEE_MM
from letters.plain import PaymentFacts, PlainFacts, RowFacts
from letters.sums import TABLE_POINTS
from letters.words import round_kronor


@dataclass(frozen=True)
class Slip:
    """What is to be paid, in the box and on the slip."""

    amount: str
    amount_points: int
    pay_by: str
    pay_by_points: int
    total_kronor: str
    bankgiro: str
    ocr: str
    payee: str
    payee_small: bool
    has_swish: bool
    code_line: str


@dataclass(frozen=True)
class PlainPage(Letterhead):
    """Every text of one plain letter."""

    heading_points: int
    paragraphs: tuple[str, ...]
    rows: tuple[RowFacts, ...]
    slip: Slip | None


def plain_page(facts: PlainFacts) -> PlainPage:
    """Return the texts of a plain letter."""
    head, year = letterhead(facts), facts.letter_date.year
    return PlainPage(
        **vars(head),
        heading_points=largest_points(head.title, sizes=(20, 16, 13), within_mm=HEADING_MM),
        paragraphs=facts.paragraphs,
        rows=facts.rows,
        slip=_slip(facts.payment, year=year) if facts.payment else None,
    )


def _slip(payment: PaymentFacts, *, year: int) -> Slip:
    amount, pay_by = round_kronor(payment.amount), pay_by_words(payment.pay_by, year=year)
    return Slip(
        amount=amount,
        amount_points=largest_points(amount, sizes=(26, 21, 18), within_mm=AMOUNT_MM - 10),
        pay_by=pay_by,
        pay_by_points=largest_points(pay_by, sizes=(15, 13), within_mm=PAY_BY_MM),
        total_kronor=format_kronor(payment.amount),
        bankgiro=format_bankgiro(payment.bankgiro),
        ocr=in_fours(payment.ocr),
        payee=payment.payee,
        payee_small=width_mm(payment.payee, points=TABLE_POINTS) > PAYEE_MM,
        has_swish=payment.swish_payload is not None,
        code_line=payment.code_line.rstrip().removeprefix("H").lstrip(),
    )
