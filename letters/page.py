"""A claim in words: every text its template prints, and the type size where one may be long. Pure.

The template places these texts and adds the sentences that are the same in every letter of its kind.
"""

from dataclasses import dataclass
from typing import Final

from ekrav.identity import format_bankgiro
from ekrav.look.figures import in_fours
from ekrav.money import NBSP, Ore, format_amount, format_kronor
from letters.catalogue import LetterKind
from letters.facts import COMPENSATION, ClaimFacts, LetterFacts, NextStep
from letters.glyphs import lines_needed, width_mm
from letters.joint import JointFacts, joint_sentences
from letters.letterhead import META_POINTS, Letterhead, largest_points, letterhead, pay_by_words
from letters.sums import TABLE_POINTS, Row, sums
from letters.words import (
    capitalised,
    day_month,
    english_amount,
    english_date,
    full_date,
    near_date,
    round_kronor,
)

HEADING_MM: Final = 170.0
AMOUNT_MM: Final = 59.0
PAY_BY_MM: Final = 64.0
SUBJECT_MM: Final = 59.0
PAYEE_MM: Final = 52.0
INVOICE_MM: Final = 34.0


@dataclass(frozen=True)
class Step:
    """A dated row of "Vad händer om jag inte gör något?"."""

    when: str
    what: str


@dataclass(frozen=True)
class InvoiceRow:
    """One row of the table of several invoices; a sum has no days."""

    name: str
    invoiced: str
    due: str
    capital: str
    interest: str


@dataclass(frozen=True)
class Page(Letterhead):
    """Every text of one letter that claims the debt."""

    heading: str
    heading_points: int
    amount: str
    amount_points: int
    pay_by: str
    pay_by_points: int
    pay_by_short: str
    subject: str
    rows: tuple[Row, ...]
    rows_in_full: tuple[Row, ...]
    total: str
    total_kronor: str
    bankgiro: str
    ocr: str
    payee: str
    payee_small: bool
    has_swish: bool
    code_line: str
    sent_on: str
    last_day: str
    steps: tuple[Step, ...]
    invoices: tuple[InvoiceRow, ...]
    invoices_sum: InvoiceRow
    claims: tuple[str, ...]
    has_compensation: bool
    english_amount: str
    english_pay_by: str
    joint: str


def page(facts: LetterFacts) -> Page:
    """Return the texts of a letter."""
    year, table = facts.letter_date.year, sums(facts)
    heading = _heading(facts)
    pay_by = pay_by_words(facts.pay_by, year=year)
    total = round_kronor(facts.total)
    return Page(
        **vars(letterhead(facts)),
        heading=heading,
        heading_points=largest_points(heading, sizes=(20, 16, 13), within_mm=HEADING_MM),
        amount=total,
        amount_points=largest_points(total, sizes=(26, 21, 18), within_mm=AMOUNT_MM - 10),
        pay_by=pay_by,
        pay_by_points=largest_points(pay_by, sizes=(15, 13), within_mm=PAY_BY_MM),
        pay_by_short=near_date(facts.pay_by, year=year),
        subject=_subject(facts),
        rows=table.first_page,
        rows_in_full=table.in_full,
        total=format_amount(facts.total),
        total_kronor=format_kronor(facts.total),
        bankgiro=format_bankgiro(facts.bankgiro),
        ocr=in_fours(facts.ocr),
        payee=facts.payee,
        payee_small=width_mm(facts.payee, points=TABLE_POINTS) > PAYEE_MM,
        has_swish=facts.swish_payload is not None,
        code_line=facts.code_line.rstrip().removeprefix("H").lstrip(),
        sent_on=day_month(facts.letter_date),
        last_day=capitalised(pay_by),
        steps=tuple(_step(step, year=year) for step in facts.next_steps),
        invoices=tuple(_invoice_row(claim) for claim in facts.claims) if len(facts.claims) > 1 else (),
        invoices_sum=InvoiceRow(
            "Summa", "", "", capital=format_amount(facts.capital), interest=format_amount(facts.interest)
        ),
        claims=tuple(_claim(claim, creditor=facts.creditor_name) for claim in facts.claims),
        has_compensation=any(cost.name == COMPENSATION for cost in facts.costs),
        english_amount=english_amount(facts.total),
        english_pay_by=english_date(facts.pay_by),
        joint=joint_sentences(facts.others) if isinstance(facts, JointFacts) else "",
    )


def _heading(facts: LetterFacts) -> str:
    if facts.kind is LetterKind.REMINDER and len(facts.claims) == 1:
        return f"Du har en obetald faktura från {facts.creditor_name}"
    return f"Du har en skuld till {facts.creditor_name}"


def _subject(facts: LetterFacts) -> str:
    """Return what the claim is about in one line: with its description if there is room for it."""
    if len(facts.claims) > 1:
        return f"{len(facts.claims)} fakturor"
    (claim,) = facts.claims
    described = f"Faktura {claim.invoice_number}, {claim.description}"
    if lines_needed(described, points=META_POINTS, within_mm=SUBJECT_MM) == 1:
        return described
    return f"Faktura {claim.invoice_number}"


def _step(step: NextStep, *, year: int) -> Step:
    cost = f" Då kan skulden öka med {round_kronor(step.cost)}{NBSP}kr." if step.cost else ""
    return Step(when=f"Tidigast {near_date(step.earliest, year=year)}", what=step.sentence + cost)


def _invoice_row(claim: ClaimFacts) -> InvoiceRow:
    return InvoiceRow(
        name=claim.invoice_number,
        invoiced=claim.invoice_date.isoformat(),
        due=claim.due_date.isoformat(),
        capital=format_amount(claim.capital),
        interest=format_amount(Ore(sum(row.amount for row in claim.interest))),
    )


def _claim(claim: ClaimFacts, *, creditor: str) -> str:
    """Return what one claim is based on, in sentences."""
    said = claim.description.strip().rstrip(".")
    sentences = [
        f"Faktura {claim.invoice_number} från {creditor}, {full_date(claim.invoice_date)}: {said}.",
        claim.delivery.strip(),
        f"Fakturan skulle ha betalats senast {full_date(claim.due_date)}.",
    ]
    return " ".join(sentence for sentence in sentences if sentence)
