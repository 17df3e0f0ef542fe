"""What a line of the timeline says of words: what the debtor said, what was asked and answered, how a dispute ended."""

from collections.abc import Sequence
from typing import Final

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.models import CaseEvent, Dispute, Ground, Notice, Question
from ekrav.money import Ore, format_kronor

Kind = CaseEvent.Kind
SHOWN: Final = 200


def said_words(event: CaseEvent) -> str:
    """The line of an event about words; empty for every other."""
    facts = event.facts
    match Kind(event.kind):
        case Kind.NOTICED:
            said, channel = Notice.Kind(facts["said"]), Notice.Channel(facts["channel"])
            return f"{said.label}. {channel.label}."
        case Kind.DISPUTED:
            return _disputed(str(facts["ground"]), facts.get("disputed_ore"))
        case Kind.DISPUTE_ANSWERED:
            return _("Kravet stämmer, säger borgenären.") if facts["stands"] else _("Borgenären ger med sig.")
        case Kind.ASKED_PAID if facts.get("notice"):
            return _("Gäldenären säger sig ha betalat. Inget händer innan svaret.")
        case Kind.ANSWERED:
            return f"{Question.Answer(facts['answer']).label}."
    return ""


def own_words(events: Sequence[CaseEvent]) -> dict[int, str]:
    """What was said in words of its own, by event, of the disputes whose ground no list has. Erased with the notice."""
    ids = {
        int(event.facts["dispute"]): event.pk
        for event in events
        if event.kind == Kind.DISPUTED and event.facts["ground"] == Ground.OTHER
    }
    said = Dispute.objects.filter(pk__in=ids).exclude(notice=None).values_list("pk", "notice__text")
    return {ids[pk]: f"”{Truncator(text.strip()).chars(SHOWN)}”" for pk, text in said if text.strip()}


def part_words(event: CaseEvent) -> str:
    """How much of the invoice a dispute has taken away; empty when nothing."""
    credited = int(event.facts.get("credited_ore", 0))
    if event.kind != Kind.DISPUTE_PARTLY or not credited:
        return ""
    return _("Fakturan sänktes med %(sum)s.") % {"sum": format_kronor(Ore(credited))}


def _disputed(ground: str, part: int | None) -> str:
    words = str(Ground(ground).label)
    if not part:
        return f"{words}."
    return _("%(ground)s, %(sum)s av fakturan.") % {"ground": words, "sum": format_kronor(Ore(part))}
