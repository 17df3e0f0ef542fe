"""Astrid enters what has happened, sees it in its queue with its clock, and lets the case go on; Cecilia is told."""

from datetime import date

import pytest
from django.test import Client

from cases.models import Case, Situation
from ekrav.sandbox.demo_data import ASTRID
from tests.cases.happening import the
from tests.cases.plans import books_broken, fresh, log, play
from tests.cast import a_case, set_today, staff
from tests.pages import logged_in

pytestmark = pytest.mark.django_db(transaction=True)

Kind = Situation.Kind


@pytest.fixture
def astrid(are_bygg: int) -> Client:
    """Her browser, logged in."""
    staff(ASTRID)
    return logged_in(ASTRID)


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


def page_of(case: Case) -> str:
    return f"/handlaggning/arenden/{case.number}/handelser/"


def enter(astrid: Client, case: Case, kind: Situation.Kind, on: str) -> int:
    form = astrid.get(page_of(case)).context["form"]
    sent = {"kind": kind.value, "on": on, "key": form["key"].value()}
    return astrid.post(page_of(case), sent).status_code


def test_what_astrid_enters_stops_the_case_and_is_seen_everywhere(
    are_bygg: int, case: Case, astrid: Client, cecilia: Client
) -> None:
    set_today(date(2026, 10, 20))
    assert enter(astrid, case, Kind.DEATH, "2026-10-18") == 302
    assert enter(astrid, case, Kind.DEATH, "2026-10-18") == 400
    assert log(are_bygg, case)[-1] == ("stopped", date(2026, 10, 20), "reminded")
    made = the(are_bygg, case, Kind.DEATH)
    # Four months from the death.
    assert made.due_on == date(2027, 2, 18)
    queue = astrid.get("/handlaggning/handelser/").content.decode()
    assert (f"{page_of(case)}{made.public_id}/" in queue, "Avliden" in queue, "Försenat" in queue) == (
        True,
        True,
        False,
    )
    assert "Ärendet är stoppat" in cecilia.get(f"/arenden/{case.number}/").content.decode()
    assert "Avliden" in astrid.get(f"/handlaggning/arenden/{case.number}/").content.decode()
    set_today(date(2027, 2, 19))
    assert "Försenat" in astrid.get("/handlaggning/handelser/").content.decode()
    assert books_broken() == []


@pytest.mark.parametrize(
    ("kind", "on", "words"),
    [
        (Kind.DEATH, "2026-10-21", "Dagen har inte varit än."),
        (Kind.DEATH, "i går", "Skriv dagen som ÅÅÅÅ-MM-DD."),
        (Kind.DEREGISTERED, "2026-10-01", "Välj vad som har hänt."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_stopped(
    case: Case, astrid: Client, kind: Situation.Kind, on: str, words: str
) -> None:
    set_today(date(2026, 10, 20))
    form = astrid.get(page_of(case)).context["form"]
    answer = astrid.post(page_of(case), {"kind": kind.value, "on": on, "key": form["key"].value()})
    assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert log(case.creditor_id, case)[-1][0] == "reminded"


def test_a_guardian_is_written_in_before_the_case_goes_on(are_bygg: int, case: Case, astrid: Client) -> None:
    set_today(date(2026, 10, 20))
    enter(astrid, case, Kind.GUARDIAN, "2026-09-01")
    one = f"{page_of(case)}{the(are_bygg, case, Kind.GUARDIAN).public_id}/"
    refused = astrid.post(one, {"act": "go_on"})
    assert (refused.status_code, "Skriv först in vem vi ska skriva till" in refused.content.decode()) == (
        409,
        True,
    )
    told = {
        "act": "told",
        "name": "Lena Ek",
        "street": "Storgatan 2",
        "postcode": "831 30",
        "city": "Östersund",
    }
    assert astrid.post(one, told).status_code == 302
    assert astrid.post(one, {"act": "go_on"}).status_code == 302
    going = fresh(are_bygg, case)
    assert (going.debtor.care_of, going.debtor.street) == ("Förvaltare Lena Ek", "Storgatan 2")
    play(date(2026, 11, 3))
    assert log(are_bygg, case)[-2:] == [
        ("went_on", date(2026, 10, 20), "reminded"),
        ("demanded", date(2026, 11, 3), "demanded"),
    ]
    assert books_broken() == []
