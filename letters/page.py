"""A letter in words: every text its template prints, written out, and the type size where a text may be long. Pure.

The template places these texts and adds the sentences that are the same in every letter of its kind.
"""

from dataclasses import dataclass
from typing import Final

from ekrav.identity import format_bankgiro, format_organisation_number
from ekrav.money import NBSP, format_amount, format_kronor
from letters.catalogue import CATALOGUE, LetterKind
from letters.facts import ClaimFacts, LetterFacts, NextStep
from letters.glyphs import lines_needed, width_mm, wrapped
from letters.sums import TABLE_POINTS, Row, sums
from letters.words import (
    capitalised,
    day_month,
    english_amount,
    english_date,
    full_date,
    in_fours,
    near_date,
    round_kronor,
    weekday_date,
)

BLANKED_CODE: Final = "•••• •••• ••"

ADDRESS_MM: Final = 70.0
HEADING_MM: Final = 170.0
SENDER_MM: Final = 84.0
AMOUNT_MM: Final = 59.0
PAY_BY_MM: Final = 64.0
SUBJECT_MM: Final = 59.0
PAYEE_MM: Final = 52.0
META_POINTS: Final = 10.0


@dataclass(frozen=True)
class Step:
    """A dated row of "Vad händer om jag inte gör något?"."""

    when: str
    what: str


@dataclass(frozen=True)
class Page:
    """Every text of one letter."""

    title: str
    sender: str
    on_behalf: str
    on_behalf_small: bool
    date: str
    address: tuple[str, ...]
    case_number: str
    code: str
    phone: str
    phone_hours: str
    portal: str
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
    claims: tuple[str, ...]
    creditor: str
    agency_address: str
    organisation_number: str
    supervisor: str
    complaints: str
    english_amount: str
    english_pay_by: str


def page(facts: LetterFacts) -> Page:
    """Return the texts of a letter."""
    agency, year, table = facts.agency, facts.letter_date.year, sums(facts)
    heading, on_behalf = _heading(facts), f"på uppdrag av {facts.creditor_name}"
    pay_by = weekday_date(facts.pay_by) + (f" {facts.pay_by.year}" if facts.pay_by.year != year else "")
    total = round_kronor(facts.total)
    return Page(
        title=CATALOGUE[facts.kind].title,
        sender=agency.name,
        on_behalf=on_behalf,
        on_behalf_small=width_mm(on_behalf, points=META_POINTS) > SENDER_MM,
        date=full_date(facts.letter_date),
        address=_address(facts),
        case_number=in_fours(facts.case_number),
        code=BLANKED_CODE if facts.is_blanked else in_fours(facts.code),
        phone=agency.phone,
        phone_hours=agency.phone_hours,
        portal=agency.portal,
        heading=heading,
        heading_points=_points(heading, sizes=(20, 16, 13), within_mm=HEADING_MM),
        amount=total,
        amount_points=_points(total, sizes=(26, 21, 18), within_mm=AMOUNT_MM - 10),
        pay_by=pay_by,
        pay_by_points=_points(pay_by, sizes=(15, 13), within_mm=PAY_BY_MM),
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
        claims=tuple(_claim(claim, creditor=facts.creditor_name) for claim in facts.claims),
        creditor=facts.creditor_name,
        agency_address=", ".join((agency.name, *(line.replace(" ", NBSP) for line in agency.address))),
        organisation_number=format_organisation_number(agency.organisation_number),
        supervisor=agency.supervisor,
        complaints=agency.complaints,
        english_amount=english_amount(facts.total),
        english_pay_by=english_date(facts.pay_by),
    )


def _address(facts: LetterFacts) -> tuple[str, ...]:
    """Return the lines in the window: name and address, a long line broken in two."""
    given = (facts.debtor_name, *facts.debtor_address)
    return tuple(
        line
        for text in given
        if text.strip()
        for line in wrapped(text.strip(), points=META_POINTS, within_mm=ADDRESS_MM)
    )


def _heading(facts: LetterFacts) -> str:
    if facts.kind is LetterKind.REMINDER and len(facts.claims) == 1:
        return f"Du har en obetald faktura från {facts.creditor_name}"
    return f"Du har en skuld till {facts.creditor_name}"


def _points(text: str, *, sizes: tuple[int, ...], within_mm: float) -> int:
    """Return the largest of `sizes` at which a bold text stays on one line, or the smallest."""
    fitting = (size for size in sizes if width_mm(text, points=size, bold=True) <= within_mm)
    return next(fitting, sizes[-1])


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


def _claim(claim: ClaimFacts, *, creditor: str) -> str:
    """Return what one claim is based on, in sentences."""
    said = claim.description.strip().rstrip(".")
    sentences = [
        f"Faktura {claim.invoice_number} från {creditor}, {full_date(claim.invoice_date)}: {said}.",
        claim.delivery.strip(),
        f"Fakturan skulle ha betalats senast {full_date(claim.due_date)}.",
    ]
    return " ".join(sentence for sentence in sentences if sentence)
