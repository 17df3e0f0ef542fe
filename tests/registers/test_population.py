"""The population register over the wire and by hand: who somebody is, and what is not said of whoever is protected."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from flask import Flask, Response, jsonify, request

from ekrav.registers.population import (
    HttpPopulationRegister,
    ManualPopulationRegister,
    PersonRecord,
    PersonStanding,
    PersonUnknown,
    population_register_at,
)
from ekrav.registers.wire import LookUpByHand, RegisterSilent
from ekrav.sandbox.demo_data import ANNA, CECILIA, GUSTAV, SIGNE
from tests.serving import serving

ANSWER: dict[str, Any] = {
    "person_number": ANNA.person_number,
    "standing": "registered",
    "name": "Anna Lindqvist",
    "address": {"street": "Björkvägen 12", "postcode": "831 45", "city": "Östersund"},
}


@contextmanager
def answering(answer: Any, status: int = 200) -> Iterator[tuple[HttpPopulationRegister, list[str]]]:
    """A register that gives one answer to every question, and the addresses it was asked at."""
    app, asked = Flask("register"), []

    @app.post("/persons")
    def persons() -> tuple[Response, int]:
        asked.append(request.url)
        return (answer if isinstance(answer, Response) else jsonify(answer)), status

    with serving(app) as port:
        yield HttpPopulationRegister(url=f"http://127.0.0.1:{port}", timeout=1), asked


def test_anna_is_found_with_name_and_address(registers: str) -> None:
    found = population_register_at(url=registers).look_up(person_number=ANNA.person_number)
    assert found == PersonRecord(
        person_number=ANNA.person_number,
        standing=PersonStanding.REGISTERED,
        name="Anna Lindqvist",
        street="Björkvägen 12",
        postcode="831 45",
        city="Östersund",
    )
    assert (ANNA.person_number in repr(found), "Anna" in repr(found)) == (False, False)


def test_somebody_may_be_registered_without_an_address(registers: str) -> None:
    found = population_register_at(url=registers).look_up(person_number=CECILIA.person_number)
    assert (found.name, found.street, found.city) == ("Cecilia Ek", "", "")


def test_of_signe_nothing_is_told_but_that_she_is_protected(registers: str) -> None:
    told = requests.post(f"{registers}/persons", json={"person_number": SIGNE.person_number}, timeout=5)
    assert told.json() == {"person_number": SIGNE.person_number, "standing": "protected"}
    found = population_register_at(url=registers).look_up(person_number=SIGNE.person_number)
    assert found == PersonRecord(person_number=SIGNE.person_number, standing=PersonStanding.PROTECTED)


def test_what_a_register_should_not_have_told_of_the_protected_is_not_taken_in() -> None:
    with answering(ANSWER | {"standing": "protected"}) as (register, _asked):
        found = register.look_up(person_number=ANNA.person_number)
    assert found == PersonRecord(person_number=ANNA.person_number, standing=PersonStanding.PROTECTED)


def test_gustav_is_dead(registers: str) -> None:
    found = population_register_at(url=registers).look_up(person_number=GUSTAV.person_number)
    assert (found.standing, found.name) == (PersonStanding.DECEASED, "Gustav Öman")


def test_a_number_that_is_nobodys_is_unknown(registers: str) -> None:
    with pytest.raises(PersonUnknown):
        population_register_at(url=registers).look_up(person_number="201701012393")


def test_a_register_that_is_down_is_silent_and_answers_when_it_is_up(registers: str) -> None:
    register = population_register_at(url=registers)
    requests.post(f"{registers}/down", json={"down": True}, timeout=5).raise_for_status()
    with pytest.raises(RegisterSilent, match="503"):
        register.look_up(person_number=ANNA.person_number)
    assert requests.get(f"{registers}/companies/5566778899", timeout=5).status_code == 503
    requests.post(f"{registers}/down", json={"down": False}, timeout=5).raise_for_status()
    assert register.look_up(person_number=ANNA.person_number).name == "Anna Lindqvist"


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        ANSWER | {"person_number": "not a number"},
        ANSWER | {"person_number": CECILIA.person_number},
        ANSWER | {"standing": "asleep"},
        ANSWER | {"name": None},
        ANSWER | {"name": "Anna\nLindqvist"},
        ANSWER | {"address": {"street": "Björkvägen 12"}},
        ANSWER | {"name": "A" * 300_000},
    ],
    ids=["list", "empty", "no number", "another", "standing", "no name", "two lines", "half", "huge"],
)
def test_an_answer_nobody_can_read_is_silence_that_names_no_number(said: Any) -> None:
    with answering(said) as (register, _asked), pytest.raises(RegisterSilent) as silent:
        register.look_up(person_number=ANNA.person_number)
    assert ANNA.person_number not in str(silent.value)
    assert silent.value.__cause__ is None


@pytest.mark.parametrize("status", [302, 400, 500, 503])
def test_any_other_status_is_silence(status: int) -> None:
    with answering(ANSWER, status) as (register, _asked), pytest.raises(RegisterSilent):
        register.look_up(person_number=ANNA.person_number)


def test_the_number_is_never_in_the_address() -> None:
    with answering(ANSWER) as (register, asked):
        register.look_up(person_number=ANNA.person_number)
    assert [ANNA.person_number in address for address in asked] == [False]


def test_nobody_there_is_silence_and_no_register_is_looked_up_by_hand() -> None:
    with pytest.raises(RegisterSilent):
        population_register_at(url="http://127.0.0.1:9").look_up(person_number=ANNA.person_number)
    assert population_register_at(url="") == ManualPopulationRegister()
    with pytest.raises(LookUpByHand):
        population_register_at(url="").look_up(person_number=ANNA.person_number)
