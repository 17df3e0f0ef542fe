"""What the population register says about a person who owes: whether the number is somebody's, the name, the address.

Wire: `POST {url}/persons` with `{"person_number": 12 digits}` answers JSON, 404 for an unknown number. The number is in
the body because addresses are written down on the way. The manual adapter stands where no register is connected.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from ekrav.identity import person_number as checked
from ekrav.registers.wire import TIMEOUT, LookUpByHand, RegisterRefusal, RegisterSilent, ask, line_of


class PersonUnknown(RegisterRefusal):
    """Nobody has the number."""


class PersonStanding(StrEnum):
    """How a person stands in the register. `PROTECTED`: sekretessmarkering or skyddad folkbokföring."""

    REGISTERED = "registered"
    PROTECTED = "protected"
    DECEASED = "deceased"


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """A person as the register tells it. Name and address are empty for whoever is protected."""

    person_number: str = field(repr=False)
    standing: PersonStanding
    name: str = field(default="", repr=False)
    street: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    city: str = field(default="", repr=False)


class PopulationRegister(Protocol):
    """Somewhere to look persons up."""

    def look_up(self, *, person_number: str) -> PersonRecord:
        """The record of the 12-digit number. Raises `RegisterRefusal`. Waits on others: never inside a scope."""
        ...


@dataclass(frozen=True, kw_only=True)
class HttpPopulationRegister:
    """A register that answers JSON over HTTP at `url`."""

    url: str
    timeout: float = TIMEOUT

    def look_up(self, *, person_number: str) -> PersonRecord:
        """Ask the register. Raises `PersonUnknown` and `RegisterSilent`."""
        address = f"{self.url.rstrip('/')}/persons"
        asked = {"person_number": person_number}
        record = ask("POST", address, timeout=self.timeout, read=_record, json=asked)
        if record is None:
            raise PersonUnknown("404")
        if record.person_number != person_number:
            raise RegisterSilent("another person")
        return record


@dataclass(frozen=True, kw_only=True)
class ManualPopulationRegister:
    """No register at all: staff look the person up by hand."""

    def look_up(self, *, person_number: str) -> PersonRecord:
        """Always raises `LookUpByHand`."""
        raise LookUpByHand("no register is connected")


def population_register_at(*, url: str) -> PopulationRegister:
    """The register at an address, or the manual one when the installation has none."""
    return HttpPopulationRegister(url=url) if url else ManualPopulationRegister()


def _record(said: Any) -> PersonRecord:
    number, standing = checked(said["person_number"]), PersonStanding(said["standing"])
    if standing == PersonStanding.PROTECTED:
        # Whatever else was sent is not even taken in.
        return PersonRecord(person_number=number, standing=standing)
    address = said["address"] or {"street": "", "postcode": "", "city": ""}
    return PersonRecord(
        person_number=number,
        standing=standing,
        name=line_of(said["name"]),
        street=line_of(address["street"]),
        postcode=line_of(address["postcode"]),
        city=line_of(address["city"]),
    )
