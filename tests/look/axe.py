"""What axe-core finds on an open page, for any house's browser tests."""

from pathlib import Path
from typing import Any, Final

import axe_playwright_python
from playwright.sync_api import Page

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SCRIPT: Final = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """One line for each element that breaks a rule: rule, what is wrong, where. Empty is the aim.

    The script goes in through the debugging protocol, so the page's content security policy stays as it is. Contrast
    takes most of the time and is the same in every window: without `colours` it is left out, for a page that has been
    looked at in another.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    found: dict[str, Any] = page.evaluate(
        "options => axe.run(document, options)",
        {
            "runOnly": {"type": "tag", "values": RULES},
            "rules": {"color-contrast": {"enabled": colours}},
            "resultTypes": ["violations"],
        },
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['target'][0]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
