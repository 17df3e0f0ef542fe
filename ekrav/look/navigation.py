"""The main navigation of Mina sidor. A page that does not exist yet (its route is not named) is left out."""

from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ekrav.look.parts import Link, Words

# Route name of each page, in the order they stand.
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
    here = max((url for _, _, url in pages if within(path, url)), key=len, default="")
    return [
        Link(label=label, url=url, current=url == here, count=unread if name == "messages" and unread else None)
        for label, name, url in pages
    ]


def address_of(name: str) -> str:
    """The address of a named route, or "" when there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def within(path: str, url: str) -> bool:
    """Whether the page at `path` lies under `url`; the root holds only itself."""
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
