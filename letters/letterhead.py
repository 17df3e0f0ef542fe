"""What stands alike on every letter, in words: sender, window, case and code, and who we are. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from ekrav.identity import format_organisation_number
from ekrav.look.figures import in_fours
from ekrav.money import NBSP
from letters.catalogue import CATALOGUE
from letters.facts import Facts
from letters.glyphs import width_mm, wrapped
from letters.words import full_date, weekday_date

BLANKED_CODE: Final = "•••• •••• ••"

ADDRESS_MM: Final = 70.0
SENDER_MM: Final = 84.0
META_POINTS: Final = 10.0


@dataclass(frozen=True)
class Letterhead:
    """The texts that any letter has."""

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
    creditor: str
    agency_address: str
    organisation_number: str
    supervisor: str
    complaints: str


def letterhead(facts: Facts) -> Letterhead:
    """Return what a letter has in common with every other."""
    agency, on_behalf = facts.agency, f"på uppdrag av {facts.creditor_name}"
    return Letterhead(
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
        creditor=facts.creditor_name,
        agency_address=", ".join((agency.name, *(line.replace(" ", NBSP) for line in agency.address))),
        organisation_number=format_organisation_number(agency.organisation_number),
        supervisor=agency.supervisor,
        complaints=agency.complaints,
    )


def largest_points(text: str, *, sizes: tuple[int, ...], within_mm: float) -> int:
    """Return the largest of `sizes` at which a bold text stays on one line, or the smallest."""
    fitting = (size for size in sizes if width_mm(text, points=size, bold=True) <= within_mm)
    return next(fitting, sizes[-1])


def pay_by_words(day: date, *, year: int) -> str:
    """Return "fredag 4 december", with its year when it is another than the letter's."""
    return weekday_date(day) + (f" {day.year}" if day.year != year else "")


def _address(facts: Facts) -> tuple[str, ...]:
    """Return the lines in the window: name and address, a long line broken in two."""
    given = (facts.debtor_name, *facts.debtor_address)
    return tuple(
        line
        for text in given
        if text.strip()
        for line in wrapped(text.strip(), points=META_POINTS, within_mm=ADDRESS_MM)
    )
