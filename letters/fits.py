"""Whether a letter can be set in its zones with its own fonts: asked before it is composed, so that print never fails.

A letter that does not fit stops here and goes to a person. Measures are those of the template (millimetres).
"""

from collections.abc import Iterator
from typing import Final

from letters.facts import LetterFacts, NotALetter, Refusal
from letters.glyphs import lines_needed, unprintable, width_mm
from letters.page import ADDRESS_MM, HEADING_MM, META_POINTS, PAYEE_MM, SENDER_MM, SUBJECT_MM, Page, page
from letters.sums import TABLE_POINTS

ADDRESS_LINES: Final = 5
_REFERENCE_MM: Final = 41.0
_SUM_LABEL_MM: Final = 50.0
_STEP_MM: Final = 78.0
_MOST_ROWS: Final = 60
_LONGEST: Final = {"description": 300, "delivery": 150, "sentence": 150, "complaints": 100, "phone_hours": 60}
_LONGEST_LINK: Final = 120
_LONGEST_PAYLOAD: Final = 500


def require_printable(facts: LetterFacts) -> None:
    """Raise NotALetter when a character has no glyph or a text has no room."""
    written = page(facts)
    for field, text in _spoken(facts):
        if bad := unprintable(text):
            raise NotALetter(Refusal.GLYPH, field, " ".join(f"U+{ord(character):04X}" for character in bad))
    _require_address(written)
    _require_widths(written)
    _require_lengths(facts)


def _spoken(facts: LetterFacts) -> Iterator[tuple[str, str]]:
    """Yield every text of the facts that is printed as text, with its field."""
    agency = facts.agency
    for name in ("name", "phone", "phone_hours", "portal", "organisation_number", "supervisor", "complaints"):
        yield f"agency.{name}", getattr(agency, name)
    for name in ("creditor_name", "debtor_name", "case_number", "code", "payee"):
        yield name, getattr(facts, name)
    yield from (("agency.address", line) for line in agency.address)
    yield from (("debtor_address", line) for line in facts.debtor_address)
    for claim in facts.claims:
        yield "invoice_number", claim.invoice_number
        yield "description", claim.description
        yield "delivery", claim.delivery
    yield from (("costs", cost.name) for cost in facts.costs)
    yield from (("paid", paid.name) for paid in facts.paid)
    yield from (("next_steps", step.sentence) for step in facts.next_steps)


def _require_address(written: Page) -> None:
    if len(written.address) > ADDRESS_LINES:
        raise NotALetter(Refusal.TOO_LONG, "debtor_address", f"{len(written.address)} lines")
    for line in written.address:
        if width_mm(line, points=META_POINTS) > ADDRESS_MM:
            raise NotALetter(Refusal.TOO_LONG, "debtor_address", line)


def _require_widths(written: Page) -> None:
    """Each text with its size, weight, column and number of lines."""
    zones = [
        ("agency.name", written.sender, 13.0, True, SENDER_MM, 1),
        ("creditor_name", written.on_behalf, 9.0, False, SENDER_MM, 2),
        ("creditor_name", written.heading, 13.0, True, HEADING_MM, 2),
        ("case_number", written.case_number, META_POINTS, False, _REFERENCE_MM, 1),
        ("code", written.code, META_POINTS, True, _REFERENCE_MM, 1),
        ("agency.phone", written.phone, META_POINTS, False, _REFERENCE_MM, 1),
        ("agency.portal", written.portal, META_POINTS, False, _REFERENCE_MM, 1),
        ("payee", written.payee, 9.0, False, PAYEE_MM, 2),
        ("invoice_number", written.subject, META_POINTS, False, SUBJECT_MM, 1),
    ]
    for row in written.rows:
        zones += [("rows", label, TABLE_POINTS, False, _SUM_LABEL_MM, 3) for label in row.label]
    for step in written.steps:
        zones.append(("next_steps", step.what, 12.0, False, _STEP_MM, 8))
    for claim in written.claims:
        zones.append(("description", claim, 12.0, False, 128.0, 12))
    for field, text, points, bold, within, most in zones:
        if lines_needed(text, points=points, within_mm=within, bold=bold) > most:
            raise NotALetter(Refusal.TOO_LONG, field, text)


def _require_lengths(facts: LetterFacts) -> None:
    texts = [
        *(("description", claim.description) for claim in facts.claims),
        *(("delivery", claim.delivery) for claim in facts.claims),
        *(("sentence", step.sentence) for step in facts.next_steps),
        ("complaints", facts.agency.complaints),
        ("phone_hours", facts.agency.phone_hours),
    ]
    for field, text in texts:
        if len(text) > _LONGEST[field]:
            raise NotALetter(Refusal.TOO_LONG, field, f"{len(text)} characters")
    rows = len(facts.claims) + len(facts.costs) + len(facts.paid) + sum(len(c.interest) for c in facts.claims)
    if rows > _MOST_ROWS:
        raise NotALetter(Refusal.TOO_LONG, "rows", str(rows))
    if len(facts.portal_link) > _LONGEST_LINK:
        raise NotALetter(Refusal.TOO_LONG, "portal_link")
    for field, payload in (
        ("bank_payload", facts.bank_payload),
        ("swish_payload", facts.swish_payload or ""),
    ):
        if len(payload.encode()) > _LONGEST_PAYLOAD:
            raise NotALetter(Refusal.TOO_LONG, field)
