"""What the timeline says of respite, pause and instalment plans, from an event's facts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from cases.models import CaseEvent
from ekrav.look.dates import full_date
from ekrav.money import Ore, format_kronor

Kind = CaseEvent.Kind
Facts = Mapping[str, Any]


def _held(facts: Facts) -> str:
    return _("Till och med %(day)s.") % {"day": _day(facts["until"])}


def _plan(facts: Facts) -> str:
    return _("%(n)s delar, tillsammans %(sum)s.") % {
        "n": facts["instalments"],
        "sum": _sum(facts["plan_total_ore"]),
    }


def _notice(facts: Facts) -> str:
    return _("Del %(n)s, %(sum)s senast %(day)s.") % {
        "n": facts["instalment"],
        "sum": _sum(facts["asked_ore"]),
        "day": _day(facts["due"]),
    }


def _warning(facts: Facts) -> str:
    return _("%(sum)s saknas. Ny sista dag %(day)s.") % {
        "sum": _sum(facts["asked_ore"]),
        "day": _day(facts["until"]),
    }


def _day(iso: str) -> str:
    return full_date(date.fromisoformat(iso))


def _sum(ore: int) -> str:
    return format_kronor(Ore(ore))


PLAN_LINES: Final[Mapping[Kind, Callable[[Facts], str]]] = {
    Kind.RESPITE: _held,
    Kind.PAUSED: _held,
    Kind.PLAN_OFFERED: _plan,
    Kind.PLAN_ACCEPTED: _plan,
    Kind.PLAN_CHANGED: _plan,
    Kind.PLAN_NOTICE: _notice,
    Kind.PLAN_WARNING: _warning,
}
