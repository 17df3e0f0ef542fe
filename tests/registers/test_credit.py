"""The credit bureau over the wire and by hand: a purpose always, a copy to whoever is owed one, once for each key."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import requests
from flask import Flask, Response, jsonify

from ekrav.money import kronor
from ekrav.registers.credit import (
    BureauSilent,
    CreditBureau,
    CreditRecord,
    HttpCreditBureau,
    IncomeClass,
    ManualCreditBureau,
    Purpose,
    ReportByHand,
    SubjectKind,
    SubjectUnknown,
    credit_bureau_at,
)
from ekrav.sandbox.demo_data import ANNA, BJORKEN, HED_FOTO, LUNDBERGS
from tests.serving import serving

ANSWER: dict[str, Any] = {
    "report_id": "UC1",
    "number": ANNA.person_number,
    "kind": "person",
    "remarks": 1,
    "remarks_ore": 100,
    "debt_cases": 0,
    "debt_ore": 0,
    "debt_relief": False,
    "bankruptcy": False,
    "reconstruction": False,
    "income": "above",
    "copied_on": "2025-03-03",
}


@pytest.fixture
def bureau(registers: str) -> CreditBureau:
    """The sandboxed bureau."""
    return credit_bureau_at(url=registers.replace("/registers", "/credit"))


@contextmanager
def answering(answer: Any, status: int = 200) -> Iterator[HttpCreditBureau]:
    """A bureau that gives one answer to every question."""
    app = Flask("bureau")

    @app.post("/reports")
    def reports() -> tuple[Response, int]:
        return jsonify(answer), status

    with serving(app) as port:
        yield HttpCreditBureau(url=f"http://127.0.0.1:{port}", timeout=1)


def report(bureau: CreditBureau, number: str, key: str = "11042950 BF 1") -> CreditRecord:
    """A report for an application."""
    return bureau.report(
        key=key, number=number, purpose=Purpose.PAYMENT_ORDER, asked_by="Nordanvik Inkasso AB 559988-7766"
    )


def copies(registers: str) -> list[dict[str, str]]:
    """The copies that were sent."""
    told = requests.get(f"{registers.replace('/registers', '/credit')}/copies", timeout=5).json()
    return list(told["copies"])


def test_anna_gets_a_copy_and_the_facts_are_as_the_bureau_knows_them(
    registers: str, bureau: CreditBureau
) -> None:
    known = {"number": ANNA.person_number, "remarks": 2, "remarks_ore": 1_250_00, "debt_ore": 7_500_00,
             "debt_cases": 1, "debt_relief": True, "income": "below"}  # fmt: skip
    requests.post(f"{registers.replace('/registers', '/credit')}/facts", json=known, timeout=5)
    assert report(bureau, ANNA.person_number) == CreditRecord(
        report_id="UC0000001",
        number=ANNA.person_number,
        kind=SubjectKind.PERSON,
        remarks=2,
        remarks_ore=kronor("1250.00"),
        debt_cases=1,
        debt=kronor("7500.00"),
        debt_relief=True,
        bankruptcy=False,
        reconstruction=False,
        income=IncomeClass.BELOW,
        copied_on=date(2025, 3, 3),
    )
    assert ANNA.person_number not in repr(report(bureau, ANNA.person_number))


def test_the_same_question_again_is_the_same_report_and_no_second_copy(
    registers: str, bureau: CreditBureau
) -> None:
    assert report(bureau, ANNA.person_number) == report(bureau, ANNA.person_number)
    assert len(copies(registers)) == 1
    assert report(bureau, ANNA.person_number, "11042950 VE 1").report_id == "UC0000002"
    assert len(copies(registers)) == 2


def test_a_partnership_and_a_sole_trader_get_copies_and_a_limited_company_none(
    registers: str, bureau: CreditBureau
) -> None:
    kinds = {
        company.name: report(bureau, company.organisation_number, company.name.split()[0]).kind
        for company in (BJORKEN, LUNDBERGS, HED_FOTO)
    }
    assert list(kinds.values()) == [SubjectKind.PARTNERSHIP, SubjectKind.COMPANY, SubjectKind.PERSON]
    assert [one["number"] for one in copies(registers)] == [
        BJORKEN.organisation_number,
        HED_FOTO.organisation_number,
    ]


def test_a_number_nobody_has_is_unknown_and_no_report_is_made_without_a_purpose(
    registers: str, bureau: CreditBureau
) -> None:
    with pytest.raises(SubjectUnknown):
        report(bureau, "201701012393")
    asked = {"key": "k", "number": ANNA.person_number, "purpose": "curiosity", "asked_by": "me"}
    address = f"{registers.replace('/registers', '/credit')}/reports"
    assert requests.post(address, json=asked, timeout=5).status_code == 422
    assert copies(registers) == []


@pytest.mark.parametrize(
    "said",
    [
        [],
        ANSWER | {"number": "199001012385"},
        ANSWER | {"kind": "ghost"},
        ANSWER | {"copied_on": None},
        ANSWER | {"kind": "company"},
        ANSWER | {"remarks": -1},
        ANSWER | {"debt_ore": 10.5},
        ANSWER | {"income": "rich"},
    ],
    ids=["list", "another", "kind", "no copy", "copy of a company", "negative", "fraction", "income"],
)
def test_an_answer_nobody_can_read_is_silence_that_names_no_number(said: Any) -> None:
    with answering(said) as bureau, pytest.raises(BureauSilent) as silent:
        report(bureau, ANNA.person_number)
    assert ANNA.person_number not in str(silent.value)


def test_nobody_there_is_silence_and_no_bureau_is_asked_by_hand() -> None:
    with pytest.raises(BureauSilent):
        report(credit_bureau_at(url="http://127.0.0.1:9"), ANNA.person_number)
    assert credit_bureau_at(url="") == ManualCreditBureau()
    with pytest.raises(ReportByHand):
        report(credit_bureau_at(url=""), ANNA.person_number)
