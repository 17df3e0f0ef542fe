"""The company registers: over the wire, by hand, and what a company must be to join."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, Response

from ekrav.registers.company import (
    LEGAL_FORM_WORDS,
    CompanyNotActive,
    CompanyRecord,
    CompanyRefused,
    CompanyUnknown,
    HttpRegister,
    LegalForm,
    LegalFormNotTaken,
    ManualRegister,
    NoFSkatt,
    Signatory,
    check_may_join,
    register_at,
)
from ekrav.registers.wire import LookUpByHand, RegisterRefusal, RegisterSilent
from ekrav.sandbox.demo_data import ARE_BYGG, BYDALEN_TIMBER, OVIKEN_SECOND_HAND, STORSJO_KAYAK
from tests.bankid.provider import Provider
from tests.serving import serving

EVERY_FORM = frozenset(LegalForm)
ANSWER: dict[str, Any] = {
    "organisation_number": "5566778899",
    "name": "Åre Bygg AB",
    "legal_form": "AB",
    "status": "active",
    "address": {"street": "Kabinbanevägen 22", "postcode": "837 52", "city": "Åre"},
    "signatories": [{"person_number": "199102142388", "name": "Cecilia Ek", "signs_alone": True}],
    "f_skatt": True,
    "vat_number": "SE556677889901",
    "bankgiro_numbers": ["50501055"],
}


@pytest.fixture
def register(running_provider: Provider) -> HttpRegister:
    return HttpRegister(url=f"{running_provider.url}/registers")


@contextmanager
def answering(response: Response) -> Iterator[HttpRegister]:
    """A register that gives one answer to every question."""
    app = Flask("register")
    app.add_url_rule("/companies/<number>", "company", lambda number: response)
    with serving(app) as port:
        yield HttpRegister(url=f"http://127.0.0.1:{port}", timeout=1)


def as_json(changes: dict[str, object]) -> Response:
    return Response(json.dumps(ANSWER | changes), content_type="application/json")


def test_are_bygg_is_told_as_it_is(register: HttpRegister) -> None:
    assert register.look_up(organisation_number="5566778899") == CompanyRecord(
        organisation_number="5566778899",
        name="Åre Bygg AB",
        legal_form=LegalForm.AKTIEBOLAG,
        street="Kabinbanevägen 22",
        postcode="837 52",
        city="Åre",
        active=True,
        f_skatt=True,
        vat_number="SE556677889901",
        signatories=(Signatory(person_number="199102142388", name="Cecilia Ek", alone=True),),
        bankgiro_numbers=("50501055",),
    )


def test_who_may_sign_and_whose_bankgiro(register: HttpRegister) -> None:
    record = register.look_up(organisation_number=ARE_BYGG.organisation_number)
    assert record.may_sign(person_number="199102142388")
    assert not record.may_sign(person_number="199510152391")
    assert record.owns_bankgiro(bankgiro="50501055")
    assert not record.owns_bankgiro(bankgiro="9902008")


def test_who_signs_only_together_may_not_sign_alone(register: HttpRegister) -> None:
    record = register.look_up(organisation_number=STORSJO_KAYAK.organisation_number)
    assert [s.alone for s in record.signatories] == [False, False]
    assert not any(record.may_sign(person_number=s.person_number) for s in record.signatories)


def test_an_unknown_number_is_said_to_be_unknown(register: HttpRegister) -> None:
    with pytest.raises(CompanyUnknown) as refused:
        register.look_up(organisation_number="5599903050")
    assert "Kontrollera siffrorna" in str(refused.value.words)


def test_a_register_that_is_away_is_silent_and_its_failure_holds_no_number() -> None:
    with pytest.raises(RegisterSilent) as refused:
        HttpRegister(url="http://127.0.0.1:9", timeout=0.5).look_up(organisation_number="9504032385")
    assert "9504032385" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    "response",
    [
        Response("down", 500),
        Response("", 302, headers={"Location": "http://127.0.0.1:9/"}),
        Response("<html>", content_type="application/json"),
        Response("[]", content_type="application/json"),
        Response("{}", content_type="application/json"),
        Response('{"x": "' + "x" * 300_000 + '"}', content_type="application/json"),
        as_json({"organisation_number": "5599887766"}),
        as_json({"organisation_number": "5566778898"}),
        as_json({"bankgiro_numbers": ["50501056"]}),
        as_json({"signatories": [{"person_number": "1", "name": "x", "signs_alone": True}]}),
        as_json({"name": "Åre\nBygg"}),
        as_json({"address": None}),
    ],
)
def test_what_nobody_can_read_is_silence(response: Response) -> None:
    with answering(response) as register, pytest.raises(RegisterSilent):
        register.look_up(organisation_number="5566778899")


def test_a_legal_form_nobody_knows_is_another_form() -> None:
    with answering(as_json({"legal_form": "SE"})) as register:
        assert register.look_up(organisation_number="5566778899").legal_form is LegalForm.OTHER


def test_f_skatt_is_a_yes_and_nothing_like_it() -> None:
    with answering(as_json({"f_skatt": "nej"})) as register:
        assert register.look_up(organisation_number="5566778899").f_skatt is False


def test_without_a_register_staff_look_by_hand() -> None:
    assert register_at(url="") == ManualRegister()
    assert register_at(url="http://x") == HttpRegister(url="http://x", timeout=5.0)
    with pytest.raises(LookUpByHand):
        ManualRegister().look_up(organisation_number="5566778899")


@pytest.mark.parametrize(
    ("company", "refusal"), [(OVIKEN_SECOND_HAND, NoFSkatt), (BYDALEN_TIMBER, CompanyNotActive)]
)
def test_who_cannot_join_is_told_why(
    company: Any, refusal: type[CompanyRefused], register: HttpRegister
) -> None:
    record = register.look_up(organisation_number=company.organisation_number)
    with pytest.raises(refusal) as refused:
        check_may_join(record=record, legal_forms=EVERY_FORM)
    assert str(refused.value.words).endswith(".")


def test_the_agency_chooses_its_legal_forms(register: HttpRegister) -> None:
    record = register.look_up(organisation_number="5566778899")
    check_may_join(record=record, legal_forms=EVERY_FORM)
    with pytest.raises(LegalFormNotTaken):
        check_may_join(record=record, legal_forms=EVERY_FORM - {LegalForm.AKTIEBOLAG})
    with pytest.raises(CompanyNotActive):
        check_may_join(record=replace(record, active=False), legal_forms=EVERY_FORM)


def test_every_form_and_every_refusal_has_words() -> None:
    assert set(LEGAL_FORM_WORDS) == EVERY_FORM
    leaves = (CompanyUnknown, RegisterSilent, LookUpByHand, NoFSkatt, CompanyNotActive, LegalFormNotTaken)
    assert all(issubclass(leaf, RegisterRefusal) and str(leaf.words) for leaf in leaves)


def test_a_record_shows_no_person_number(register: HttpRegister) -> None:
    record = register.look_up(organisation_number="9504032385")
    assert "9504032385" not in repr(record)
    assert "199504032385" not in repr(record)
