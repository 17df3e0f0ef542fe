"""What the registers tell of by themselves, and that the look-ups say the same afterwards."""

from datetime import date
from typing import Any

import pytest
import requests

from ekrav.registers.company import register_at
from ekrav.registers.events import (
    EventKind,
    HttpEventFeed,
    RegisterEvent,
    Representative,
    TheirAddress,
    event_feed_at,
)
from ekrav.registers.population import PersonStanding, population_register_at
from ekrav.registers.wire import RegisterSilent
from ekrav.sandbox.demo_data import ANNA, BO, LUNDBERGS

HOME = {"street": "Nygatan 1", "postcode": "831 31", "city": "Östersund"}


def happen(registers: str, kind: str, number: str = ANNA.person_number, **said: Any) -> str:
    """Make something happen on 3 June 2025; its id."""
    body = {"kind": kind, "number": number, "happened_on": "2025-06-03"} | said
    return str(requests.post(f"{registers}/happen", json=body, timeout=5).json()["id"])


def feed(registers: str) -> HttpEventFeed:
    """The feed."""
    return HttpEventFeed(url=registers)


def test_events_are_told_in_order_with_all_they_hold(registers: str) -> None:
    first = happen(registers, "guardian", representative={"name": "Vera Vård", "address": HOME})
    happen(registers, "debt_relief_opened", BO.person_number, case_number="S-1-25")
    happen(registers, "bankruptcy", LUNDBERGS.organisation_number, case_number="K 77-25")
    told = feed(registers).events()
    address = TheirAddress(street="Nygatan 1", postcode="831 31", city="Östersund")
    assert told[0] == RegisterEvent(
        id=first,
        kind=EventKind.GUARDIAN,
        number=ANNA.person_number,
        happened_on=date(2025, 6, 3),
        representative=Representative(name="Vera Vård", address=address),
    )
    assert [(one.kind, one.case_number) for one in told[1:]] == [
        (EventKind.DEBT_RELIEF_OPENED, "S-1-25"),
        (EventKind.BANKRUPTCY, "K 77-25"),
    ]
    assert feed(registers).events(after=first) == told[1:]
    assert feed(registers).events(after=told[-1].id) == []
    assert ANNA.person_number not in repr(told[0])
    assert "Vera" not in repr(told[0])


def test_of_whoever_becomes_protected_only_the_word_is_taken_in(registers: str) -> None:
    happen(registers, "protected", address=HOME)
    (told,) = feed(registers).events()
    assert (told.kind, told.address) == (EventKind.PROTECTED, None)
    found = population_register_at(url=registers).look_up(person_number=ANNA.person_number)
    assert (found.standing, found.street) == (PersonStanding.PROTECTED, "")
    happen(registers, "protected_ended")
    found = population_register_at(url=registers).look_up(person_number=ANNA.person_number)
    assert (found.standing, found.street) == (PersonStanding.REGISTERED, "Björkvägen 12")


def test_who_died_moved_or_went_bankrupt_is_looked_up_so(registers: str) -> None:
    happen(registers, "moved", address=HOME)
    happen(registers, "death", BO.person_number)
    happen(registers, "bankruptcy", LUNDBERGS.organisation_number)
    people = population_register_at(url=registers)
    assert people.look_up(person_number=ANNA.person_number).street == "Nygatan 1"
    assert people.look_up(person_number=BO.person_number).standing == PersonStanding.DECEASED
    company = register_at(url=registers).look_up(organisation_number=LUNDBERGS.organisation_number)
    assert company.active is False


@pytest.mark.parametrize("kind", [kind.value for kind in EventKind])
def test_every_kind_comes_over_the_wire(registers: str, kind: str) -> None:
    happen(registers, kind)
    assert [one.kind.value for one in feed(registers).events()] == [kind]


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "wedding"}, {"number": "1"}, {"happened_on": "i går"}, {"address": {"street": "x"}},
     {"representative": {"name": "två\nrader"}}],
)  # fmt: skip
def test_an_event_nobody_can_read_is_silence(registers: str, wrong: dict[str, Any]) -> None:
    happen(registers, **({"kind": "moved"} | wrong))
    with pytest.raises(RegisterSilent):
        feed(registers).events()


def test_without_a_register_there_is_no_feed() -> None:
    assert event_feed_at(url="") is None
    with pytest.raises(RegisterSilent):
        HttpEventFeed(url="http://127.0.0.1:9").events()
