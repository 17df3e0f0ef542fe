"""The counterparties' pages in a real browser: axe finds nothing, nothing is too wide; pictures on request."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from tests.look.chromium import browsing
from tests.look.seen import WIDTHS, judge
from tests.sandbox_pages.conftest import hand_over, letter_pdf
from tests.sandbox_pages.test_bank import PAID, play
from tests.sandbox_pages.test_kronofogden import file_an_application
from tests.sandbox_pages.test_mail import note, only_address, send
from tests.serving import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def service(app: Flask) -> Iterator[str]:
    """The counterparties on a port of their own."""
    with serving(app) as port:
        yield f"http://localhost:{port}"


def look(page: Page, title: str) -> list[str]:
    """What is wrong with the open page."""
    width = page.evaluate("innerWidth")
    return judge(page, f"sandbox-{title}", width, colours=width == WIDTHS[0])


def test_nothing_is_wrong_with_the_pages(client: FlaskClient, service: str, mail_folder: Path) -> None:
    found = []
    addresses = {
        "start": "/",
        "letters": "/print/",
        "mails": "/mail/",
        "bank": "/bank/",
        "kronofogden": "/kronofogden/",
    }
    with browsing() as chromium:
        pages = [chromium.new_page(viewport={"width": width, "height": 800}) for width in WIDTHS]
        for page in pages:
            for title, address in addresses.items():
                page.goto(service + address)
                found += look(page, f"{title}-empty")
        for _ in range(2):
            hand_over(client, {uuid4(): letter_pdf(), uuid4(): letter_pdf()})
        mail = note("Avräkningsnota 2025-16 och ett långt ämne", "http://localhost:8000/" + "a" * 90)
        mail.attach("avräkningsnota.pdf", b"%PDF-1.7" * 9000, "application/pdf")
        send(mail_folder, mail)
        client.post("/kronofogden/mishaps", json={"lose": 1})
        file_an_application(client)
        play(client, "2025-03-03")
        client.post("/bank/", data=PAID)
        play(client, "2025-03-04")
        client.post("/bank/", data=PAID)
        for page in pages:
            for title, address in {**addresses, "mail": only_address(mail_folder)}.items():
                page.goto(service + address)
                found += look(page, title)
            page.goto(f"{service}/bank/")
            page.get_by_role("button", name="Betala").click()
            found += look(page, "bank-wrong")
    assert found == []


def test_a_payment_made_at_the_counter_leads_back_to_it(client: FlaskClient, service: str) -> None:
    play(client, "2025-03-03")
    with browsing() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        page.goto(f"{service}/")
        page.get_by_role("link", name="Banken").click()
        page.get_by_label("OCR-nummer eller meddelande").fill("2783 5311 2024")
        page.get_by_label("Belopp i kronor").fill("100")
        page.get_by_role("button", name="Betala").click()
        expect(page).to_have_url(f"{service}/bank/#waiting")
        expect(page.get_by_text("Anna Lindqvist, 2783 5311 2024 100,00 kr")).to_be_visible()
