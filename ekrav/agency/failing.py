"""The machine's work that fails: noted when it does, struck out when it goes again, and shown to people."""

from collections.abc import Collection
from datetime import datetime

from ekrav.agency.models import FailingWork, Work
from ekrav.clock import civil_date
from ekrav.tenancy import agency_scope


def note_failing(*, tried: Collection[Work], failed: Collection[Work], at: datetime) -> None:
    """Say which of the work that was tried failed. Opens its own scope."""
    with agency_scope():
        FailingWork.objects.filter(work__in=set(tried) - set(failed)).delete()
        rows = [FailingWork(work=work, since=civil_date(at)) for work in failed]
        FailingWork.objects.bulk_create(rows, ignore_conflicts=True)


def failing() -> list[FailingWork]:
    """What fails, the longest first. In a staff scope."""
    return list(FailingWork.objects.order_by("since", "work"))


def how_many_failing() -> int:
    """How much of the work fails. In a staff scope."""
    return FailingWork.objects.count()
