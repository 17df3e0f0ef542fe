"""What the machine cannot do and no other queue holds: letters and applications that cannot be made, steps that fail.

A hold is said once and its step put off from day to day, so nothing of it would be seen but on the case itself, while
the claim grows old. Found in one query, in a staff scope; nothing is remembered: what goes again stands here no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from cases.checks import WORDS, Stop
from cases.models import Case, CaseEvent, Surveillance
from cases.models.event import FOR_A_PERSON
from cases.queries import STEPS
from cases.states import Action
from ekrav.law.bankdays import next_bank_day
from ekrav.look.parts import Words

PAGE: Final = 100
_TOLD: Final = (*CaseEvent.ABOUT_A_LETTER, CaseEvent.Kind.TOLD, CaseEvent.Kind.BESIDE)


@dataclass(frozen=True, kw_only=True)
class HeldUp:
    """A case whose step cannot be taken. `since`: the day it was first put off; `claim_by`: the last day its claim may
    be made, where surveillance has reckoned it."""

    case: Case
    since: date
    why: Sequence[Words]
    claim_by: date | None = None

    @property
    def step(self) -> Words:
        """What is to be done and cannot."""
        return STEPS.get(Action(self.case.next_action), "")


def how_many(*, today: date) -> int:
    """How many steps wait for a person. In a staff scope."""
    return how_many_held(today=today) + _failed(today=today).count()


def how_many_held(*, today: date) -> int:
    """How many letters and applications cannot be made. In a staff scope."""
    return _held(today=today).count()


def held(*, today: date, first: int) -> list[HeldUp]:
    """A page of what cannot be made: what grows too old soonest, then what has waited longest. In a staff scope."""
    watched = Surveillance.objects.filter(case=OuterRef("case"), creditor=OuterRef("creditor"))
    events = _held(today=today).annotate(claim_by=Subquery(watched.order_by("-id").values("claim_by")[:1]))
    events = events.select_related("case", "case__debtor").prefetch_related("case__joint_debtors")
    rows = events.order_by(F("claim_by").asc(nulls_last=True), "on", "pk")
    return [
        HeldUp(case=event.case, since=event.on, why=_why(event), claim_by=event.claim_by)
        for event in rows[first : first + PAGE]
    ]


def failed(*, today: date) -> list[HeldUp]:
    """The first of those whose day has passed without that the step was taken or held. In a staff scope."""
    rows = _failed(today=today).select_related("debtor").prefetch_related("joint_debtors")
    return [
        HeldUp(case=case, since=case.next_date, why=())
        for case in rows.order_by("next_date", "id")[:PAGE]
        if case.next_date
    ]


def _held(*, today: date) -> QuerySet[CaseEvent]:
    """The holds that stand: nothing has come of the step since, and it is put off no further than a hold puts it."""
    later = CaseEvent.objects.filter(
        case=OuterRef("case"), creditor=OuterRef("creditor"), pk__gt=OuterRef("pk")
    )
    taken = Q(dispatch__isnull=False) & ~Q(kind__in=_TOLD)
    since = later.filter(Q(kind=CaseEvent.Kind.HELD) | ~Q(state_before=F("state_after")) | taken)
    events = CaseEvent.objects.filter(kind=CaseEvent.Kind.HELD, facts__stops__regex=FOR_A_PERSON)
    return events.filter(~Exists(since), case__next_date__lte=next_bank_day(today))


def _failed(*, today: date) -> QuerySet[Case]:
    """What was due is taken or held on its day; what is left could not be, and stands in the log."""
    return Case.objects.filter(next_date__lt=today)


def _why(event: CaseEvent) -> list[Words]:
    return [WORDS[Stop(stop)] for stop in str(event.facts["stops"]).split(",")]
