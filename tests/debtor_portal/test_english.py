"""A debtor who reads no Swedish chooses English, once, and reads the whole portal in it; nobody else notices."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone, translation
from playwright.sync_api import expect

from cases.models import Notice
from debtor_portal.words import jointly, percent, period
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import tenant_scope
from letters.joint import ONE_MORE, joint_sentences
from tests.cases.several import BATHROOM, KITCHEN, one_case
from tests.debtor_portal.browsing import PortalClient, as_portal
from tests.debtor_portal.english import LANGUAGE, no_swedish_in
from tests.debtor_portal.given import Bait, code, play
from tests.debtor_portal.test_case_page import text_of
from tests.debtor_portal.test_seen import look_at
from tests.look.chromium import browsing
from tests.pages import logged_in
from tests.serving import serving

pytestmark = pytest.mark.django_db(transaction=True)

COOKIE = configured.LANGUAGE_COOKIE_NAME
SIZES = (390, 320, 1366)


@pytest.fixture
def samir(browser: PortalClient, world: Bait) -> PortalClient:
    """The browser of somebody who has Anna's letter, reads no Swedish, and has pressed English at the door."""
    browser.get("/?lang=en")
    return browser


def test_the_choice_is_made_on_any_page_and_outlives_the_visit(samir: PortalClient, world: Bait) -> None:
    kept = samir.cookies[COOKIE]
    assert (kept.value, kept["httponly"], kept["samesite"], kept["path"]) == ("en", True, "Lax", "/")
    assert kept["max-age"] == 365 * 24 * 3600
    assert "Open your case" in text_of(samir.get("/"))
    assert samir.open(world.anna, code(world.anna))["Location"] == "/arende/"
    assert "You have a debt to Åre Bygg AB" in text_of(samir.get("/arende/"))
    left = samir.post("/logga-ut/", follow=True)
    assert "You have logged out." in text_of(left)
    no_swedish_in(left)


def test_each_page_leads_to_itself_in_the_other_language(browser: PortalClient) -> None:
    door = browser.get("/", {"arende": "12345678", "slut": "1"}).content.decode()
    assert '<a href="?arende=12345678&amp;slut=1&amp;lang=en" lang="en" hreflang="en">English</a>' in door
    back = browser.get("/?arende=12345678&slut=1&lang=en").content.decode()
    assert '<a href="?arende=12345678&amp;slut=1&amp;lang=sv" lang="sv" hreflang="sv">Svenska</a>' in back
    assert 'value="12345678"' in back
    swedish = browser.get("/akta/?lang=sv")
    assert '<html lang="sv"' in swedish.content.decode()
    assert browser.cookies[COOKIE].value == "sv"


def test_no_address_makes_the_link_lead_elsewhere(browser: PortalClient) -> None:
    page = browser.get("//ond.example/", {"x": '"><script>'}).content.decode()
    assert '<a href="?x=%22%3E%3Cscript%3E&amp;lang=en"' in page


@pytest.mark.parametrize("chosen", ["de", "EN", "", "en\x00"])
def test_a_language_that_is_not_offered_chooses_nothing(browser: PortalClient, chosen: str) -> None:
    browser.twins = False
    answer = browser.get("/", {"lang": chosen})
    assert '<html lang="sv"' in answer.content.decode()
    assert COOKIE not in answer.cookies
    browser.cookies[COOKIE] = "de"
    assert '<html lang="sv"' in browser.get("/").content.decode()


def test_what_the_browser_asks_for_chooses_nothing(browser: PortalClient, world: Bait) -> None:
    asks = {"accept-language": "en-GB,en;q=0.9,ar;q=0.8"}
    page = browser.get("/", headers=asks)
    assert ('<html lang="sv"' in page.content.decode(), page["Content-Language"]) == (True, "sv")
    assert COOKIE not in page.cookies


def test_mina_sidor_and_staff_read_swedish_whatever_was_chosen_in_mitt_arende(
    world: Bait, settings: Any
) -> None:
    assert LANGUAGE not in configured.MIDDLEWARE
    pages = [(Client(), "/"), (Client(), "/hjalp/"), (Client(), "/finns-inte/")]
    pages += [(logged_in(CECILIA), "/oversikt/"), (logged_in(ASTRID), "/handlaggning/")]
    for who, path in pages:
        who.cookies[COOKIE] = "en"
        page = who.get(f"{path}?lang=en", follow=True).content.decode()
        assert '<html lang="sv"' in page, path
        assert "Svenska</a>" not in page
        assert "English</a>" not in page


def test_the_claim_in_english_to_the_ore(samir: PortalClient, world: Bait) -> None:
    samir.open(world.anna, code(world.anna))
    page = samir.get("/arende/")
    no_swedish_in(page)
    text = text_of(page)
    # 10 000 + 13 days of 10 % (35.62) + the reminder, 60: the letter's sum, the day of the letter.
    assert "To pay SEK 10,095.62 Pay by Monday 26 October" in text
    assert "Interest 10% a year on SEK 10,000.00, 1 Oct–13 Oct 35.62" in text
    assert "Payment reminder 13 October 2026 60.00" in text
    assert "To pay, SEK 10,095.62" in text
    assert "At the earliest Monday 2 November We may send a demand for payment (inkassokrav)." in text
    assert "The debt may then grow by SEK 180." in text
    assert "Åre Bygg AB may apply to the Swedish Enforcement Authority (Kronofogden)." in text
    assert "Amount SEK 10,095.62" in text
    html = page.content.decode()
    assert 'Invoice 1042, <span lang="sv">badrumsrenovering</span>' in html
    assert 'Services: <span lang="sv">badrumsrenovering</span>' in html
    assert '<span lang="sv">vardagar 8–17</span>' in html


def test_a_letter_is_swedish_and_its_link_says_so_and_what_it_means(samir: PortalClient, world: Bait) -> None:
    play(date(2026, 11, 2))
    samir.open(world.anna, code(world.anna))
    text = text_of(samir.get("/arende/"))
    assert "Our letters are in Swedish." in text
    assert "Payment reminder (PDF, in Swedish) , posted 13 October 2026" in text.replace(
        ", posted", " , posted"
    )
    assert "A first reminder that an invoice has not been paid ( betalningspåminnelse )." in text
    assert "asked you to pay SEK 10,095.62, or to tell us if the claim was wrong, by 26 October 2026." in text
    assert "Demand for payment (inkassokrav) (PDF, in Swedish)" in text
    # 10 000 × 10 % × 33 / 365 = 90.41 by 2 November; 60 and 180.
    assert (
        "asked you to pay SEK 10,330.41, or to tell us if the claim was wrong, by 13 November 2026." in text
    )
    letter = samir.get("/arende/brev/1/")
    assert (letter["Content-Type"], letter["Content-Language"]) == ("application/pdf", "sv")
    samir.get("/arende/?lang=sv")
    assert "A first reminder" not in text_of(samir.get("/arende/"))


def test_several_invoices_in_english(samir: PortalClient, world: Bait) -> None:
    kitchen, bathroom = replace(KITCHEN, invoice_number="1052"), replace(BATHROOM, invoice_number="1053")
    case = one_case(world.anna.creditor_id, kitchen=kitchen, bathroom=bathroom)
    play(date(2026, 10, 14))
    samir.open(case, code(case))
    text = text_of(samir.get("/arende/"))
    assert "Invoices 1052 and 1053, köksrenovering , badrumsrenovering" in text.replace(
        "renovering,", "renovering ,"
    )
    assert "Amount SEK 6,000.00 Left SEK 6,000.00" in text


def test_what_is_written_in_a_form_may_be_written_the_english_way(samir: PortalClient, world: Bait) -> None:
    samir.open(world.anna, code(world.anna))
    wrong = samir.post("/arende/har-betalat/", {"day": "09/10/2026", "amount": "1,842"})
    text = text_of(wrong)
    # 9 October or 10 September; 1.842 or 1 842: neither is guessed.
    assert "Write the day as year-month-day, 2026-10-09, or with the month as a word" in text
    assert "Write the amount in Swedish kronor, for example 1,842.50." in text
    no_swedish_in(wrong)
    key = "00000000-0000-4000-8000-000000000001"
    paid = {"key": key, "day": "9 October 2026", "amount": "SEK 1,842.50"}
    received = samir.post("/arende/har-betalat/", paid, follow=True)
    assert "We are asking Åre Bygg AB whether the money has arrived." in text_of(received)
    no_swedish_in(received)
    with tenant_scope(world.anna.creditor_id):
        notice = Notice.objects.get()
    assert (notice.day, notice.amount_ore) == (date(2026, 10, 9), 184_250)


def test_each_question_is_asked_in_english(samir: PortalClient, world: Bait) -> None:
    samir.open(world.anna, code(world.anna))
    asked = {
        "stammer-inte": "Why is the claim wrong?",
        "har-betalat": "Tell us about your payment",
        "kan-inte-betala": "Can you not pay everything now?",
        "inga-fler-brev": "Do you want no more letters?",
        "skriv": "Write to us",
    }
    for path, words in asked.items():
        page = samir.get(f"/arende/{path}/")
        assert words in text_of(page)
        no_swedish_in(page)


def test_the_door_that_stays_shut_says_so_in_english(samir: PortalClient, world: Bait) -> None:
    wrong = {"arende": world.anna.number, "kod": "2222 2222 22"}
    answers = [samir.post("/", data) for data in ({}, {"arende": "1", "kod": "O"}, *[wrong] * 5)]
    for answer in answers:
        no_swedish_in(answer)
    assert "The case number and the code do not belong together." in text_of(answers[2])
    assert "The code has been tried too many times. Try again in 15 minutes." in text_of(answers[-1])


def test_what_goes_wrong_is_told_in_english(
    samir: PortalClient, world: Bait, monkeypatch: pytest.MonkeyPatch
) -> None:
    samir.open(world.anna, code(world.anna))
    strict = PortalClient(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = samir.cookies
    monkeypatch.setattr("debtor_portal.views.reckon", lambda **_: 1 / 0)
    many = "&".join(f"x{n}=" for n in range(401))
    answers = {
        403: (strict.post("/", {"arende": "1"}), "The form was too old"),
        404: (samir.get("/finns-inte/"), "The page does not exist"),
        500: (samir.get("/arende/"), "The service is not answering right now"),
        400: (samir.get("/akta/", {"arende": "\0"}), "We did not understand what was sent"),
    }
    for status, (answer, words) in answers.items():
        assert (answer.status_code, words in text_of(answer)) == (status, True)
        no_swedish_in(answer)
    too_much = samir.get(f"/?{many}")
    assert (too_much.status_code, "We did not understand" in text_of(too_much)) == (400, True)


def test_a_visit_that_ran_out_says_so_in_english(
    samir: PortalClient, world: Bait, monkeypatch: pytest.MonkeyPatch
) -> None:
    samir.open(world.anna, code(world.anna))
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("debtor_portal.access.timezone.now", lambda: later)
    door = samir.get("/arende/", follow=True)
    assert "The page was closed because nobody had used it for 15 minutes" in text_of(door)
    no_swedish_in(door)


@pytest.mark.parametrize(
    "others", [(ONE_MORE,), ("Bo Ek",), ("Bo Ek", "Ann Ek"), ("Bo Ek", "Ann Ek", ONE_MORE)]
)
def test_in_swedish_those_who_answer_beside_are_told_of_in_the_letters_words(others: tuple[str, ...]) -> None:
    assert jointly(others) == joint_sentences(others)


def test_those_who_answer_beside_are_told_of_in_english(english: None) -> None:
    said = "are each liable for the whole debt. It is paid only once: what one of you pays makes it smaller for all"
    assert jointly(("Bo Ek", ONE_MORE)) == f"You and Bo Ek and at least one more {said} of you."
    assert jointly(("Kort",)) == f"You and Kort {said} of you."


def test_rates_and_spans_of_days_in_english(english: None) -> None:
    assert [percent(rate) for rate in (1000, 1050, 1025)] == ["10%", "10.5%", "10.25%"]
    spans = [
        period(date(2026, 8, 29), date(2026, 11, 20), year=2026),
        period(date(2026, 12, 29), date(2027, 1, 3), year=2027),
    ]
    assert [span.replace("\xa0", " ") for span in spans] == ["29 Aug–20 Nov", "29 Dec 2026–3 Jan 2027"]


@pytest.fixture
def english() -> Iterator[None]:
    """The words are asked for by a page in English."""
    with translation.override("en"):
        yield


@pytest.mark.browser
def test_an_english_day_from_the_letter_to_the_receipt(
    browser: PortalClient, world: Bait, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.WHITENOISE_AUTOREFRESH = True
    with (
        as_portal(),
        serving(get_wsgi_application(), threaded=False) as port,
        browsing() as chromium,
    ):
        # Whoever reads Arabic and has a phone that says so; the page needs no script.
        page = chromium.new_page(
            viewport={"width": 390, "height": 800}, locale="ar-SY", reduced_motion="reduce"
        )
        page.goto(f"http://localhost:{port}/?arende={world.anna.number}")
        assert page.get_attribute("html", "lang") == "sv"
        page.get_by_role("link", name="English", exact=True).click()
        found = look_at(page, "english-door", SIZES)
        page.get_by_label("Code").fill("2222 2222 22")
        page.get_by_role("button", name="Open the case").click()
        expect(page.locator(":focus")).to_contain_text("do not belong together")
        found += look_at(page, "english-door-wrong", SIZES)
        page.get_by_label("Code").fill(code(world.anna))
        page.get_by_role("button", name="Open the case").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("You have a debt to Åre Bygg AB")
        found += look_at(page, "english-case", SIZES)
        for name in ("cannot pay", "already paid"):
            page.get_by_role("link", name=name).click()
            page.get_by_role("button", name="Send").click()
            expect(page.locator(":focus")).to_have_class("summary")
            found += look_at(page, f"english-{name.replace(' ', '-')}", SIZES)
            page.get_by_role("link", name="Back").click()
        page.get_by_role("link", name="The claim is wrong").click()
        page.get_by_label("I do not recognise the purchase").check()
        page.get_by_label("Tell us in your own words").fill("I have never bought a bathroom.")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("We have received what you sent")
        # 13 October and 14 days is the 27th; five bank days more is 3 November.
        expect(page.locator(".lead")).to_have_text(
            "We are pausing the case now. You will get an answer by 3 November 2026."
        )
        found += look_at(page, "english-received", SIZES)
        page.get_by_role("link", name="To the case").click()
        expect(page.get_by_text("The case is paused.", exact=True)).to_be_visible()
        found += look_at(page, "english-case-resting", SIZES)
        for path in ("akta", "personuppgifter", "finns-inte"):
            page.goto(f"http://localhost:{port}/{path}/")
            found += look_at(page, f"english-{path}", SIZES)
        page.get_by_role("link", name="Svenska").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
        page.close()
    assert found == []
