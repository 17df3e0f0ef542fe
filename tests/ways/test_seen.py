"""Paying in a real browser, narrow and wide: axe finds nothing, nothing is too wide or too low; pictures on request."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from playwright.sync_api import Page, expect

from cases.models import Case
from ops.roles import APP, PORTAL
from tests.debtor_portal.browsing import FACE, as_portal
from tests.debtor_portal.given import code
from tests.debtor_portal.test_seen import look_at
from tests.look.chromium import browsing
from tests.serving import serving
from tests.ways.given import asks, on_the_phone, paid_now

T = TypeVar("T")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def service(anna: Case, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The portal on a port of its own, every connection as the portal's login; its address.

    A page that asks again by itself waits until it has been looked at.
    """
    monkeypatch.setattr("debtor_portal.pay_views.REFRESH", "600")
    for name, value in FACE.items():
        setattr(settings, name, value)
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.WHITENOISE_AUTOREFRESH = True
    with as_portal(), serving(get_wsgi_application(), threaded=False) as port:
        settings.PORTAL_URL = f"http://localhost:{port}"
        yield settings.PORTAL_URL


def by_the_worker(act: Callable[[], T]) -> T:
    """Do something as the service's own login, in a thread of its own; what came of it."""

    def inner() -> T:
        connection.settings_dict["USER"] = APP
        try:
            return act()
        finally:
            connection.close()
            connection.settings_dict["USER"] = PORTAL

    with ThreadPoolExecutor(1) as worker:
        return worker.submit(inner).result(60)


def at_the_counterpart(page: Page, name: str) -> list[str]:
    """What is wrong with a page of the sandbox, whose targets need not be as large."""
    return [line for line in look_at(page, name) if "too low" not in line]


def goes_to_pay(page: Page, service: str, case: Case) -> None:
    """From the door to the form."""
    page.goto(f"{service}/?arende={case.number}")
    page.get_by_label("Kod").fill(code(case))
    page.get_by_role("button", name="Öppna ärendet").click()
    page.get_by_role("link", name="Betala", exact=True).click()


def test_paying_by_swish(service: str, anna: Case) -> None:
    with browsing() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        goes_to_pay(page, service, anna)
        found = look_at(page, "pay")
        page.get_by_label("Belopp").fill("20000")
        page.get_by_role("button", name="Betala med Swish").click()
        found += look_at(page, "pay-wrong")
        page.get_by_label("Belopp").fill("10095,62")
        page.get_by_role("button", name="Betala med Swish").click()
        found += look_at(page, "payment-created")
        by_the_worker(asks)
        paying = by_the_worker(lambda: paid_now(anna))
        page.goto(f"{service}/arende/betalning/")
        code_to_scan = page.get_by_label("Swish-QR: 10\xa0095,62\xa0kr till Åre Bygg AB")
        words_about_it = page.get_by_text("Läs koden med Swish på telefonen.")
        assert (code_to_scan.is_visible(), words_about_it.is_visible()) == (False, False)
        page.set_viewport_size({"width": 1366, "height": 800})
        assert (code_to_scan.is_visible(), words_about_it.is_visible()) == (True, True)
        found += look_at(page, "payment-sent")
        page.get_by_role("link", name="Öppna Swish").click()
        found += at_the_counterpart(page, "phone")
        by_the_worker(lambda: on_the_phone(paying, "approve"))
        by_the_worker(asks)
        page.goto(f"{service}/arende/betalning/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Tack, du har betalat")
        found += look_at(page, "payment-receipt")
        page.close()
        assert found == []


def test_paying_in_english(service: str, anna: Case) -> None:
    with browsing() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        goes_to_pay(page, service, anna)
        page.get_by_role("link", name="English").click()
        assert page.get_by_label("Amount").input_value() == "10,095.62"
        found = look_at(page, "english-pay")
        page.get_by_label("Amount").fill("10,095.63")
        page.get_by_role("button", name="Pay with Swish").click()
        expect(page.locator(".summary")).to_contain_text(
            "You owe SEK\xa010,095.62. Do not write more than that."
        )
        page.get_by_label("Amount").fill("10,095.62")
        page.get_by_role("button", name="Pay with Swish").click()
        by_the_worker(asks)
        paying = by_the_worker(lambda: paid_now(anna))
        page.goto(f"{service}/arende/betalning/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Approve the payment")
        expect(page.get_by_label("Swish QR: SEK\xa010,095.62 to Åre Bygg AB")).to_have_count(1)
        found += look_at(page, "english-payment-sent")
        by_the_worker(lambda: on_the_phone(paying, "approve"))
        by_the_worker(asks)
        page.goto(f"{service}/arende/betalning/")
        expect(page.locator("#kvitto")).to_contain_text("Left to pay: SEK 0. The case is closed.")
        found += look_at(page, "english-payment-receipt")
        page.get_by_role("link", name="To the debt").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, the debt is paid")
        found += look_at(page, "english-debt-paid")
        page.close()
        assert found == []


def test_regretting_and_the_cards_page(service: str, anna: Case) -> None:
    with browsing() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        goes_to_pay(page, service, anna)
        page.get_by_role("button", name="Betala med kort").click()
        by_the_worker(asks)
        page.goto(f"{service}/arende/")
        found = look_at(page, "case-on-its-way")
        page.get_by_role("link", name="Se hur det går").click()
        found += look_at(page, "payment-card")
        page.get_by_role("link", name="Gå till kortbetalningen").click()
        found += at_the_counterpart(page, "checkout")
        page.goto(f"{service}/arende/betalning/")
        page.get_by_role("button", name="Avbryt betalningen").click()
        found += look_at(page, "payment-regretted")
        by_the_worker(asks)
        page.goto(f"{service}/arende/betalning/")
        found += look_at(page, "payment-over")
        page.close()
        assert found == []
