"""Anna opens her case: what she sees, to the öre, and what nobody sees."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.decide_dispute import uphold_partly
from cases.models import Ground, Notice
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from letters.portal_code import code_for
from tests import pages
from tests.cases.said import ASTRID_ACTS, act, heard
from tests.cases.several import BATHROOM, KITCHEN, one_case
from tests.cases.test_telling import told
from tests.cast import ANNA_OWES, set_today, take_as_posted
from tests.debtor_portal.browsing import PortalClient
from tests.debtor_portal.given import Bait, code, pay, pay_the_creditor, play

# Words that no debtor should have to read.
BANNED = (
    *(
        "erlägg",
        "tillhanda",
        "vidta",
        "vederbörande",
        "anmoda",
        "föranled",
        "härmed",
        "jämlikt",
        "ifrågavarande",
    ),
    *("åligg", "medelst", "nedan angivna", "delgiv", "gäldenär", "borgenär", "omedelbart"),
)

pytestmark = pytest.mark.django_db(transaction=True)


def text_of(response: Any) -> str:
    """The page's words, spaces ordinary."""
    return pages.text_of(response).replace("\u00a0", " ").replace(" ,", ",").replace(" .", ".")


def opened(browser: PortalClient, world: Bait) -> Any:
    """Anna's page."""
    assert browser.open(world.anna, code(world.anna)).status_code == 302
    return browser.get("/arende/")


def test_anna_opens_her_case_with_the_letters_code_and_sees_what_the_letter_says(
    browser: PortalClient, world: Bait
) -> None:
    response = browser.post("/", {"arende": world.anna.number, "kod": code(world.anna)})
    assert (response.status_code, response["Location"]) == (302, "/arende/")
    page = browser.get("/arende/")
    text = text_of(page)
    assert page.status_code == 200
    assert "Du har en skuld till Åre Bygg AB" in text
    assert "Faktura 1042, badrumsrenovering" in text
    # 10 000 + 13 days of 10 % (35,62) + the reminder, 60: the letter's sum, the day of the letter.
    assert "Att betala 10 095,62 kr Betala senast måndag 26 oktober" in text
    assert "Ränta 10 % på 10 000,00 kr, 1 okt–13 okt 35,62" in text
    assert "Påminnelse 13 oktober 2026 60,00" in text
    assert "Att betala, kr 10 095,62" in text
    assert "Sista dag att betala eller säga emot." in text
    assert "Tidigast måndag 2 november Vi kan skicka ett inkassokrav. Då kan skulden öka med 180 kr." in text
    assert "Åre Bygg AB kan ansöka hos Kronofogden." in text
    assert "Betalningspåminnelse (PDF), postat 13 oktober 2026" in text
    assert "Vi har inte fått någon betalning än." in text
    assert "08-555 010 20" in text
    assert "In English Read this page in English" in text


def test_nothing_of_the_person_is_on_the_page_and_no_cache_keeps_it(
    browser: PortalClient, world: Bait
) -> None:
    page = opened(browser, world)
    html = page.content.decode()
    for secret in (
        ANNA_OWES.number[2:8],
        ANNA_OWES.number[-4:],
        ANNA_OWES.name,
        ANNA_OWES.street,
        code(world.anna),
    ):
        assert secret not in html
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "strict-origin"
    assert len(page.content) <= 60_000
    assert "<script" not in html


def test_the_letters_amount_stands_through_its_last_day_and_then_the_interest_shows(
    browser: PortalClient, world: Bait
) -> None:
    opened(browser, world)
    set_today(date(2026, 10, 26))
    text = text_of(browser.get("/arende/"))
    # 26 days are 71,23; 35,61 of them are given up when the printed 10 095,62 comes in time.
    assert "Att betala 10 095,62 kr Betala senast" in text
    assert "Ränta efter brevet, som du slipper om du betalar i tid −35,61" in text
    set_today(date(2026, 10, 27))
    text = text_of(browser.get("/arende/"))
    # 27 days: 10 000 × 10 % × 27 / 365 = 73,97.
    assert "Att betala 10 133,97 kr Skulle ha betalats måndag 26 oktober" in text
    assert "Räntan är 2,74 kr om dagen" in text


def test_interest_that_is_not_decided_is_left_out_and_said_so(browser: PortalClient, world: Bait) -> None:
    opened(browser, world)
    set_today(date(2027, 1, 5))
    text = text_of(browser.get("/arende/"))
    # 92 days through New Year's Eve, 252,05, and the reminder.
    assert "Att betala 10 312,05 kr Skulle ha betalats" in text
    assert (
        "Räntan från 1 januari 2027 är inte beslutad ännu. Beloppet är räknat till 31 december 2026. Ränta för"
        " dagarna efter kommer till när den är beslutad." in text
    )
    assert "om dagen" not in text


def test_part_payments_of_both_kinds_are_lines_and_the_lines_add_up(
    browser: PortalClient, world: Bait
) -> None:
    pay(world.anna, "1000.00", on=date(2026, 10, 13), bank_entry=1)
    pay_the_creditor(world.anna, "95.62", on=date(2026, 10, 13))
    text = text_of(opened(browser, world))
    assert "Du har betalat 13 oktober 2026 −1 000,00" in text
    assert "Du har betalat till Åre Bygg AB 13 oktober 2026 −95,62" in text
    assert "Att betala, kr 9 000,00" in text


def test_an_invoice_that_was_lowered_says_so_and_the_lines_add_up(
    browser: PortalClient, world: Bait, settings: Any
) -> None:
    settings.ROOT_URLCONF = "ekrav.urls"
    heard(world.anna, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("4000.00"))
    act(world.anna, uphold_partly, credited=kronor("4000.00"), by=ASTRID_ACTS)
    settings.ROOT_URLCONF = "ekrav.portal_urls"
    text = text_of(opened(browser, world))
    assert "Fakturan är sänkt 31 augusti 2026 −4 000,00" in text
    # 6 000, thirteen days' interest on it, 21.37, and 60.
    assert "Att betala, kr 6 081,37" in text


def test_two_invoices_are_both_told_with_what_is_left_of_each(browser: PortalClient, world: Bait) -> None:
    kitchen, bathroom = replace(KITCHEN, invoice_number="1052"), replace(BATHROOM, invoice_number="1053")
    case = one_case(world.anna.creditor_id, kitchen=kitchen, bathroom=bathroom)
    play(date(2026, 10, 14))
    set_today(date(2026, 10, 20))
    pay(case, "6500.00", on=date(2026, 10, 20), bank_entry=1)
    browser.open(case, code(case))
    text = text_of(browser.get("/arende/"))
    assert "Fakturorna 1052 och 1053, köksrenovering, badrumsrenovering" in text
    assert "Från Åre Bygg AB Faktura 1052 Avser Tjänster: köksrenovering" in text
    assert "Belopp 6 000,00 kr Kvar 0,00 kr Faktura 1053" in text
    assert "Belopp 4 000,00 kr Kvar 3 668,49 kr" in text


def test_a_paid_case_says_thank_you_and_asks_for_nothing(browser: PortalClient, world: Bait) -> None:
    pay(world.anna, "10095.62", on=date(2026, 10, 13), bank_entry=1)
    text = text_of(opened(browser, world))
    assert "Tack, skulden är betald" in text
    assert "Kvar att betala 0 kr Betald tisdag 13 oktober" in text
    assert "Så betalar du" not in text
    assert "för mycket" not in text


def test_what_was_paid_too_much_is_said_to_be_the_payers(browser: PortalClient, world: Bait) -> None:
    pay(world.anna, "10095.62", on=date(2026, 10, 13), bank_entry=1)
    pay(world.anna, "10095.62", on=date(2026, 10, 13), bank_entry=2)
    text = text_of(opened(browser, world))
    assert "10 095,62 kr är dina pengar." in text
    assert "För mycket betalt, dina pengar 10 095,62" in text
    assert "Att betala, kr 0,00" in text


def test_while_the_creditor_chooses_no_step_is_promised(browser: PortalClient, world: Bait) -> None:
    play(date(2026, 11, 2))
    play(date(2026, 11, 20))
    assert browser.open(world.anna, code(world.anna, letter=2)).status_code == 302
    text = text_of(browser.get("/arende/"))
    assert "Att betala 10 379,73 kr Skulle ha betalats fredag 13 november" in text
    assert "Inget nytt steg är bestämt. Åre Bygg AB väljer hur ärendet går vidare." in text
    assert "kan ansöka" not in text


def test_the_page_asks_few_questions(browser: PortalClient, world: Bait) -> None:
    opened(browser, world)
    browser.twins = False
    with CaptureQueriesContext(connection) as asked:
        browser.get("/arende/")
    selects = [query["sql"] for query in asked if " FROM " in query["sql"]]
    assert 5 < len(selects) <= 26, "\n".join(selects)


def test_the_letter_is_shown_to_the_byte_and_other_cases_letters_are_404(
    browser: PortalClient, world: Bait
) -> None:
    assert browser.get("/arende/brev/1/").status_code == 302
    opened(browser, world)
    letter = browser.get("/arende/brev/1/")
    assert (letter.content, letter["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert letter["Cache-Control"] == "no-store"
    assert browser.get("/arende/brev/2/").status_code == 404
    assert "Sidan finns inte" in text_of(browser.get("/arende/brev/2/"))


def test_the_pages_are_written_in_plain_swedish(browser: PortalClient, world: Bait) -> None:
    pages_seen = [opened(browser, world), *(browser.get(path) for path in ("/akta/", "/personuppgifter/"))]
    for page in pages_seen:
        words = text_of(page).lower()
        assert [word for word in BANNED if word in words] == []
        assert "!" not in words


def test_a_letter_that_tells_of_something_is_kept_for_her_when_it_has_left_and_its_code_opens_the_case(
    browser: PortalClient, world: Bait
) -> None:
    told(world.anna)
    assert "Avi till din amorteringsplan" not in text_of(opened(browser, world))
    set_today(date(2026, 10, 14))
    take_as_posted(world.anna.creditor_id)
    with tenant_scope(world.anna.creditor_id):
        number = Dispatch.objects.get(kind="plan_notice").letter_number
    new_code = code_for(case_number=world.anna.number, letter_number=number)
    assert browser.open(world.anna, new_code).status_code == 302
    assert "Avi till din amorteringsplan" in text_of(browser.get("/arende/"))
    assert browser.get(f"/arende/brev/{number}/").content == b"%PDF-1.7"
