"""The start page and the choice of company: everybody comes to where they work, and nowhere else."""

import time
from datetime import date, timedelta

import pytest
from django.test import Client

from ekrav.accounts.models import Invitation
from ekrav.sandbox.demo_data import ASTRID, BO, CECILIA, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from tests.accounts.given import creditors, member, works_in
from tests.cast import a_case, a_creditor, right_now, set_today, staff
from tests.pages import fields_of, logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_reads_what_it_is_and_finds_the_way_in(agency: None) -> None:
    answer = Client().get("/")
    assert "Logga in med BankID" in text_of(answer)
    assert answer.content.decode().count("button primary") == 1
    for url in ("/hjalp/", "/tillganglighet/"):
        assert Client().get(url).status_code == 200


def test_one_company_leads_straight_in_and_is_noted(agency: None) -> None:
    are_bygg = a_creditor()
    cecilia = logged_in(CECILIA)
    assert member(are_bygg, CECILIA).last_seen_at is None
    assert cecilia.get("/")["Location"] == "/oversikt/"
    assert member(are_bygg, CECILIA).last_seen_at == pytest.approx(right_now()[0], abs=timedelta(seconds=30))


def test_staff_come_to_the_worklist_and_nobody_else_does(agency: None) -> None:
    staff(ASTRID)
    a_creditor()
    astrid, cecilia, bo = logged_in(ASTRID), logged_in(CECILIA), logged_in(BO)
    assert astrid.get("/")["Location"] == "/handlaggning/"
    assert astrid.get("/handlaggning/").status_code == 200
    assert astrid.get("/oversikt/")["Location"] == "/"
    for page in ("", "borgenarer/", "byran/", "medarbetare/"):
        for stranger in (cecilia, bo):
            assert stranger.get(f"/handlaggning/{page}").status_code == 404


def test_several_companies_are_chosen_between(agency: None) -> None:
    are_bygg, duveds_el = a_creditor(), a_creditor(DUVEDS_EL)
    works_in(duveds_el)
    case = a_case(duveds_el)
    cecilia = logged_in(CECILIA)
    assert cecilia.get("/")["Location"] == "/valj-foretag/"
    first, second = creditors()
    page = cecilia.get("/valj-foretag/")
    assert "Åre Bygg AB, administratör" in text_of(page)
    assert "Duveds El HB, läsbehörig" in text_of(page)
    assert f'value="{second.public_id}"' in page.content.decode()

    case_url = f"/arenden/{case.number}/"
    choice = cecilia.get(case_url)["Location"]
    assert choice == f"/valj-foretag/?next=%2Farenden%2F{case.number}%2F"
    answer = cecilia.post("/valj-foretag/", {"company": second.public_id, "next": case_url})
    assert answer["Location"] == case_url
    assert cecilia.get(case_url).status_code == 200
    assert cecilia.get("/")["Location"] == "/oversikt/"
    cecilia.post("/valj-foretag/", {"company": first.public_id})
    assert cecilia.get(case_url).status_code == 404
    assert cecilia.session["creditor_id"] == are_bygg


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/%2f%2fevil.example", "javascript:1"]
)
def test_the_choice_leads_only_to_our_own_pages(agency: None, onward: str) -> None:
    a_creditor()
    [company] = creditors()
    answer = logged_in(CECILIA).post("/valj-foretag/", {"company": company.public_id, "next": onward})
    assert answer["Location"] == "/oversikt/"


def test_a_company_of_somebody_elses_cannot_be_chosen(agency: None) -> None:
    a_creditor()
    duveds_el = a_creditor(DUVEDS_EL)
    cecilia = logged_in(CECILIA)
    _first, second = creditors()
    for said in (str(second.public_id), str(duveds_el), "", "'; --"):
        assert cecilia.post("/valj-foretag/", {"company": said}).status_code == 404
    assert "creditor_id" not in cecilia.session


def test_whoever_has_nothing_here_is_told_what_to_do(agency: None) -> None:
    page = text_of(logged_in(BO).get("/"))
    assert "Välkommen, Bo Nilsson" in page
    assert "Registrera företaget" in page
    assert "Öppna länken i mejlet" in page


def test_a_login_ends_after_twelve_hours(agency: None) -> None:
    a_creditor()
    cecilia = logged_in(CECILIA)
    assert cecilia.get("/foretaget/").status_code == 200
    session = cecilia.session
    session["bankid"] = session["bankid"] | {"since": int(time.time()) - 12 * 3600 - 60}
    session.save()
    login = cecilia.get("/foretaget/")["Location"]
    assert login == "/bankid/logga-in/?next=%2Fforetaget%2F&slut=tid"
    assert "Du har loggats ut: en inloggning gäller i tolv timmar." in text_of(cecilia.get(login))
    assert "Logga in med BankID" in text_of(cecilia.get("/"))


def minutes_pass(browser: Client, minutes: int) -> None:
    """As if the last page had been opened earlier: logins are in real time, which no test turns."""
    session = browser.session
    seen = session["bankid"].get("seen", session["bankid"]["since"])
    session["bankid"] = session["bankid"] | {"seen": seen - 60 * minutes}
    session.save()


def test_a_login_ends_after_thirty_minutes_without_a_page_and_says_so(agency: None) -> None:
    case = a_case(a_creditor())
    cecilia, url = logged_in(CECILIA), f"/arenden/{case.number}/"
    for _page in range(3):
        assert cecilia.get(url).status_code == 200
        minutes_pass(cecilia, 29)
    assert cecilia.get(url).status_code == 200
    minutes_pass(cecilia, 31)
    login = cecilia.get(url)["Location"]
    assert login == f"/bankid/logga-in/?next=%2Farenden%2F{case.number}%2F&slut=vila"
    page = text_of(cecilia.get(login))
    assert "Du har loggats ut för att ingen har använt sidan på 30 minuter." in page
    assert "Det du inte hade skickat är inte sparat." in page
    # Over is over: the page is not opened by asking again.
    assert cecilia.get(url)["Location"] == f"/bankid/logga-in/?next=%2Farenden%2F{case.number}%2F"


def test_a_form_sent_after_thirty_idle_minutes_does_nothing(agency: None) -> None:
    are_bygg = a_creditor()
    cecilia = logged_in(CECILIA)
    form = {"email": "eskil@arebygg.example", "role": "user"} | fields_of(
        cecilia.get("/foretaget/anvandare/bjud-in/")
    )
    minutes_pass(cecilia, 31)
    answer = cecilia.post("/foretaget/anvandare/bjud-in/", form)
    assert answer["Location"] == "/bankid/logga-in/?next=%2F&slut=vila"
    with tenant_scope(are_bygg):
        assert Invitation.objects.count() == 0


def test_the_worlds_clock_ends_no_login(agency: None) -> None:
    a_creditor()
    cecilia = logged_in(CECILIA)
    assert cecilia.get("/foretaget/").status_code == 200
    set_today(date(2026, 11, 8))
    assert cecilia.get("/foretaget/").status_code == 200
