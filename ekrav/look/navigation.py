"""Where the frames' links lead. A page that does not exist yet (its route is not named) is left out.

The frames know pages by their own names; `ROUTES` says which named route each is, first match first. A house that
names a page differently changes its line here, not the templates.
"""

from collections.abc import Mapping
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ekrav.look.parts import Link, Words

ROUTES: Final[Mapping[str, tuple[str, ...]]] = {
    "overview": ("overview", "cases:overview"),
    "cases": ("cases", "cases:list"),
    "payouts": ("payouts", "payouts:list"),
    "messages": ("messages", "cases:messages"),
    "company": ("company", "accounts:company"),
    "companies": ("companies", "accounts:companies", "accounts:start"),
    "search": ("search", "cases:search", "cases", "cases:list"),
    "help": ("help", "accounts:help"),
    "accessibility": ("accessibility", "accounts:accessibility"),
    "logout": ("logout", "bankid:logout"),
    "staff": ("staff", "staff:worklist", "cases:worklist"),
    "staff_search": ("staff_search", "staff:search", "cases:staff_search"),
}

# The main navigation of Mina sidor, in the order it stands.
MAIN: Final[tuple[tuple[Words, str], ...]] = (
    (_("Översikt"), "overview"),
    (_("Ärenden"), "cases"),
    (_("Utbetalningar"), "payouts"),
    (_("Meddelanden"), "messages"),
    (_("Företaget"), "company"),
)


def main_links(*, path: str, unread: int | None = None) -> list[Link]:
    """The links of the main navigation; the one whose address begins the page's own is current."""
    pages = [(label, name, url) for label, name in MAIN if (url := address_of(name))]
    here = max((url for _label, _name, url in pages if within(path, url)), key=len, default="")
    return [
        Link(
            label=label, url=url, current=url == here, count=unread if name == "messages" and unread else None
        )
        for label, name, url in pages
    ]


def address_of(page: str) -> str:
    """The address of a page the frames know by this name, or "" when there is none."""
    for route in ROUTES.get(page, (page,)):
        try:
            return reverse(route)
        except NoReverseMatch:
            continue
    return ""


def within(path: str, url: str) -> bool:
    """Whether the page at `path` lies under `url`; the root holds only itself."""
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
