"""What the registers tell of by themselves: events about persons and companies, each with the register's own id.

Wire: `GET {url}/events?after=ID` answers `{"events": [{"id", "kind", "number", "happened_on", …}, …]}`, the oldest
first, at most 500; only those after ID when one is given. Beside them `representative` (name and address of a guardian
or an administrator), `address` (for whoever moved) and `case_number` (a court's or an authority's). Of whoever has
protected data nothing is taken in but the word.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from ekrav.identity import organisation_number, person_number
from ekrav.registers.wire import TIMEOUT, RegisterSilent, ask, line_of

MOST: Final = 500


class EventKind(StrEnum):
    """What happened."""

    DEATH = "death"
    BANKRUPTCY = "bankruptcy"
    BANKRUPTCY_ENDED = "bankruptcy_ended"
    RECONSTRUCTION = "reconstruction"
    RECONSTRUCTION_ENDED = "reconstruction_ended"
    DEBT_RELIEF_OPENED = "debt_relief_opened"  # inledandebeslut: interest stops (2016:675 47 §)
    DEBT_RELIEF_DECIDED = "debt_relief_decided"
    DEBT_RELIEF_REFUSED = "debt_relief_refused"
    GUARDIAN = "guardian"  # förvaltare
    GUARDIAN_ENDED = "guardian_ended"
    PROTECTED = "protected"
    PROTECTED_ENDED = "protected_ended"
    DEREGISTERED = "deregistered"
    EMIGRATED = "emigrated"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class TheirAddress:
    """An address as the register has it."""

    street: str
    postcode: str
    city: str


@dataclass(frozen=True, kw_only=True)
class Representative:
    """Who is to be written to in somebody's place: a guardian, an administrator in bankruptcy, an estate's."""

    name: str
    address: TheirAddress | None


@dataclass(frozen=True, kw_only=True)
class RegisterEvent:
    """Something that happened to the person (12 digits) or company (10) on a day."""

    id: str
    kind: EventKind
    number: str = field(repr=False)
    happened_on: date
    representative: Representative | None = field(default=None, repr=False)
    address: TheirAddress | None = field(default=None, repr=False)
    case_number: str = ""


class EventFeed(Protocol):
    """Somewhere events are told."""

    def events(self, *, after: str = "") -> list[RegisterEvent]:
        """The events after that id, the oldest first, at most `MOST`. Raises `RegisterSilent`. Never inside a scope."""
        ...


@dataclass(frozen=True, kw_only=True)
class HttpEventFeed:
    """A feed over HTTP at `url`."""

    url: str
    timeout: float = TIMEOUT

    def events(self, *, after: str = "") -> list[RegisterEvent]:
        """Ask the register. Raises `RegisterSilent`."""
        place = f"{self.url.rstrip('/')}/events"
        address = f"{place}?after={after}" if after.isascii() and after.isalnum() else place
        told = ask("GET", address, timeout=self.timeout, read=_events)
        if told is None:
            raise RegisterSilent("404")
        return told


def event_feed_at(*, url: str) -> EventFeed | None:
    """The feed at an address; None where no register is connected and staff enter what they learn by hand."""
    return HttpEventFeed(url=url) if url else None


def _events(said: Any) -> list[RegisterEvent]:
    told = said["events"]
    if len(told) > MOST:
        raise ValueError("more than was agreed")
    return [_event(one) for one in told]


def _event(said: Any) -> RegisterEvent:
    kind, number = EventKind(said["kind"]), str(said["number"])
    bare: dict[str, Any] = {
        "id": _id(said["id"]),
        "kind": kind,
        "number": person_number(number) if len(number) == 12 else organisation_number(number),
        "happened_on": date.fromisoformat(said["happened_on"]),
    }
    if kind is EventKind.PROTECTED:
        return RegisterEvent(**bare)
    representative = said.get("representative")
    return RegisterEvent(
        **bare,
        representative=Representative(
            name=line_of(representative["name"]), address=_address(representative.get("address"))
        )
        if representative
        else None,
        address=_address(said.get("address")),
        case_number=line_of(said.get("case_number") or "")[:40],
    )


def _address(said: Any) -> TheirAddress | None:
    if not said:
        return None
    return TheirAddress(
        street=line_of(said["street"]), postcode=line_of(said["postcode"]), city=line_of(said["city"])
    )


def _id(value: object) -> str:
    # It stands in the next question's address.
    if not isinstance(value, str) or not value.isascii() or not value.isalnum() or len(value) > 40:
        raise ValueError("not an id")
    return value
