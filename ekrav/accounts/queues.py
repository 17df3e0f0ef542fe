"""The rail of Handläggning: the pages that exist, by the names of their routes."""

from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ekrav.look.navigation import within
from ekrav.look.parts import Link, LinkGroup, Words

QUEUES: Final[tuple[tuple[Words, tuple[tuple[Words, str], ...]], ...]] = (
    (
        _("Köer"),
        (
            (_("Alla köer"), "staff:worklist"),
            (_("Nya borgenärer"), "staff:creditors"),
            (_("Sök ärende"), "cases:staff_search"),
        ),
    ),
    (
        _("Ekonomi"),
        (
            (_("Oplacerade betalningar"), "payments:unmatched"),
            (_("Bankfiler"), "payments:files"),
            (_("Utbetalningar"), "payouts:runs"),
        ),
    ),
    (_("Byrån"), ((_("Byråns uppgifter"), "staff:agency"), (_("Medarbetare"), "staff:staff"))),
)


def queues_seen_from(path: str) -> list[LinkGroup]:
    """The rail's groups, the page at `path` marked; pages that do not exist (yet) are left out."""
    pages = [(group, word, url) for group, rows in QUEUES for word, name in rows if (url := _address(name))]
    here = max((url for _group, _word, url in pages if within(path, url)), key=len, default="")
    return [
        LinkGroup(
            label=group,
            links=[
                Link(label=word, url=url, current=url == here) for own, word, url in pages if own is group
            ],
        )
        for group, _rows in QUEUES
        if any(own is group for own, _word, _url in pages)
    ]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
