"""What staff may do with a case: a link to each act's own page, where the table of moves allows the act."""

from collections.abc import Collection, Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.joint import answering
from cases.models import Case
from cases.states import MOVES, STANDINGS, Action, State
from ekrav.accounts.queues import EVERYBODY, FINANCE, may_open
from ekrav.agency.models import StaffMember
from ekrav.look.parts import Link, Words

Row = tuple[Action | None, Words, str, frozenset[StaffMember.Role]]

# The action that must be allowed in the case's state (None: in every state), the link's words, the route of its page,
# and who may.
ROWS: Final[tuple[Row, ...]] = (
    (None, _("Registrera vad gäldenären säger"), "cases:hear", EVERYBODY),
    (Action.REJECT_DISPUTE, _("Avgör bestridandet"), "cases:decide_dispute", EVERYBODY),
    (Action.APPLY_ORDER, _("Skriv in en kreditupplysning"), "cases:report", EVERYBODY),
    (Action.DECIDE, _("Skriv in en kreditupplysning"), "cases:report", EVERYBODY),
    (Action.APPLY_ENFORCEMENT, _("Skriv in en kreditupplysning"), "cases:report", EVERYBODY),
    (Action.DISPUTE_ORDER, _("Svara på Kronofogdens fråga"), "cases:supplement", EVERYBODY),
    (Action.LOSE, _("Skriv in tingsrättens beslut"), "cases:court_outcome", EVERYBODY),
    (Action.ACCEPT_PLAN, _("Erbjud amorteringsplan"), "cases:plan", EVERYBODY),
    (Action.CHANGE_PLAN, _("Ändra amorteringsplanen"), "cases:plan", EVERYBODY),
    (Action.END_PLAN, _("Avsluta amorteringsplanen"), "cases:end_plan", EVERYBODY),
    (Action.RESPITE, _("Ge eller häv anstånd"), "cases:respite", EVERYBODY),
    (Action.PAUSE, _("Pausa eller häv paus"), "cases:staff_pause", EVERYBODY),
    (Action.STOP, _("Har något hänt gäldenären?"), "cases:case_situations", EVERYBODY),
    (Action.SURVEILLANCE_LETTER, _("Efterbevakningen"), "cases:staff_surveillance", EVERYBODY),
    (Action.WRITE_OFF, _("Skriv av resten"), "cases:staff_write_off", FINANCE),
)


# What answers a debtor who cannot pay all of it now, in the words of a button.
ANSWERS: Final[tuple[Row, ...]] = (
    (Action.RESPITE, _("Ge anstånd"), "cases:respite", EVERYBODY),
    (Action.ACCEPT_PLAN, _("Erbjud plan"), "cases:plan", EVERYBODY),
    (Action.CHANGE_PLAN, _("Erbjud ny plan"), "cases:plan", EVERYBODY),
)


def answers_to(*, case: Case, roles: Collection[str]) -> list[Link]:
    """How staff in `roles` may answer a wish for more time in the case's present state."""
    return _links(ANSWERS, case=case, roles=roles)


def acts_on(*, case: Case, roles: Collection[str]) -> list[Link]:
    """The acts that staff in `roles` may take in the case's present state, and while it is open: judge who owes."""
    links = _links(ROWS, case=case, roles=roles)
    if STANDINGS[State(case.state)].open:
        several = answering(case)
        page = reverse("cases:debtor", args=[case.number])
        links += [
            Link(label=_("Gäldenärens namn och nummer"), url=page)
            if len(several) == 1
            else Link(label=_("Namn och nummer: %s") % each.name, url=f"{page}?vem={each.pk}")
            for each in several
        ]
        who = reverse("cases:staff_debtors_of_case", args=[case.number])
        links.append(Link(label=_("Vilka svarar för skulden?"), url=who))
    return links


def _links(rows: Iterable[Row], *, case: Case, roles: Collection[str]) -> list[Link]:
    return [
        Link(label=words, url=reverse(route, args=[case.number]))
        for action, words, route, needed in rows
        if (action is None or (State(case.state), action) in MOVES) and may_open(needed, roles=roles)
    ]
