"""The parties on a form, line by line. Pure; always Swedish."""

from collections.abc import Iterable
from dataclasses import dataclass

from ekrav.filings.parties import Address, Agent, Applicant, Respondent
from ekrav.identity import format_bankgiro, format_organisation_number, format_person_number
from ekrav.money import NBSP


@dataclass(frozen=True)
class Line:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


def applicant_section(heading: str, one: Applicant) -> Section:
    """The creditor."""
    lines = [
        Line("Namn", one.name),
        _number(one.number),
        Line("Adress", _address(one.address)),
        Line("E-post", one.email),
        Line("Telefon", one.phone),
        Line("Bankgiro", format_bankgiro(one.bankgiro) if one.bankgiro else ""),
    ]
    return Section(heading, filled(lines))


def agent_section(one: Agent) -> Section:
    """The agency."""
    lines = [
        Line("Namn", one.name),
        _number(one.number),
        Line("Ombudskod", one.code),
        Line("Behörighet", one.authority),
        Line("Adress", _address(one.address)),
        Line("Kontakt", one.contact),
        Line("Telefon", one.phone),
        Line("E-post", one.email),
    ]
    return Section("Ombud", filled(lines))


def respondent_sections(heading: str, them: tuple[Respondent, ...], *, joint: bool) -> Iterable[Section]:
    """Those against whom, each apart; of whoever is protected no address."""
    for place, one in enumerate(them, start=1):
        address = "Skyddade uppgifter. Kronofogden hämtar adressen." if one.protected else ""
        lines = [
            Line("Namn", one.name),
            _number(one.number),
            Line("Adress", _address(one.address) if one.address else address),
            Line("Företräds av", one.in_place),
            Line("E-post", one.email),
            Line("Telefon", one.phone),
            Line("Arbetsgivare", one.employer),
            Line("Ansvar", "Solidariskt, för hela beloppet" if joint else ""),
        ]
        yield Section(f"{heading} {place}" if len(them) > 1 else heading, filled(lines))


def filled(lines: list[Line]) -> tuple[Line, ...]:
    """The lines that say something."""
    return tuple(line for line in lines if line.value)


def _number(number: str) -> Line:
    if len(number) == 12:
        return Line("Personnummer", format_person_number(number))
    return Line("Organisationsnummer", format_organisation_number(number))


def _address(one: Address) -> str:
    care_of = f"c/o {one.care_of}" if one.care_of else ""
    parts = (care_of, one.street, f"{one.postcode} {one.city}".replace(" ", NBSP), one.country)
    return ", ".join(part for part in parts if part)
