"""Mitt Ärende in a real browser: axe, widths, targets, and the way from the letter's address to the case."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Page, expect

from cases.models import Case
from tests.cases.endings import are_bygg_on
from tests.debtor_portal.browsing import PortalClient, as_portal
from tests.debtor_portal.given import Bait, code, pay
from tests.debtor_portal.test_plan import offered
from tests.kronofogden_acts.quick import titled
from tests.look.chromium import browsing
from tests.look.seen import WIDTHS, judge
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


def look_at(page: Page, name: str, widths: Sequence[int] = WIDTHS) -> list[str]:
    """What is wrong with the open page, in windows of these widths, the first of which it keeps."""
    found = []
    for width in widths:
        found += judge(page, name, width, colours=width == widths[0])
        low = page.eval_on_selector_all("main :is(a, button, label.choice, input.control)", LOW)
        found += [f"{name}-{width}: too low: {words}" for words in low]
    page.set_viewport_size({"width": widths[0], "height": 800})
    return found


def in_both_schemes(page: Page, name: str) -> list[str]:
    """What is wrong with the open page in three windows, and in the dark, where only its colours differ."""
    found = look_at(page, name, (390, 320, 1366))
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {line}" for line in judge(page, f"{name}-dark", 390)]
    page.emulate_media(color_scheme="light")
    return found


def test_from_the_letters_address_to_the_case(service: str, world: Bait) -> None:
    with browsing() as chromium:
        # No colour is caught on its way from light to dark.
        page = chromium.new_page(
            viewport={"width": 390, "height": 800}, locale="en-GB", reduced_motion="reduce"
        )
        complaints: list[str] = []
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        found = []
        page.goto(f"{service}/?arende={world.anna.number}")
        assert page.get_attribute("html", "lang") == "sv"
        found += in_both_schemes(page, "door")
        page.get_by_label("Kod").fill("2222 2222 22")
        page.get_by_role("button", name="Öppna ärendet").click()
        expect(page.locator(":focus")).to_have_class("summary")
        found += in_both_schemes(page, "door-wrong")
        page.get_by_label("Kod").fill(code(world.anna).lower())
        page.get_by_role("button", name="Öppna ärendet").click()
        expect(page).to_have_url(f"{service}/arende/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Du har en skuld till Åre Bygg AB")
        found += in_both_schemes(page, "case")
        page.goto(f"{service}/finns-inte/")
        found += in_both_schemes(page, "missing")
        for path in ("akta", "personuppgifter"):
            page.goto(f"{service}/{path}/")
            found += in_both_schemes(page, path)
        page.goto(service)
        page.get_by_role("button", name="Logga ut").click()
        expect(page.locator(":focus")).to_have_text("Du är utloggad.")
        for _ in range(5):
            page.get_by_label("Ärendenummer").fill(world.elsewhere.number)
            page.get_by_label("Kod").fill("2222 2222 22")
            page.get_by_role("button", name="Öppna ärendet").click()
        found += in_both_schemes(page, "door-locked")
        page.close()
        assert found == []
        assert [text for text in complaints if "status of 4" not in text] == []


@pytest.fixture
def paid(world: Bait) -> Bait:
    """Anna has paid what the letter said."""
    pay(world.anna, "10095.62", on=date(2026, 10, 13), bank_entry=1)
    return world


def test_a_paid_case_in_the_browser(paid: Bait, service: str, world: Bait) -> None:
    with browsing() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        page.goto(f"{service}/?arende={world.anna.number}")
        page.get_by_label("Kod").fill(code(world.anna))
        page.get_by_role("button", name="Öppna ärendet").click()
        found = look_at(page, "paid")
        page.close()
        assert found == []


@pytest.fixture
def with_offer(world: Bait) -> Bait:
    """Anna is offered two parts."""
    offered(world.anna)
    return world


def test_a_plan_in_the_browser(with_offer: Bait, service: str) -> None:
    with browsing() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        page.goto(f"{service}/?arende={with_offer.anna.number}")
        page.get_by_label("Kod").fill(code(with_offer.anna))
        page.get_by_role("button", name="Öppna ärendet").click()
        note, box = page.locator(".box + .notice").bounding_box(), page.locator(".box").bounding_box()
        assert note
        assert box
        assert note["y"] - box["y"] - box["height"] >= 16
        found = look_at(page, "case-offer")
        page.get_by_role("link", name="Se planen och vad den kostar").click()
        found += look_at(page, "plan-offer")
        yes = page.get_by_role("button", name="Ja, jag betalar så här")
        above, button = page.locator("form p").first.bounding_box(), yes.bounding_box()
        assert above
        assert button
        assert button["y"] - above["y"] - above["height"] >= 16
        yes.click()
        found += look_at(page, "plan-said")
        page.close()
        assert found == []


@pytest.fixture
def with_title(browser: PortalClient, settings: Any) -> Case:
    """Anna's case with its verdict; the agency's own work is done by another face."""
    settings.ROOT_URLCONF = "ekrav.urls"
    case = titled(are_bygg_on(), up_to=150_000)
    settings.ROOT_URLCONF = "ekrav.portal_urls"
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.WHITENOISE_AUTOREFRESH = True
    return case


def test_a_verdict_in_the_browser(with_title: Case) -> None:
    with as_portal(), serving(get_wsgi_application(), threaded=False) as port, browsing() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        page.goto(f"http://localhost:{port}/?arende={with_title.number}")
        page.get_by_label("Kod").fill(code(with_title, letter=2))
        page.get_by_role("button", name="Öppna ärendet").click()
        found = look_at(page, "case-titled")
        page.close()
        assert found == []


@pytest.mark.parametrize("script", [True, False])
def test_saying_something_in_the_browser(service: str, world: Bait, script: bool) -> None:
    with browsing() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=script)
        page.goto(f"{service}/?arende={world.anna.number}")
        page.get_by_label("Kod").fill(code(world.anna))
        page.get_by_role("button", name="Öppna ärendet").click()
        found = []
        for way, name in (("har redan", "paid"), ("kan inte betala", "cannot"), ("stämmer inte", "dispute")):
            page.goto(f"{service}/arende/")
            page.get_by_role("link", name=way).click()
            found += look_at(page, f"say-{name}", (390, 320, 1366)) if script else []
            page.get_by_role("button", name="Skicka").click()
            found += look_at(page, f"say-{name}-wrong", (390, 320, 1366)) if script else []
        page.get_by_label("Känner inte igen köpet").check()
        page.get_by_role("button", name="Skicka").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Vi har fått det du skickade")
        found += look_at(page, "said", (390, 320, 1366)) if script else []
        page.get_by_role("link", name="Till ärendet").click()
        found += look_at(page, "case-resting", (390, 320, 1366)) if script else []
        page.close()
        assert found == []
