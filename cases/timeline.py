"""A case's one timeline: what is planned above today, what has happened below, in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.checks import WORDS, Stop
from cases.forecast import Planned
from cases.joint import debtors_of
from cases.models import Case, CaseEvent, Debtor, JointDebtor, Quote
from cases.queries import TO_CREDITOR, step_words
from cases.situations.lines import SITUATION_LINES, SITUATION_PAST
from cases.states import Action
from cases.timeline_authority import AUTHORITY_LINES, AUTHORITY_PAST
from cases.timeline_plan import PLAN_LINES
from cases.timeline_said import own_words, part_words, said_words
from cases.untold import How
from cases.ways import Way
from cases.write_off import Why
from ekrav.look.dates import long_day
from ekrav.look.parts import Event, Words
from ekrav.money import Ore, format_kronor
from letters.catalogue import CATALOGUE, LetterKind

Kind = CaseEvent.Kind

PLANNED_SHAPE = {
    Action.REMIND: "quarter",
    Action.DEMAND: "half",
    Action.FINAL_NOTICE: "half-lower",
    Action.AWAIT_DECISION: "fork",
    Action.ASK_AGAIN: "fork",
    Action.APPLY_ORDER: "three-quarters",
    Action.APPLY_ENFORCEMENT: "disc-hole",
    Action.RENEW: "disc-hole",
    Action.LET_LAPSE: "disc",
    Action.SURVEIL: "dotted",
    Action.SURVEILLANCE_LETTER: "dotted",
    Action.PLAN_NOTICE: "bars",
    Action.PLAN_WARNING: "bars",
    Action.END_PLAN: "bars",
}
PAST: Mapping[Kind, tuple[str, Words]] = {
    Kind.REGISTERED: ("ring", _l("Ärendet registrerades")),
    Kind.REMINDED: ("quarter", _l("Påminnelse")),
    Kind.DEMANDED: ("half", _l("Inkassokrav")),
    Kind.FINAL_NOTICE: ("half-lower", _l("Sista uppmaning")),
    Kind.TOLD: ("half", _l("Brev till gäldenären")),
    Kind.BESIDE: ("half", _l("Samma brev till en annan gäldenär")),
    Kind.JOINED: ("ring", _l("Fler svarar för skulden")),
    Kind.RELEASED: ("ring-dash", _l("En gäldenär krävs inte längre")),
    Kind.POSTED: ("half", _l("Brevet postades")),
    Kind.HELD: ("pause", _l("Brevet väntar")),
    Kind.RECALLED: ("pause", _l("Brevet togs tillbaka innan det skickades")),
    Kind.NOT_SENT: ("pause", _l("Brevet räknas inte")),
    Kind.UNTOLD: ("pause", _l("Ett brev till gäldenären gick inte att göra")),
    Kind.TOLD_OTHERWISE: ("half", _l("Gäldenären fick veta det på annat sätt")),
    Kind.PAID: ("done", _l("Betalning")),
    Kind.DIRECT_PAYMENT: ("done", _l("Betalning direkt till borgenären")),
    Kind.REVERSED: ("octagon", _l("Betalningen räknas inte längre")),
    Kind.APPLIED_ANEW: ("done", _l("Det som var för mycket betalt räknades på skulden")),
    Kind.CLOSED: ("done", _l("Ärendet avslutades, betalt")),
    Kind.REOPENED: ("ring", _l("Ärendet öppnades igen")),
    Kind.WITHDRAWN: ("ring-dash", _l("Ärendet återkallades")),
    Kind.WRITTEN_OFF: ("ring-slash", _l("Ärendet skrevs av")),
    Kind.WAITING: ("fork", _l("Väntar på beslut")),
    Kind.ASKED_AGAIN: ("fork", _l("Frågan om beslut ställdes igen")),
    Kind.QUOTED: ("fork", _l("Pris")),
    Kind.DECIDED: ("fork-taken", _l("Väg vald")),
    Kind.ASKED_PAID: ("ring-check", _l("Fråga: Har du fått betalt?")),
    Kind.ANSWERED: ("ring-check", _l("Svar på frågan om betalning")),
    Kind.NOTICED: ("info", _l("Gäldenären hörde av sig")),
    Kind.DISPUTED: ("diamond", _l("Kravet bestreds")),
    Kind.DISPUTE_ANSWERED: ("diamond", _l("Borgenären svarade på bestridandet")),
    Kind.DISPUTE_UPHELD: ("diamond-hollow", _l("Bestridandet godtogs")),
    Kind.DISPUTE_REJECTED: ("diamond-hollow", _l("Bestridandet godtogs inte")),
    Kind.DISPUTE_PARTLY: ("diamond-hollow", _l("Bestridandet godtogs till en del")),
    Kind.RESPITE: ("clock", _l("Anstånd")),
    Kind.PAUSED: ("pause", _l("Pausat")),
    Kind.HOLD_LIFTED: ("ring", _l("Anståndet eller pausen hävdes")),
    Kind.PLAN_OFFERED: ("bars", _l("Amorteringsplan erbjuden")),
    Kind.PLAN_ACCEPTED: ("bars", _l("Amorteringsplan började gälla")),
    Kind.PLAN_CHANGED: ("bars", _l("Amorteringsplanen ändrades")),
    Kind.PLAN_NOTICE: ("bars", _l("Avi")),
    Kind.PLAN_WARNING: ("warning", _l("Varning om utebliven betalning")),
    Kind.PLAN_ENDED: ("bars", _l("Amorteringsplanen upphörde")),
    Kind.SURVEILLED: ("dotted", _l("Efterbevakning började")),
    Kind.SURVEILLANCE_LETTER: ("dotted", _l("Efterbevakningsbrev")),
    Kind.LOOKED_UP: ("search", _l("Uppgift ur register")),
    **AUTHORITY_PAST,
    **SITUATION_PAST,
}


def planned_events(plan: Sequence[Planned], *, words: Mapping[Action, Words] = TO_CREDITOR) -> list[Event]:
    """The steps ahead, the farthest first, in the words of whoever reads."""
    return [
        Event(
            day=step.on,
            what=step_words(step.action, words=words),
            shape=PLANNED_SHAPE.get(step.action, "ring"),
            line=_("Stoppas om betalning bokförs innan dess."),
            earliest=True,
            effect=step.cost if step.cost else None,
            effect_note=_("för gäldenären") if step.cost else "",
        )
        for step in reversed(plan)
    ]


def past_events(
    *, case: Case, events: Sequence[CaseEvent], letter_route: str = "cases:letter"
) -> list[Event]:
    """What has happened, newest first."""
    debtors = debtors_of(case)
    own = {} if any(debtor.is_sealed for debtor in debtors) else own_words(events)
    names = names_of(debtors)
    return [
        Event(
            day=event.on,
            what=what_of(event),
            shape=PAST[Kind(event.kind)][0],
            line=_line(case, event, letter_route, [own.get(event.pk, ""), *_about(event, case, names)]),
            effect=effect_of(event),
        )
        for event in events
    ]


def names_of(debtors: Sequence[Debtor]) -> Mapping[str, str]:
    """The debtors' names by row, as events tell whom they are about; of those who may be named."""
    return {str(debtor.pk): debtor.name for debtor in debtors if not debtor.is_sealed}


def whom_of(event: CaseEvent, *, names: Mapping[str, str]) -> str:
    """Which of several debtors it is about; who is protected is not named."""
    told = [names[key] for key in str(event.facts.get("whom", "")).split(",") if key in names]
    return _("Det gäller %s.") % ", ".join(told) if told else ""


def _about(event: CaseEvent, case: Case, names: Mapping[str, str]) -> list[str]:
    """Whom the event is about, or whose its letter is, where they are several."""
    letter = event.dispatch if len(names) > 1 else None
    name = names.get(str(letter.addressee or case.debtor_id), "") if letter else ""
    return [whom_of(event, names=names), _("Till %s.") % name if name else ""]


def what_of(event: CaseEvent) -> str:
    """What happened, in two or three words."""
    return str(PAST[Kind(event.kind)][1])


def _line(case: Case, event: CaseEvent, letter_route: str, own: Sequence[str]) -> str | SafeString:
    said = " ".join(filter(None, [said_of(event), *own]))
    if event.dispatch is None or not event.brings_letter:
        return said
    url = reverse(letter_route, args=[case.number, event.dispatch.letter_number])
    return format_html('{} <a href="{}">{}</a>', said, url, _("Läs brevet (PDF)"))


def said_of(event: CaseEvent) -> str:
    """What is told of what happened: sums, days and why; never a word of anybody's."""
    facts = event.facts
    if "total_ore" in facts and "pay_by" in facts:
        until = long_day(date.fromisoformat(str(facts["pay_by"])), today=event.on)
        words = _("%(sum)s senast %(day)s.") % {
            "sum": format_kronor(Ore(int(facts["total_ore"]))),
            "day": until,
        }
        return f"{part_words(event)} {words}".strip()
    if event.kind == Kind.HELD:
        return " ".join(str(WORDS[Stop(stop)]) for stop in str(facts["stops"]).split(","))
    if event.kind in {Kind.POSTED, Kind.NOT_SENT}:
        return _post_line(event)
    if event.kind in {Kind.PAID, Kind.DIRECT_PAYMENT, Kind.APPLIED_ANEW}:
        return _payment_line(facts)
    line = SAID.get(Kind(event.kind))
    return line(facts) if line else said_words(event)


def _ending_line(facts: Mapping[str, Any]) -> str:
    """Why, what was given up, and what it cost the creditor."""
    said = [str(Why(facts["why"]).label) + "."] if facts.get("why") else []
    if facts.get("given_up_ore"):
        said.append(_("%s krävs inte längre.") % format_kronor(Ore(facts["given_up_ore"])))
    if facts.get("fee_ore"):
        words = _("Kostar borgenären %(sum)s, varav moms %(vat)s.")
        cost, vat = Ore(facts["fee_ore"] + facts["vat_ore"]), Ore(facts["vat_ore"])
        said.append(words % {"sum": format_kronor(cost), "vat": format_kronor(vat)})
    return " ".join(said)


def _decision_line(facts: Mapping[str, Any]) -> str:
    if facts["choice"] == Quote.Kind.ENFORCEMENT:
        return _("Utmätningen fortsätter ett år till.")
    way = str(Way(facts["choice"]).label)
    if facts.get("standing_choice"):
        return _("%s, enligt det stående valet.") % way
    return f"{way}."


def _looked_up_line(facts: Mapping[str, Any]) -> str:
    """Who reads this may be the creditor, who is not told that somebody is protected."""
    if facts.get("accepted"):
        return _("Namnet på fakturan och namnet i registret är samma persons.")
    if facts.get("word") == Debtor.RegisterWord.FOUND:
        return _("Numret finns i registret.")
    if facts.get("word") == Debtor.RegisterWord.UNKNOWN:
        return _("Numret finns inte i registret.")
    return _("En handläggare kontrollerar uppgiften.") if facts.get("word") else _("Uppgiften rättades.")


SAID: Mapping[Kind, Callable[[Mapping[str, Any]], str]] = {
    Kind.CLOSED: _ending_line,
    Kind.WITHDRAWN: _ending_line,
    Kind.WRITTEN_OFF: _ending_line,
    Kind.DECIDED: _decision_line,
    Kind.LOOKED_UP: _looked_up_line,
    Kind.UNTOLD: lambda facts: f"{CATALOGUE[LetterKind(facts['letter'])].title}.",
    Kind.TOLD_OTHERWISE: lambda facts: f"{How(facts['how']).label}.",
    Kind.RELEASED: lambda facts: f"{JointDebtor.Why(facts['why']).label}.",
    **PLAN_LINES,
    **AUTHORITY_LINES,
    **SITUATION_LINES,
}


def _post_line(event: CaseEvent) -> str:
    """What the post did with a letter, and what follows."""
    facts = event.facts
    if event.kind == Kind.NOT_SENT and facts.get("joined"):
        return _("Fler svarar för skulden. Var och en får ett eget krav, och det kostar inte mer.")
    if event.kind == Kind.NOT_SENT and facts.get("returned"):
        return _("Det kom i retur. Brevet skrivs igen till den rättade adressen.")
    if event.kind == Kind.NOT_SENT:
        return _("Det postades för sent. Brevet skrivs igen med ny tid att betala.")
    if not facts.get("late"):
        return ""
    moved = _("Senare än planerat. Nästa steg är flyttat.")
    return moved if facts.get("moved") else _("Senare än planerat. Tiden i brevet räcker ändå.")


def _payment_line(facts: dict[str, int]) -> str:
    names = {
        "outlay_ore": _("Kronofogdens avgift"),
        "agent_ore": _("ombud hos Kronofogden"),
        "reminder_ore": _("påminnelse"),
        "demand_ore": _("inkassokrav"),
        "late_payment_ore": _("förseningsersättning"),
        "interest_ore": _("ränta"),
        "capital_ore": _("kapital"),
        "excess_ore": _("för mycket betalt, tillhör betalaren"),
        "waived_ore": _("ränta som efterges enligt brevets belopp"),
    }
    parts = [f"{name} {format_kronor(Ore(facts[key]))}" for key, name in names.items() if facts.get(key)]
    return (", ".join(parts)).capitalize() + "." if parts else ""


def effect_of(event: CaseEvent) -> Ore | None:
    """What it did to the debt: a payment lessens it; None when it did nothing."""
    if not event.amount_ore:
        return None
    paid = event.kind in {Kind.PAID, Kind.DIRECT_PAYMENT, Kind.APPLIED_ANEW}
    return Ore(-event.amount_ore if paid else event.amount_ore)
