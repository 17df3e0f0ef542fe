"""What happened at Kronofogden, in words: shape and heading of each event, and what its line says."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.models import Application, CaseEvent
from ekrav.look.dates import full_date
from ekrav.look.parts import Words
from ekrav.money import Ore, format_kronor
from ekrav.registers.credit import PURPOSE_WORDS, Purpose

Kind = CaseEvent.Kind

AUTHORITY_PAST: Mapping[Kind, tuple[str, Words]] = {
    Kind.REPORTED: ("search", _l("Kreditupplysning togs")),
    Kind.REPORT_UNKNOWN: ("warning", _l("Ingen kreditupplysning finns")),
    Kind.RECONSIDERED: ("fork", _l("Valet gäller inte längre, frågan ställs på nytt")),
    Kind.APPLIED: ("three-quarters", _l("Ansökan om betalningsföreläggande")),
    Kind.CONFIRMED: ("three-quarters", _l("Kronofogden har tagit emot ansökan")),
    Kind.SUPPLEMENT_ASKED: ("info", _l("Kronofogden begär komplettering")),
    Kind.SUPPLEMENTED: ("info", _l("Kompletteringen skickades")),
    Kind.SERVED: ("three-quarters", _l("Gäldenären är delgiven")),
    Kind.NOT_SERVED: ("warning", _l("Gäldenären är inte delgiven")),
    Kind.ORDER_DISPUTED: ("diamond-ring", _l("Kravet bestreds hos Kronofogden")),
    Kind.COURT_ASKED: ("court", _l("Överlämnande till tingsrätten begärdes")),
    Kind.ORDER_ENDED: ("ring-dash", _l("Målet avslutades utan utslag")),
    Kind.COURT_LOST: ("ring-dash", _l("Tingsrätten ogillade kravet")),
    Kind.TITLED: ("disc", _l("Utslag")),
    Kind.REDUCED: ("three-quarters", _l("Nedsättning till Kronofogden")),
    Kind.TAKEN_BACK: ("ring-dash", _l("Återkallelse till Kronofogden")),
    Kind.NOT_TAKEN: ("octagon", _l("Kronofogden tog inte emot det vi skickade")),
    Kind.ENFORCING: ("disc-hole", _l("Ansökan om utmätning")),
    Kind.BASE_FEE: ("disc-hole", _l("Kronofogdens grundavgift")),
    Kind.YEAR_ASKED: ("fork", _l("Fråga: Ska utmätningen fortsätta ett år till?")),
    Kind.ENFORCEMENT_REPORT: ("disc-hole", _l("Kronofogdens utredning")),
    Kind.PAID_OUT: ("disc-hole", _l("Kronofogden betalar ut")),
    Kind.ENFORCEMENT_ENDED: ("ring-dash", _l("Utmätningen avslutades")),
}

WHY_RECONSIDERED: Mapping[str, Words] = {
    "no_quote": _l("Det godkända priset är redan använt."),
    "price": _l("Priset är ett annat än det som godkändes."),
    "money": _l("En betalning har kommit eller tagits tillbaka sedan valet."),
    "claim": _l("Kravet är ett annat än när valet gjordes."),
    "nobody": _l("Gäldenären har inget person- eller organisationsnummer, så ingen ansökan kan göras."),
    "debtor": _l("Uppgifterna om gäldenären har ändrats sedan valet."),
    "returned": _l("Inkassokravet kom i retur. Gäldenären får ett nytt först."),
    "joined": _l("Fler svarar för skulden. De får ett eget inkassokrav först."),
    "report": _l("Kreditupplysningen visar konkurs, skuldsanering eller rekonstruktion."),
}


FINDINGS: Mapping[str, Words] = {
    "no_assets": _l("Inga tillgångar hittades."),
    "wages": _l("Lön mäts ut varje månad."),
    "property": _l("Egendom är utmätt och ska säljas."),
}
CLOSINGS: Mapping[str, Words] = {
    "paid": _l("Kravet är betalt."),
    "no_assets": _l("Det fanns inga tillgångar att utmäta."),
    "withdrawn": _l("Ansökan är återkallad."),
    "bankruptcy": _l("Gäldenären är i konkurs."),
    "debt_relief": _l("Gäldenären får skuldsanering."),
    "limitation": _l("Fordran är preskriberad."),
    "over": _l("Den är avslutad hos Kronofogden."),
    "not_renewed": _l("Inget nytt år godkändes, så ansökan tas tillbaka."),
}


def _day(facts: Mapping[str, Any], name: str) -> str:
    return full_date(date.fromisoformat(str(facts[name])))


def _reported(facts: Mapping[str, Any]) -> str:
    purpose = _("Ändamål: %s.") % str(PURPOSE_WORDS[Purpose(facts["purpose"])]).lower()
    if not facts.get("copied_on"):
        return purpose
    return f"{purpose} {_('Gäldenären fick en kopia %s.') % _day(facts, 'copied_on')}"


def _applied(facts: Mapping[str, Any]) -> str:
    return _(
        "%(asked)s begärs. Kronofogdens avgift %(outlay)s är utlagd åt borgenären; ombudet kostar %(agent)s."
    ) % {
        "asked": format_kronor(Ore(facts["asked_ore"])),
        "outlay": format_kronor(Ore(facts["outlay_ore"])),
        "agent": format_kronor(Ore(facts["agent_ore"])),
    }


def _titled(facts: Mapping[str, Any]) -> str:
    return _("%(sum)s. Gäldenären kan ansöka om återvinning till och med %(day)s.") % {
        "sum": format_kronor(Ore(facts["title_ore"])),
        "day": _day(facts, "reopen_by"),
    }


AUTHORITY_LINES: Mapping[Kind, Callable[[Mapping[str, Any]], str]] = {
    Kind.REPORTED: _reported,
    Kind.REPORT_UNKNOWN: lambda _facts: _(
        "Upplysningsföretaget känner inte numret. En handläggare ser efter."
    ),
    Kind.RECONSIDERED: lambda facts: str(WHY_RECONSIDERED[facts["why"]]),
    Kind.APPLIED: _applied,
    Kind.SUPPLEMENT_ASKED: lambda facts: _("Svara senast %s.") % _day(facts, "answer_by"),
    Kind.SERVED: lambda facts: _("Sista dag att betala eller bestrida: %s.") % _day(facts, "answer_by"),
    Kind.ORDER_DISPUTED: lambda facts: (
        _("Överlämnande till tingsrätt begärs senast %s.") % _day(facts, "court_by")
    ),
    Kind.TITLED: _titled,
    Kind.ENFORCEMENT_REPORT: lambda facts: str(FINDINGS[facts["finding"]]),
    Kind.ENFORCEMENT_ENDED: lambda facts: str(CLOSINGS[facts.get("closing") or facts["why"]]),
    Kind.ORDER_ENDED: lambda facts: f"{Application.Ending(facts['ending']).label}.",
}
