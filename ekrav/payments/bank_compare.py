"""The statements' lines beside what the notices told, by the bank's own reference: nothing is booked by it.

A line that no notice has told of, one told of with another amount, and a movement in a notice that stands in no
statement of its day are three things for a person to ask the bank about.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum, When

from ekrav import clock
from ekrav.money import Ore
from ekrav.payments.bank_watch import LOOKED_BACK
from ekrav.payments.models import BankEntry, BankStatement, StatementEntry

CREDIT = BankEntry.Direction.CREDIT
# A movement may stand in the statement of a later day than it was booked on.
LATE = timedelta(days=31)

_Sums = dict[str, tuple[int, date]]


class Difference(StrEnum):
    """How a line and the notices differ."""

    NOT_TOLD = "not_told"
    OTHER_AMOUNT = "other_amount"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, kw_only=True)
class Unequal:
    """One reference at which statement and notices differ; amounts signed, 0 when there is none."""

    difference: Difference
    reference: str
    day: date
    stated: Ore
    told: Ore


def unequal(*, at: datetime) -> list[Unequal]:
    """Return where the last months' statements and notices differ, the latest first. In a staff or agency scope."""
    since = clock.civil_date(at) - LOOKED_BACK
    statements = BankStatement.objects.filter(to_date__gte=since)
    period = statements.aggregate(first=Min("from_date"), last=Max("to_date"))
    if period["first"] is None:
        return []
    lines = StatementEntry.objects.filter(statement__to_date__gte=since).exclude(bank_reference="")
    stated = _sums(lines.annotate(line=F("bank_reference")))
    entries = BankEntry.objects.filter(
        booked_date__gte=period["first"] - LATE, booked_date__lte=period["last"]
    )
    told = _sums(entries.annotate(line=_line_of(lines)))
    found = [_compared(reference, stated, told) for reference in stated.keys() | told.keys()]
    inside = [one for one in found if one and period["first"] <= one.day]
    return sorted(inside, key=lambda one: (one.day, one.reference), reverse=True)


def _line_of(lines: QuerySet[StatementEntry]) -> Case:
    """The reference of the line that a movement stands in: its own, or that of the batch it came in."""
    own = Exists(lines.filter(bank_reference=OuterRef("bank_reference")))
    alone = When(own | Q(entry_reference=""), then=F("bank_reference"))
    return Case(alone, default=F("entry_reference"))


def _sums(rows: QuerySet[Any]) -> _Sums:
    """Each line's amount, signed, and day."""
    signed = Case(When(direction=CREDIT, then=F("amount_ore")), default=-F("amount_ore"))
    summed = rows.order_by().values("line").annotate(ore=Sum(signed), day=Min("booked_date"))
    return {row["line"]: (row["ore"], row["day"]) for row in summed}


def _compared(reference: str, stated: _Sums, told: _Sums) -> Unequal | None:
    (there, day), (here, told_day) = (sums.get(reference, (0, None)) for sums in (stated, told))
    if there == here and reference in stated and reference in told:
        return None
    known = day or told_day
    assert known is not None
    difference = Difference.OTHER_AMOUNT
    if reference not in told:
        difference = Difference.NOT_TOLD
    elif reference not in stated:
        difference = Difference.NOT_STATED
    return Unequal(difference=difference, reference=reference, day=known, stated=Ore(there), told=Ore(here))
