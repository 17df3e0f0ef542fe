"""What the debtor has told us and what has become of it, in words; and whether the case rests because of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.models import Case, CaseEvent, Dispute, Notice, Question
from cases.reply_times import reply_by
from cases.states import State
from ekrav.look.dates import full_date
from ekrav.look.parts import Words

Kind = Notice.Kind
SHOWN: Final = 10
_ENDS: Final[Mapping[CaseEvent.Kind, Dispute.Outcome]] = {
    CaseEvent.Kind.DISPUTE_UPHELD: Dispute.Outcome.UPHELD,
    CaseEvent.Kind.DISPUTE_PARTLY: Dispute.Outcome.PARTLY,
    CaseEvent.Kind.DISPUTE_REJECTED: Dispute.Outcome.REJECTED,
    CaseEvent.Kind.CLOSED: Dispute.Outcome.LAPSED,
    CaseEvent.Kind.WITHDRAWN: Dispute.Outcome.LAPSED,
    CaseEvent.Kind.WRITTEN_OFF: Dispute.Outcome.LAPSED,
}
_IN_OWN_WORDS: Final[Mapping[Kind, Words]] = {
    Kind.DISPUTE: _l("Kravet stämmer inte"),
    Kind.PAID: _l("Jag har betalat"),
    Kind.RESPITE: _l("Jag vill betala senare"),
    Kind.PLAN: _l("Jag vill betala i delar"),
    Kind.NO_LETTERS: _l("Jag vill att kravet prövas eller läggs ned"),
    Kind.MESSAGE: _l("Meddelande"),
}


@dataclass(frozen=True, kw_only=True)
class SaidLine:
    """One thing that was said: what, when, its reference, and what has become of it."""

    what: Words
    on: date
    reference: str
    became: Words


@dataclass(frozen=True, kw_only=True)
class SoFar:
    """Everything that was said, newest first. `rests`: nothing goes on until it is answered, at the latest `until`."""

    lines: Sequence[SaidLine]
    rests: bool
    until: date | None


def so_far(*, case: Case, creditor: str) -> SoFar:
    """What has been said in the case whose scope is open."""
    notices = list(Notice.objects.filter(case=case).order_by("-id")[:SHOWN])
    answers = _answers(case)
    disputes = {row.notice_id: row.outcome for row in Dispute.objects.filter(case=case)}
    more = [notice for notice in notices if notice.kind == Kind.DISPUTE and not disputes.get(notice.pk)]
    decided = _decided(case) if more else []
    waiting = [notice for notice in notices if _rests(notice, answers)]
    disputed = case.state == State.DISPUTED
    days = [_promised(notice) for notice in waiting] + [
        _promised(notice) for notice in notices if disputed and notice.kind == Kind.DISPUTE
    ]
    return SoFar(
        lines=[
            SaidLine(
                what=_what(notice),
                on=notice.received_on,
                reference=reference(notice),
                became=_became(
                    notice,
                    creditor=creditor,
                    answers=answers,
                    outcome=disputes.get(notice.pk) or _outcome_after(notice, decided),
                ),
            )
            for notice in notices
        ],
        rests=bool(waiting) or disputed,
        until=max(days, default=None),
    )


def _what(notice: Notice) -> Words:
    if notice.kind == Kind.PLAN and notice.amount_ore is not None:
        return _l("Ja till planen")
    return _IN_OWN_WORDS[Kind(notice.kind)]


def reference(notice: Notice) -> str:
    """What the debtor may call it by."""
    return f"B-{notice.public_id.hex[:8].upper()}"


def _promised(notice: Notice) -> date:
    return reply_by(kind=Kind(notice.kind), received=notice.received_on)


def _answers(case: Case) -> Mapping[int, str]:
    """The creditor's answers about payments the debtor has told of, by notice."""
    answered = case.events.filter(kind=CaseEvent.Kind.ANSWERED).order_by("id")
    facts = answered.values_list("facts", flat=True)
    return {int(fact["notice"]): str(fact["answer"]) for fact in facts if fact.get("notice")}


def _decided(case: Case) -> Sequence[tuple[datetime, Dispute.Outcome]]:
    """When a dispute of the case had an outcome, whoever's it was: the answer is everybody's."""
    events = case.events.filter(kind__in=_ENDS).order_by("id").values_list("at", "kind")
    return [(at, _ENDS[CaseEvent.Kind(kind)]) for at, kind in events]


def _outcome_after(notice: Notice, decided: Sequence[tuple[datetime, Dispute.Outcome]]) -> str:
    """What was decided of the dispute that the notice said more about; "" of another notice, and before it is."""
    taken_up = notice.handled_at
    if notice.kind != Kind.DISPUTE or taken_up is None:
        return ""
    return next((outcome for at, outcome in decided if at >= taken_up), "")


def _rests(notice: Notice, answers: Mapping[int, str]) -> bool:
    if notice.kind == Kind.PAID:
        return notice.pk not in answers
    return notice.handled_at is None and notice.kind != Kind.MESSAGE


def _became(notice: Notice, *, creditor: str, answers: Mapping[int, str], outcome: str) -> str:
    by = {"day": full_date(_promised(notice)), "creditor": creditor}
    if notice.kind == Kind.PAID and notice.pk in answers:
        if answers[notice.pk] == Question.Answer.YES:
            return _("%(creditor)s har fått betalt.") % by
        return (
            _(
                "%(creditor)s säger att pengarna inte har kommit. Ärendet går vidare. Skicka gärna ett kvitto till oss."
            )
            % by
        )
    if outcome:
        return _OUTCOMES[Dispute.Outcome(outcome)]()
    if notice.handled_at is not None and notice.kind not in {Kind.PAID, Kind.DISPUTE}:
        return _("Vi har tagit hand om det.")
    return _("Du får svar senast %(day)s.") % by


_OUTCOMES: Final = {
    Dispute.Outcome.UPHELD: lambda: _("Du fick rätt. Du behöver inte betala."),
    Dispute.Outcome.PARTLY: lambda: _("Du fick rätt till en del. Läs brevet om vad som är kvar."),
    Dispute.Outcome.REJECTED: lambda: _("Kravet står kvar. Läs brevet om varför."),
    Dispute.Outcome.LAPSED: lambda: _("Ärendet avslutades innan det var utrett."),
}
