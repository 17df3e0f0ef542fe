"""The rail of Handläggning: the pages that exist, by the names of their routes."""

from collections.abc import Collection
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ekrav.agency.models import StaffMember
from ekrav.look.navigation import within
from ekrav.look.parts import Link, LinkGroup, Words

Role = StaffMember.Role
EVERYBODY = frozenset(Role)
FINANCE = frozenset({Role.FINANCE})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

Group = tuple[Words, frozenset[StaffMember.Role], tuple[tuple[Words, str], ...]]

QUEUES: Final[tuple[Group, ...]] = (
    (
        _("Köer"),
        EVERYBODY,
        (
            (_("Alla köer"), "staff:worklist"),
            (_("Nya borgenärer"), "staff:creditors"),
            (_("Gäldenärer"), "cases:debtors"),
            (_("Händelser"), "cases:situations"),
            (_("Från gäldenärer"), "cases:notices"),
            (_("Bestridanden"), "cases:disputes"),
            (_("Stoppade brev"), "cases:stopped_letters"),
            (_("Det som inte går"), "cases:held_up"),
            (_("Efterbevakning"), "cases:surveillance_queue"),
            (_("Kronofogden"), "kronofogden:files"),
            (_("Tingsrätten"), "cases:in_court"),
            (_("Till Kronofogden för hand"), "kronofogden:by_hand"),
            (_("Sök ärende"), "cases:staff_search"),
            (_("Satser"), "cases:rates"),
        ),
    ),
    (
        _("Ekonomi"),
        FINANCE,
        (
            (_("Oplacerade betalningar"), "payments:unmatched"),
            (_("Betalningar på väg"), "payments:moving"),
            (_("Återföringar"), "cases:reversals"),
            (_("Banken"), "payments:bank"),
            (_("Klientmedel"), "payments:proofs"),
            (_("Kontoplan"), "payments:chart"),
            (_("Bankfiler"), "payments:files"),
            (_("Utbetalningar"), "payouts:runs"),
            (_("Avräkningsnotor"), "payouts:staff_notes"),
            (_("Moms på avgifter"), "payouts:vat"),
            (_("Byråns avgifter"), "payouts:fees"),
            (_("Prognos och pauser"), "payouts:forecast"),
            (_("Frågor till banken"), "payouts:watch"),
            (_("Återbetalningar"), "payouts:refunds"),
        ),
    ),
    (
        _("Byrån"),
        ADMINISTRATORS,
        ((_("Byråns uppgifter"), "staff:agency"), (_("Medarbetare"), "staff:staff")),
    ),
)


def queues_seen_from(path: str, *, roles: Collection[str]) -> list[LinkGroup]:
    """The rail's groups that staff in `roles` may open, the page at `path` marked; what does not exist is left out."""
    pages = [
        (group, word, url)
        for group, needed, rows in QUEUES
        for word, name in rows
        if may_open(needed, roles=roles) and (url := address_of_route(name))
    ]
    here = max((url for _group, _word, url in pages if within(path, url)), key=len, default="")
    return [
        LinkGroup(
            label=group,
            links=[
                Link(label=word, url=url, current=url == here) for own, word, url in pages if own is group
            ],
        )
        for group, _needed, _rows in QUEUES
        if any(own is group for own, _word, _url in pages)
    ]


def may_open(needed: frozenset[StaffMember.Role], *, roles: Collection[str]) -> bool:
    """Whether one of `roles` is needed; an administrator has them all."""
    return bool((needed | {Role.ADMINISTRATOR}) & set(roles))


def address_of_route(name: str) -> str:
    """Where a named route lies, or "" when there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
