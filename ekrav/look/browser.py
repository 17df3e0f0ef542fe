"""Chromium as installed on the machine, for looking at pages: the `look` command and the browser tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A page that is looked at once: its scripts are made ready at once, and never better while they run.
QUICK: Final = [*ARGUMENTS, "--js-flags=--no-opt --no-maglev --always-sparkplug"]


class NoBrowser(RuntimeError):
    """No Chromium is installed, and EKRAV_CHROMIUM names none."""


def browser_path() -> str:
    """Where the machine's Chromium lies. Raises NoBrowser."""
    named = os.environ.get("EKRAV_CHROMIUM", "")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), "")
    if not found:
        raise NoBrowser("install Chromium, or name it in EKRAV_CHROMIUM")
    return found


@contextmanager
def open_browser() -> Iterator["Browser"]:
    """A headless browser, closed afterwards. Playwright is a tool of development: it is imported here only."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
