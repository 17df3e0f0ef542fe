"""Letters that wait for a person: the post brought them back, their print job was refused, they go by hand, or they
cannot be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from cases.by_hand import UNSENT
from cases.joint import first_released
from cases.models import Case, JointDebtor
from cases.states import OPEN_STATES
from letters.catalogue import CATALOGUE, LetterKind
from letters.models import Dispatch, PrintJob

PAGE = 100
SOON: Final = timedelta(hours=1)
"""A letter is drawn within a minute of being written. One that is not fails each time, and is written anew each day."""


@dataclass(frozen=True, kw_only=True)
class StoppedLetter:
    """A letter with its case."""

    case: Case
    title: str
    dispatch: Dispatch


@dataclass(frozen=True, kw_only=True)
class RefusedJob:
    """A print job that was refused, with the letters that still stand in it."""

    job: PrintJob
    letters: list[StoppedLetter]


def returned_letters() -> list[StoppedLetter]:
    """What came back in cases that are still open, the oldest first. In the staff scope."""
    return _with_cases(_returned().defer("pdf", "facts").order_by("posted_on", "id")[:PAGE])


def letters_by_hand() -> list[StoppedLetter]:
    """What a person is to post, the oldest first. In the staff scope."""
    return _with_cases(_by_hand().defer("pdf", "facts").order_by("planned_on", "id")[:PAGE])


def refused_jobs() -> list[RefusedJob]:
    """The refused jobs with letters left in them, the oldest first. In the staff scope."""
    rows = _refused().select_related("print_job").defer("pdf", "facts").order_by("print_job_id", "id")[:PAGE]
    jobs: dict[int, RefusedJob] = {}
    for letter in _with_cases(rows):
        job = letter.dispatch.print_job
        assert job is not None
        jobs.setdefault(job.pk, RefusedJob(job=job, letters=[])).letters.append(letter)
    return list(jobs.values())


def undrawn_letters(*, at: datetime) -> list[StoppedLetter]:
    """What was written and could not be drawn, the oldest first. In the staff scope."""
    return _with_cases(_undrawn(at).defer("pdf", "facts").order_by("planned_on", "id")[:PAGE])


def how_many_undrawn(*, at: datetime) -> int:
    """How many letters could not be drawn. In the staff scope."""
    return _undrawn(at).count()


def how_many() -> int:
    """How many letters wait for a person. In the staff scope."""
    return _returned().count() + _refused().count() + _by_hand().count()


def _returned() -> QuerySet[Dispatch]:
    """Of those who are asked: where one lives who is asked no more is nobody's to find."""
    open_cases = Case.objects.filter(state__in=OPEN_STATES)
    rows = Dispatch.objects.filter(
        state=Dispatch.State.RETURNED, void=False, case_number__in=open_cases.values("number")
    )
    of_first = open_cases.filter(Exists(first_released())).values("number")
    released = JointDebtor.objects.filter(
        case__number=OuterRef("case_number"), debtor=OuterRef("addressee"), released_on__isnull=False
    )
    return rows.exclude(addressee=None, case_number__in=of_first).exclude(Exists(released))


def _undrawn(at: datetime) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(state=Dispatch.State.COMPOSED, created_at__lt=at - SOON)


def _by_hand() -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(by_hand=True, state__in=UNSENT)


def _refused() -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(state=Dispatch.State.RENDERED, print_job__state=PrintJob.State.REFUSED)


def _with_cases(rows: Iterable[Dispatch]) -> list[StoppedLetter]:
    letters = list(rows)
    numbers = {dispatch.case_number for dispatch in letters}
    cases = {
        case.number: case
        for case in Case.objects.filter(number__in=numbers)
        .select_related("debtor")
        .prefetch_related("joint_debtors")
    }
    return [
        StoppedLetter(
            case=cases[dispatch.case_number],
            title=CATALOGUE[LetterKind(dispatch.kind)].title,
            dispatch=dispatch,
        )
        for dispatch in letters
        if dispatch.case_number in cases
    ]
