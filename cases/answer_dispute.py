"""The creditor's answer to a dispute: it stands by the claim, with its reasons, or gives in, wholly or in part.

Standing by it leaves the decision to a handler; giving in needs nobody else.
"""

from dataclasses import dataclass
from datetime import date, datetime

from cases.decide_dispute import uphold, uphold_partly
from cases.models import Case, CaseEvent, Dispute
from cases.move import write_event
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates
from ekrav.money import Ore


class NotAnAnswer(ValueError):
    """The answer cannot be taken; `reason` says why: "none" (no dispute is open), "answered" or "words"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the creditor says. `credited`: the part of the capital it gives up; None with `stands` off is all of it.

    `invoice`: the number of the one that is lowered, when the case has several.
    """

    stands: bool
    words: str
    credited: Ore | None = None
    invoice: str = ""


def answer_dispute(
    *, case: Case, answer: Answer, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Take the creditor's answer, with the case's row locked, once. Raises `NotAnAnswer`, `NotAPart`, `NotALetter`."""
    if answer.stands and not answer.words.strip():
        raise NotAnAnswer("words")
    dispute = Dispute.objects.filter(case=case, outcome="").first()
    if dispute is None:
        raise NotAnAnswer("none")
    unanswered = Dispute.objects.filter(pk=dispute.pk, outcome="", answered_at=None)
    said = {"creditor_stands": answer.stands, "creditor_words": answer.words.strip()}
    if unanswered.update(**said, answered_at=at, answered_by=by.id) != 1:
        raise NotAnAnswer("answered")
    event = write_event(
        case=case,
        kind=CaseEvent.Kind.DISPUTE_ANSWERED,
        on=today,
        at=at,
        by=by,
        facts={"dispute": dispute.pk, "stands": answer.stands},
    )
    if answer.stands:
        return event
    if answer.credited is None:
        return uphold(case=case, today=today, at=at, by=by, rates=rates)
    return uphold_partly(
        case=case,
        credited=answer.credited,
        invoice=answer.invoice,
        today=today,
        at=at,
        by=by,
        rates=rates,
    )
