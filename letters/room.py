"""What a letter's texts need of room and glyphs, and the refusal when there is none. In millimetres. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from letters.facts import Facts, NotALetter, Refusal
from letters.glyphs import lines_needed, unprintable, width_mm
from letters.letterhead import ADDRESS_MM, META_POINTS, SENDER_MM, Letterhead

ADDRESS_LINES: Final = 5
_REFERENCE_MM: Final = 41.0
_MOST_ROWS: Final = 200
_LONGEST_LINK: Final = 120
_LONGEST_PAYLOAD: Final = 500


@dataclass(frozen=True)
class Zone:
    """A text with its size, weight, column and the most lines it may take."""

    field: str
    text: str
    points: float
    bold: bool
    within_mm: float
    most: int


@dataclass(frozen=True)
class Needs:
    """Everything of one sort of letter that must have room, beside the letterhead.

    `spoken`: every text printed as text; `lengths`: texts with the most characters they may have; `payloads`: what the
    QR codes say.
    """

    spoken: tuple[tuple[str, str], ...]
    zones: tuple[Zone, ...]
    lengths: tuple[tuple[str, str, int], ...]
    rows: int
    payloads: tuple[tuple[str, str], ...]


def require_room(facts: Facts, *, head: Letterhead, needs: Needs) -> None:
    """Raise NotALetter when a character has no glyph or a text has no room."""
    for field, text in (*_spoken_by_all(facts), *needs.spoken):
        if bad := unprintable(text):
            raise NotALetter(Refusal.GLYPH, field, " ".join(f"U+{ord(character):04X}" for character in bad))
    _require_address(head)
    for zone in (*_zones_of_all(head), *needs.zones):
        lines = lines_needed(zone.text, points=zone.points, within_mm=zone.within_mm, bold=zone.bold)
        if lines > zone.most:
            raise NotALetter(Refusal.TOO_LONG, zone.field, zone.text)
    _require_lengths(facts, needs=needs)


def _spoken_by_all(facts: Facts) -> Iterator[tuple[str, str]]:
    agency = facts.agency
    for name in ("name", "phone", "phone_hours", "portal", "organisation_number", "supervisor", "complaints"):
        yield f"agency.{name}", getattr(agency, name)
    for name in ("creditor_name", "debtor_name", "case_number", "code"):
        yield name, getattr(facts, name)
    yield from (("agency.address", line) for line in agency.address)
    yield from (("debtor_address", line) for line in facts.debtor_address)


def _require_address(head: Letterhead) -> None:
    if len(head.address) > ADDRESS_LINES:
        raise NotALetter(Refusal.TOO_LONG, "debtor_address", f"{len(head.address)} lines")
    for line in head.address:
        if width_mm(line, points=META_POINTS) > ADDRESS_MM:
            raise NotALetter(Refusal.TOO_LONG, "debtor_address", line)


def _zones_of_all(head: Letterhead) -> tuple[Zone, ...]:
    return (
        Zone("agency.name", head.sender, 13.0, True, SENDER_MM, 1),
        Zone("creditor_name", head.on_behalf, 9.0, False, SENDER_MM, 2),
        Zone("case_number", head.case_number, META_POINTS, False, _REFERENCE_MM, 1),
        Zone("code", head.code, META_POINTS, True, _REFERENCE_MM, 1),
        Zone("agency.phone", head.phone, META_POINTS, False, _REFERENCE_MM, 1),
        Zone("agency.portal", head.portal, META_POINTS, False, _REFERENCE_MM, 1),
    )


def _require_lengths(facts: Facts, *, needs: Needs) -> None:
    agency = facts.agency
    texts = (*needs.lengths, ("complaints", agency.complaints, 100), ("phone_hours", agency.phone_hours, 60))
    for field, text, most in texts:
        if len(text) > most:
            raise NotALetter(Refusal.TOO_LONG, field, f"{len(text)} characters")
    if needs.rows > _MOST_ROWS:
        raise NotALetter(Refusal.TOO_LONG, "rows", str(needs.rows))
    if len(facts.portal_link) > _LONGEST_LINK:
        raise NotALetter(Refusal.TOO_LONG, "portal_link")
    for field, payload in needs.payloads:
        if len(payload.encode()) > _LONGEST_PAYLOAD:
            raise NotALetter(Refusal.TOO_LONG, field)
