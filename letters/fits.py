"""Whether a letter can be set in its zones with its own fonts: asked before it is composed, so that print never fails.

A letter that does not fit stops here and goes to a person. Measures are those of the templates (millimetres).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from letters.facts import Facts, LetterFacts, NotALetter, Refusal
from letters.letterhead import META_POINTS
from letters.page import HEADING_MM, INVOICE_MM, PAYEE_MM, SUBJECT_MM, Page, page
from letters.plain import PaymentFacts, PlainFacts
from letters.plain_page import plain_page
from letters.room import Needs, Zone, require_room
from letters.sums import TABLE_POINTS

# What the widest figures (−9 999 999,99 kr) leave of the table: the longest period, from March to March, takes 51.44.
_SUM_LABEL_MM: Final = 51.7
_STEP_MM: Final = 78.0
_COLUMN_MM: Final = 128.0
_ROW_LABEL_MM: Final = 78.0
_ROW_VALUE_MM: Final = 46.0
_LONGEST: Final = {"description": 300, "delivery": 150, "sentence": 150}
_LONGEST_TEXT: Final = 6_000
_ANY_NUMBER: Final = 999


@dataclass(frozen=True)
class Printable:
    """A letter's facts that were found to have glyphs and room; made by `printable`."""

    facts: Facts


def printable(facts: Facts) -> Printable:
    """Return the facts as ones that can be printed. Raises NotALetter, as `require_printable`."""
    require_printable(facts)
    return Printable(facts)


def require_printable(facts: Facts) -> None:
    """Raise NotALetter when a character has no glyph or a text has no room."""
    if isinstance(facts, LetterFacts):
        written = page(facts)
        require_room(facts, head=written, needs=_claims_needs(facts, written))
    elif isinstance(facts, PlainFacts):
        require_room(facts, head=plain_page(facts), needs=_plain_needs(facts))
    else:
        raise NotALetter(Refusal.SHAPE, "facts", type(facts).__name__)


def _claims_needs(facts: LetterFacts, written: Page) -> Needs:
    return Needs(
        spoken=(*_spoken(facts), ("others", written.joint)),
        zones=tuple(_claims_zones(written)),
        lengths=(
            *(("description", claim.description, _LONGEST["description"]) for claim in facts.claims),
            *(("delivery", claim.delivery, _LONGEST["delivery"]) for claim in facts.claims),
            *(("sentence", step.sentence, _LONGEST["sentence"]) for step in facts.next_steps),
        ),
        rows=len(facts.claims)
        + len(facts.costs)
        + len(facts.paid)
        + sum(len(claim.interest) for claim in facts.claims),
        payloads=(("bank_payload", facts.bank_payload), ("swish_payload", facts.swish_payload or "")),
    )


def _spoken(facts: LetterFacts) -> Iterator[tuple[str, str]]:
    """Yield every text of a claim that is printed as text, with its field."""
    yield "payee", facts.payee
    for claim in facts.claims:
        yield "invoice_number", claim.invoice_number
        yield "description", claim.description
        yield "delivery", claim.delivery
    yield from (("costs", cost.name) for cost in facts.costs)
    yield from (("paid", paid.name) for paid in facts.paid)
    yield from (("next_steps", step.sentence) for step in facts.next_steps)


def _claims_zones(written: Page) -> Iterator[Zone]:
    yield Zone("creditor_name", written.heading, 13.0, True, HEADING_MM, 2)
    yield Zone("payee", written.payee, 9.0, False, PAYEE_MM, 2)
    yield Zone("invoice_number", written.subject, META_POINTS, False, SUBJECT_MM, 1)
    for row in written.rows:
        yield from (Zone("rows", label, TABLE_POINTS, False, _SUM_LABEL_MM, 3) for label in row.label)
    for step in written.steps:
        yield Zone("next_steps", step.what, 12.0, False, _STEP_MM, 8)
    for invoice in written.invoices:
        yield Zone("invoice_number", invoice.name, META_POINTS, False, INVOICE_MM, 2)
    for claim in written.claims:
        yield Zone("description", claim, 12.0, False, _COLUMN_MM, 12)
    if written.joint:
        yield Zone("others", written.joint, 12.0, False, _COLUMN_MM, 12)


def _plain_needs(facts: PlainFacts) -> Needs:
    payment = facts.payment
    rows = [("rows", text) for row in facts.rows for text in (row.label, row.value)]
    return Needs(
        spoken=(
            *(("paragraphs", text) for text in facts.paragraphs),
            *rows,
            *((("payee", payment.payee),) if payment else ()),
        ),
        zones=tuple(_plain_zones(facts, payment)),
        lengths=(("paragraphs", " ".join(facts.paragraphs), _LONGEST_TEXT),),
        rows=len(facts.rows),
        payloads=(
            (("bank_payload", payment.bank_payload), ("swish_payload", payment.swish_payload or ""))
            if payment
            else ()
        ),
    )


def _plain_zones(facts: PlainFacts, payment: PaymentFacts | None) -> Iterator[Zone]:
    """Paragraphs go on over as many pages as they need: only a word wider than the column has no room."""
    for text in facts.paragraphs:
        yield Zone("paragraphs", text, 12.0, False, _COLUMN_MM, _ANY_NUMBER)
    for row in facts.rows:
        yield Zone("rows", row.label, TABLE_POINTS, False, _ROW_LABEL_MM, 3)
        yield Zone("rows", row.value, TABLE_POINTS, False, _ROW_VALUE_MM, 1)
    if payment is not None:
        yield Zone("payee", payment.payee, 9.0, False, PAYEE_MM, 2)
