"""Why a date is not the one that was foretold, in one sentence for each step."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from cases.checks import WORDS, Stop
from cases.foretold import Parted
from cases.models import CaseEvent
from cases.states import Action
from ekrav.look.dates import full_date
from ekrav.look.parts import Words

Kind = CaseEvent.Kind

STEP: Final[Mapping[Action, Words]] = {
    Action.REMIND: _l("Påminnelsen"),
    Action.DEMAND: _l("Inkassokravet"),
    Action.FINAL_NOTICE: _l("Sista uppmaningen"),
    Action.AWAIT_DECISION: _l("Frågan om vägen vidare"),
}
WHY: Final[Mapping[Kind, Words]] = {
    Kind.POSTED: _l("Brevet innan postades senare än planerat."),
    Kind.RECALLED: _l("Brevet togs tillbaka innan det skickades."),
    Kind.NOT_SENT: _l("Brevet innan postades för sent och räknas inte."),
    Kind.DISPUTED: _l("Kravet bestreds."),
    Kind.PLAN_ACCEPTED: _l("En amorteringsplan började gälla."),
    Kind.REOPENED: _l("Ärendet öppnades igen."),
    Kind.CLOSED: _l("Skulden betalades och ärendet avslutades."),
    Kind.WITHDRAWN: _l("Ärendet återkallades."),
    Kind.WRITTEN_OFF: _l("Ärendet skrevs av."),
    Kind.DISPUTE_UPHELD: _l("Bestridandet godtogs och ärendet avslutades."),
}


def sentence(parted: Parted) -> str:
    """ "Påminnelsen gick en dag senare, 14 oktober 2026: Adressen är inte fullständig." """
    reasons = dict.fromkeys(word for event in parted.why for word in _reasons(event))
    if not reasons:
        rules = _("Reglerna som dagen räknas av har ändrats sedan dess.")
        reasons = {_("Steget innan flyttades.") if parted.follows else rules: None}
    return f"{_what_became(parted)}: {' '.join(reasons)}"


def _what_became(parted: Parted) -> str:
    step = str(STEP.get(parted.action, parted.action.label))
    if parted.on is None:
        return _("%(step)s, som väntades %(foretold)s, har ingen dag") % {
            "step": step,
            "foretold": full_date(parted.foretold),
        }
    days = (parted.on - parted.foretold).days
    words = {"step": step, "days": _so_many_days(days), "on": full_date(parted.on)}
    if parted.happened:
        return _("%(step)s kom %(days)s, %(on)s") % words
    return _("%(step)s väntas nu %(days)s, %(on)s") % words


def _so_many_days(days: int) -> str:
    if days > 0:
        return ngettext("en dag senare", "%(n)s dagar senare", days) % {"n": days}
    return ngettext("en dag tidigare", "%(n)s dagar tidigare", -days) % {"n": -days}


def _reasons(event: CaseEvent) -> list[str]:
    kind, facts = Kind(event.kind), event.facts
    if kind is Kind.HELD:
        return [str(WORDS[Stop(stop)]) for stop in str(facts["stops"]).split(",")]
    if kind in {Kind.RESPITE, Kind.PAUSED} and facts.get("until"):
        until = {"day": full_date(date.fromisoformat(str(facts["until"])))}
        given = _("Gäldenären fick anstånd till och med %(day)s.")
        rested = _("Ärendet var pausat till och med %(day)s.")
        return [(given if kind is Kind.RESPITE else rested) % until]
    return [str(WHY[kind])]
