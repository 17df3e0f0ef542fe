"""The service's pages in a real browser, as somebody logged in sees them narrow and wide.

Each page is opened once and its window then made wider, as a page follows its window by style alone.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings as configured
from django.core.wsgi import get_wsgi_application
from django.test import Client
from playwright.sync_api import Page

from tests.look.axe import violations
from tests.look.chromium import browsing
from tests.serving import serving

WIDTHS: Final = (390, 1366)
SHOTS: Final = os.environ.get("EKRAV_SHOTS", "")

Looker = tuple[Client, dict[str, str]]
"""Somebody, and the addresses that they look at by the name of the page's picture."""


@pytest.fixture
def service(settings: Any) -> Iterator[str]:
    """The service on a port of its own."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    settings.WHITENOISE_AUTOREFRESH = True
    with serving(get_wsgi_application(), threaded=False) as port:
        yield f"http://localhost:{port}"


def seen(service: str, *lookers: Looker, widths: Sequence[int] = WIDTHS) -> list[str]:
    """What axe has against the pages and what is wider than the window; pictures of them where EKRAV_SHOTS says.

    Called last in a test: while a browser is open, its thread may not ask the database.
    """
    with browsing() as chromium:
        page = chromium.new_page(locale="sv-SE")
        return [line for looker in lookers for line in _look(page, service, looker, widths)]


def _look(page: Page, service: str, looker: Looker, widths: Sequence[int]) -> list[str]:
    who, addresses = looker
    name = configured.SESSION_COOKIE_NAME
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": who.cookies[name].value, "url": service}])
    found = []
    for title, path in addresses.items():
        page.set_viewport_size({"width": widths[0], "height": 800})
        answer = page.goto(service + path)
        if answer is None or answer.status != 200:
            found.append(f"{title}: status {answer and answer.status}")
        else:
            found += [
                line for width in widths for line in judge(page, title, width, colours=width == widths[0])
            ]
    return found


def judge(page: Page, title: str, width: int, *, colours: bool = True) -> list[str]:
    """What is wrong with the open page in a window of this width."""
    # A click that leads to it may have come back before it is there.
    page.wait_for_load_state()
    page.set_viewport_size({"width": width, "height": 800})
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{title}-{width}.png"), full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{title}-{width}: {line}" for line in violations(page, colours=colours) + ["too wide"] * wide]
