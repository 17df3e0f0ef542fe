"""What is not as it should be between us and Kronofogden: numbers that are missing, files without a receipt."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from ekrav.filings.running import gap
from ekrav.kronofogden.models import IN, OUT, Filer, FilingFile, Incoming, Outgoing, Unplaced

RECEIPT_WITHIN: Final = timedelta(days=3)
"""How long a receipt may take before somebody asks: our own practice."""


TAKEN_UP_WITHIN: Final = timedelta(days=1)
"""How long an answer may wait for its case before somebody looks: our own practice."""


@dataclass(frozen=True, kw_only=True)
class Alarms:
    """The missing numbers of theirs; ours without a receipt, ours not taken; refused and unplaced ones.

    `not_taken_up`: answers that no case could take up, as the fee of a year that nobody has accepted.
    """

    missing: tuple[int, ...]
    without_receipt: tuple[int, ...]
    not_taken: tuple[int, ...]
    refused_records: int
    unplaced: int
    not_taken_up: int = 0

    @property
    def count(self) -> int:
        """How many things somebody must look into."""
        numbers = (*self.missing, *self.without_receipt, *self.not_taken)
        return len(numbers) + self.refused_records + self.unplaced + self.not_taken_up


def alarms(*, at: datetime) -> Alarms:
    """Return what somebody must look into at `at`. In a staff scope."""
    state = FilingFile.State
    ours = FilingFile.objects.filter(direction=OUT).order_by("number")
    waiting = FilingFile.objects.filter(direction=IN, state=state.WAITING)
    late = ours.filter(state=state.HANDED_OVER, handed_over_at__lt=at - RECEIPT_WITHIN)
    return Alarms(
        missing=gap(
            taken=Filer.objects.values_list("taken", flat=True).get(),
            waiting=_numbers(waiting),
        ),
        without_receipt=_numbers(late),
        not_taken=_numbers(ours.filter(state=state.MADE).exclude(problem="")),
        refused_records=refused_records().count(),
        unplaced=unplaced_records().count(),
        not_taken_up=Incoming.objects.filter(taken_up_at=None, arrived_at__lt=at - TAKEN_UP_WITHIN).count(),
    )


def refused_records() -> QuerySet[Outgoing]:
    """Return the records the authority did not take, and that nobody has looked into. In a staff scope."""
    return Outgoing.objects.filter(state=Outgoing.State.REFUSED, settled_at=None)


def unplaced_records() -> QuerySet[Unplaced]:
    """Return the answers that belong to no application, and that nobody has looked into. In a staff scope."""
    return Unplaced.objects.filter(settled_at=None)


def _numbers(files: QuerySet[FilingFile]) -> tuple[int, ...]:
    numbers = files.values_list("number", flat=True)
    return tuple(number for number in numbers if number is not None)
