"""What has happened and waits for a handler, the most urgent first. In staff's scope: every creditor's."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from cases.models import Situation
from cases.states import OPEN_STATES
from ekrav.accounts.models import Creditor

PAGE: Final = 200


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One situation with its creditor's name. `late`: its day has passed."""

    situation: Situation
    creditor: str
    late: bool


def lasting() -> QuerySet[Situation]:
    """What has happened in open cases and is not over."""
    return Situation.objects.filter(ended_on=None, case__state__in=OPEN_STATES)


def to_look_at(*, today: date) -> list[Waiting]:
    """At most `PAGE` of what lasts, by the day a handler is to have looked at it."""
    rows = list(
        lasting()
        .select_related("case", "case__debtor")
        .prefetch_related("case__joint_debtors")
        .order_by("due_on", "id")[:PAGE]
    )
    names = Creditor.objects.in_bulk({row.creditor_id for row in rows})
    return [
        Waiting(situation=row, creditor=names[row.creditor_id].name, late=row.due_on < today) for row in rows
    ]


def how_many_due(*, today: date) -> int:
    """How many a handler is to look at by today."""
    return lasting().filter(due_on__lte=today).count()
