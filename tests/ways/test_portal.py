"""Paying in Mitt Ärende, page by page, without script, as the portal's own login."""

from dataclasses import replace
from typing import Any

import pytest
import requests
from django.conf import settings as live

from cases.models import Case
from ekrav.payments.ways.states import State
from tests.debtor_portal.browsing import FACE, PortalClient
from tests.debtor_portal.given import code
from tests.ways.given import (
    all_instructions,
    asks,
    at_the_page,
    on_the_phone,
    owed,
    paid_now,
    seen,
    tell_sandbox,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser(settings: Any, anna: Case) -> PortalClient:
    """A browser at the portal where Anna has opened her case."""
    for name, value in FACE.items():
        setattr(settings, name, value)
    opened = PortalClient(raise_request_exception=False)
    opened.open(anna, code(anna))
    return opened


def heading(page: Any) -> str:
    """The words of the page's h1."""
    text = page.content.decode()
    return str(text.partition("<h1>")[2].partition("</h1>")[0])


def test_from_the_case_to_the_receipt(browser: PortalClient, anna: Case) -> None:
    assert 'href="/arende/betala/"' in browser.get("/arende/").content.decode()
    page = browser.get("/arende/betala/").content.decode()
    assert 'value="10\xa0095,62"' in page
    assert [
        words in page for words in ("Betala med Swish", "Betala med kort", "Betala från internetbanken")
    ] == [True] * 3
    assert (
        browser.post("/arende/betala/", {"amount": "10 095,62", "way": "swish"}).headers["Location"]
        == "/arende/betalning/"
    )
    waiting = browser.get("/arende/betalning/")
    assert (heading(waiting), waiting.headers["Refresh"]) == ("Vi förbereder betalningen", "2")
    asks()
    sent = browser.get("/arende/betalning/")
    paying = paid_now(anna)
    assert (heading(sent), "Refresh" in sent.headers) == ("Godkänn betalningen", False)
    assert f"{live.WAYS.swish_app}?token={paying.token}" in sent.content.decode()
    on_the_phone(paying, "approve")
    asks()
    receipt = browser.get("/arende/betalning/").content.decode()
    assert [
        words in receipt
        for words in ("Tack, du har betalat", "Ärendet är avslutat", seen(paying).payment_reference or "-")
    ] == [True] * 3
    # As the letters and the other pages write it.
    assert f"{anna.number[:4]}\xa0{anna.number[4:]}" in receipt
    assert browser.get("/arende/betala/").headers["Location"] == "/arende/"
    assert "Tack, skulden är betald" in browser.get("/arende/").content.decode()


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("10095,63", "Du är skyldig 10\xa0095,62\xa0kr. Skriv inte mer än det."),
        ("0,99", "Skriv minst en krona."),
        ("0", "Beloppet måste vara större än 0."),
        ("-5", "Beloppet måste vara större än 0."),
        ("allt", "Skriv beloppet i kronor och öre, till exempel 1 842,50."),
        ("1e6", "Skriv beloppet i kronor"),
        ("", "Skriv hur mycket du vill betala."),
    ],
)
def test_an_amount_that_cannot_be_paid_says_what_to_do(
    browser: PortalClient, amount: str, sentence: str
) -> None:
    page = browser.post("/arende/betala/", {"amount": amount, "way": "swish"})
    assert (page.status_code, sentence in page.content.decode(), all_instructions()) == (400, True, 0)


@pytest.mark.parametrize("way", ["", "guld", "swish; drop"])
def test_a_way_that_is_not_there_begins_nothing(browser: PortalClient, way: str) -> None:
    page = browser.post("/arende/betala/", {"amount": "100", "way": way})
    assert (page.status_code, all_instructions()) == (400, 0)


def test_a_part_leaves_the_rest(browser: PortalClient, anna: Case) -> None:
    browser.post("/arende/betala/", {"amount": "4000", "way": "swish"})
    asks()
    on_the_phone(paid_now(anna), "approve")
    asks()
    assert owed(anna) == 6095_62
    assert "Kvar att betala: <b>6\xa0095,62\xa0kr</b>" in browser.get("/arende/betalning/").content.decode()
    assert 'value="6\xa0095,62"' in browser.get("/arende/betala/").content.decode()


def test_a_double_click_and_a_second_tab_are_shown_the_same_payment(browser: PortalClient) -> None:
    for amount in ("100", "100", "200"):
        page = browser.post("/arende/betala/", {"amount": amount, "way": "swish"})
        assert page.headers["Location"] == "/arende/betalning/"
    assert all_instructions() == 1
    assert "En betalning pågår." in browser.get("/arende/").content.decode()


def test_regretting_and_trying_again(browser: PortalClient, anna: Case) -> None:
    browser.post("/arende/betala/", {"amount": "100", "way": "card"})
    asks()
    assert "Gå till kortbetalningen" in browser.get("/arende/betalning/").content.decode()
    browser.post("/arende/betalning/")
    assert heading(browser.get("/arende/betalning/")) == "Vi avbryter betalningen"
    asks()
    page = browser.get("/arende/betalning/").content.decode()
    assert [words in page for words in ("Betalningen är avbruten", "Försök igen")] == [True, True]
    assert seen(paid_now(anna)).state == State.CANCELLED


def test_who_cancels_at_the_internet_bank_was_not_refused(browser: PortalClient, anna: Case) -> None:
    browser.post("/arende/betala/", {"amount": "100", "way": "bank"})
    asks()
    there = requests.get(seen(paid_now(anna)).pay_url, timeout=10).text
    act = there.partition(">Avbryt<")[0].rpartition('value="')[2].partition('"')[0]
    at_the_page(paid_now(anna), act)
    asks()
    page = browser.get("/arende/betalning/").content.decode()
    assert [words in page for words in ("Betalningen är avbruten. Inget är betalt.", "nekad")] == [
        True,
        False,
    ]


def test_a_payment_that_nobody_knows_the_end_of_says_not_to_pay_again(
    browser: PortalClient, anna: Case
) -> None:
    tell_sandbox("/swish/next", code="DS24")
    browser.post("/arende/betala/", {"amount": "100", "way": "swish"})
    asks()
    on_the_phone(paid_now(anna), "approve")
    asks()
    assert "Betala inte igen" in browser.get("/arende/betalning/").content.decode()


def test_where_no_way_is_open_there_is_the_bankgiro_alone(browser: PortalClient) -> None:
    live.WAYS = replace(live.WAYS, ways=())
    page = browser.get("/arende/").content.decode()
    assert ('href="/arende/betala/"' in page, "Så betalar du" in page) == (False, True)
    assert browser.get("/arende/betala/").status_code == 404
