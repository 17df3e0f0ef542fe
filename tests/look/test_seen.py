"""The style pages in a real browser: axe, width, keyboard, and without script."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from django.test import RequestFactory, override_settings
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from ekrav.look.views import FACES, gallery
from tests.look.axe import violations
from tests.look.chromium import browsing
from tests.look.seen import WIDTHS, judge
from tests.look.test_templates import BARE

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
SITE = "http://ekrav.test"
POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; img-src 'self' data:"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Every style page as it is sent, rendered before the browser's event loop runs."""
    with override_settings(TEMPLATES=BARE, DEMO=True), translation.override("sv"):
        return {face: gallery(RequestFactory().get("/look/"), face).content.decode() for face in FACES}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    with browsing() as opened:
        yield opened


def serve(page: Page, pages: dict[str, str]) -> list[str]:
    """Answer the page's requests from memory and from static/; returns the list that console errors land in."""
    complaints: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        else:
            body = pages[path.removeprefix("/look/").strip("/")]
            route.fulfill(body=body, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    page.route("**/*", answer)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    return complaints


# In the dark nothing but the colours differs.
@pytest.mark.parametrize(("scheme", "widths"), [("light", (*WIDTHS, 320, 768)), ("dark", WIDTHS)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, pages: dict[str, str], scheme: Literal["light", "dark"], widths: tuple[int, ...]
) -> None:
    page = browser.new_page(color_scheme=scheme)
    complaints = serve(page, pages)
    found = []
    for face in pages:
        page.set_viewport_size({"width": widths[0], "height": 800})
        page.goto(f"{SITE}/look/{face}")
        found += [line for width in widths for line in judge(page, face, width, colours=width == widths[0])]
    page.close()
    assert found == []
    assert complaints == []


def test_axe_finds_nothing_in_forced_colours(browser: Browser, pages: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 800}, forced_colors="active")
    serve(page, pages)
    found = []
    for face in pages:
        page.goto(f"{SITE}/look/{face}")
        found += [f"{face}: {line}" for line in violations(page)]
    page.close()
    assert found == []


def test_the_judge_finds_pale_words_a_field_without_a_label_and_what_is_too_wide(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<html lang=sv><title>Fel</title><main><h1>Fel</h1><p style='color: #bbb'>Blekt</p><input>"
        "<p style='inline-size: 500px'>Brett</p></main>"
    )
    narrow, wide = (
        {line.split(": ")[1] for line in judge(page, "fel", width, colours=width == 390)} for width in WIDTHS
    )
    page.close()
    assert narrow == {"color-contrast", "label", "too wide"}
    assert wide == {"label"}


def test_the_error_summary_has_the_focus_without_script(browser: Browser, pages: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    serve(page, pages)
    page.goto(f"{SITE}/look/fel")
    assert page.locator(":focus").get_attribute("class") == "summary"
    page.get_by_role("link", name="Välj varför kravet inte stämmer").click()
    assert page.url.endswith("#id_reason_0")
    context.close()


def test_the_drop_zone_is_a_plain_file_field_without_script(browser: Browser, pages: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    serve(page, pages)
    page.goto(f"{SITE}/look/")
    assert page.get_by_role("button", name="Ladda upp").is_visible()
    assert page.locator(".pick").is_hidden()
    context.close()


def test_slash_puts_the_cursor_in_the_search_box_unless_one_is_typing(
    browser: Browser, pages: dict[str, str]
) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 800})
    serve(page, pages)
    page.goto(f"{SITE}/look/")
    page.keyboard.press("/")
    assert page.locator(":focus").get_attribute("data-find") is not None
    page.keyboard.type("a/b")
    assert page.locator("#find").input_value() == "a/b"
    page.close()


def test_debtor_targets_are_at_least_44_high(browser: Browser, pages: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    serve(page, pages)
    page.goto(f"{SITE}/look/arende")
    low = page.eval_on_selector_all(
        "main :is(a, button, label)",
        "all => all.filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.textContent.trim())",
    )
    page.close()
    assert low == []
