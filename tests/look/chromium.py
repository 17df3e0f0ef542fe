"""One browser for the whole run: to start one costs more than to look at two pages."""

import asyncio
import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from playwright.sync_api import Browser, sync_playwright

from ekrav.look.browser import QUICK, browser_path


@dataclass(frozen=True, kw_only=True)
class _Running:
    """The browser, and the loop that Playwright speaks to it in."""

    browser: Browser
    loop: asyncio.AbstractEventLoop


@contextmanager
def browsing() -> Iterator[Browser]:
    """The run's browser, with nothing open in it before and after.

    Playwright's loop counts as this thread's running one meanwhile, and Django refuses to ask the database from inside
    a loop: what must be asked is asked before or afterwards, or by another thread.
    """
    running = _running()
    asyncio._set_running_loop(running.loop)
    try:
        yield running.browser
    finally:
        for context in running.browser.contexts:
            context.close()
        asyncio._set_running_loop(None)


@cache
def _running() -> _Running:
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=browser_path(), args=QUICK)
    loop = asyncio.get_running_loop()

    def end() -> None:
        asyncio._set_running_loop(loop)
        browser.close()
        playwright.stop()

    atexit.register(end)
    return _Running(browser=browser, loop=loop)
