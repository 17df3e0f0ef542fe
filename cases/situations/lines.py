"""What has happened to whoever owes, on the timeline: the creditor reads it, and of whoever is protected not why."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cases.models import CaseEvent, Situation
from cases.situations.rules import RULES
from ekrav.look.parts import Words

Kind = CaseEvent.Kind

SITUATION_PAST: Final[Mapping[CaseEvent.Kind, tuple[str, Words]]] = {
    Kind.STOPPED: ("octagon", _("Ärendet stoppades")),
    Kind.CLAIM_FILED: ("flag", _("Fordran anmäldes")),
    Kind.WENT_ON: ("ring", _("Ärendet går vidare")),
}


def _why(facts: Mapping[str, Any]) -> str:
    return str(RULES[Situation.Kind(facts["situation"])].told)


SITUATION_LINES: Final[Mapping[CaseEvent.Kind, Callable[[Mapping[str, Any]], str]]] = {Kind.STOPPED: _why}
