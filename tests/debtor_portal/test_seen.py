"""Mitt Ärende in a real browser: axe, widths, targets, and the way from the letter's address to the case."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Page

from ekrav.look.browser import open_browser
from tests.debtor_portal.browsing import PortalClient, as_portal
from tests.debtor_portal.given import Bait, code, pay
from tests.look.seen import judge
from tests.serving import serving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOW = "all => all.filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.textContent.trim())"


@pytest.fixture
def service(browser: PortalClient, world: Bait, settings: Any) -> Iterator[str]:
    """The portal on a port of its own, every connection as the portal's login; its address."""
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.WHITENOISE_AUTOREFRESH = True
    with as_portal(), serving(get_wsgi_application(), threaded=False) as port:
        yield f"http://localhost:{port}"


def look_at(page: Page, name: str, width: int) -> list[str]:
    """What is wrong with the open page; a picture of it where EKRAV_SHOTS says."""
    found = judge(page, name, width, colours=width < 1366)
    low = page.eval_on_selector_all("main :is(a, button, label.choice, input.control)", LOW)
    return found + [f"{name}: too low: {words}" for words in low]


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (390, "dark"), (390, "light"), (1366, "light")]
)
def test_from_the_letters_address_to_the_case(service: str, world: Bait, width: int, scheme: Any) -> None:
    with open_browser() as chromium:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, locale="en-GB"
        )
        page = context.new_page()
        complaints: list[str] = []
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        found = []
        page.goto(f"{service}/?arende={world.anna.number}")
        assert page.get_attribute("html", "lang") == "sv"
        found += look_at(page, "door", width)
        page.get_by_label("Kod").fill("2222 2222 22")
        page.get_by_role("button", name="Öppna ärendet").click()
        assert page.locator(":focus").get_attribute("class") == "summary"
        found += look_at(page, "door-wrong", width)
        page.get_by_label("Kod").fill(code(world.anna).lower())
        page.get_by_role("button", name="Öppna ärendet").click()
        assert page.url == f"{service}/arende/"
        assert page.get_by_role("heading", level=1).inner_text() == "Du har en skuld till Åre Bygg AB"
        found += look_at(page, "case", width)
        page.goto(f"{service}/finns-inte/")
        found += look_at(page, "missing", width)
        for path in ("akta", "personuppgifter"):
            page.goto(f"{service}/{path}/")
            found += look_at(page, path, width)
        page.goto(service)
        page.get_by_role("button", name="Logga ut").click()
        assert page.locator(":focus").inner_text() == "Du är utloggad."
        for _ in range(5):
            page.get_by_label("Ärendenummer").fill(world.elsewhere.number)
            page.get_by_label("Kod").fill("2222 2222 22")
            page.get_by_role("button", name="Öppna ärendet").click()
        found += look_at(page, "door-locked", width)
        context.close()
        assert found == []
        assert [text for text in complaints if "status of 4" not in text] == []


@pytest.fixture
def paid(world: Bait) -> Bait:
    """Anna has paid what the letter said."""
    pay(world.anna, "10095.62", on=date(2026, 10, 13), bank_entry=1)
    return world


@pytest.mark.parametrize("width", [390, 1366])
def test_a_paid_case_in_the_browser(paid: Bait, service: str, world: Bait, width: int) -> None:
    with open_browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 800})
        page.goto(f"{service}/?arende={world.anna.number}")
        page.get_by_label("Kod").fill(code(world.anna))
        page.get_by_role("button", name="Öppna ärendet").click()
        found = look_at(page, "paid", width)
        page.close()
        assert found == []


@pytest.mark.parametrize("width", [320, 390, 1366])
def test_saying_something_in_the_browser(service: str, world: Bait, width: int) -> None:
    with open_browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 800}, java_script_enabled=width != 390)
        page.goto(f"{service}/?arende={world.anna.number}")
        page.get_by_label("Kod").fill(code(world.anna))
        page.get_by_role("button", name="Öppna ärendet").click()
        found = []
        for way, name in (("har redan", "paid"), ("kan inte betala", "cannot"), ("stämmer inte", "dispute")):
            page.goto(f"{service}/arende/")
            page.get_by_role("link", name=way).click()
            found += look_at(page, f"say-{name}", width) if width != 390 else []
            page.get_by_role("button", name="Skicka").click()
            found += look_at(page, f"say-{name}-wrong", width) if width != 390 else []
        page.get_by_label("Känner inte igen köpet").check()
        page.get_by_role("button", name="Skicka").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Vi har fått det du skickade"
        found += look_at(page, "said", width) if width != 390 else []
        page.get_by_role("link", name="Till ärendet").click()
        found += look_at(page, "case-resting", width) if width != 390 else []
        page.close()
        assert found == []
