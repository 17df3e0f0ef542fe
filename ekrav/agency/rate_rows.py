"""Entering a row of the law: one person proposes, another confirms with fresh BankID, and only then it is in force.

The database refuses the same person twice, a change afterwards, and a simulated row outside a demo world. All in the
agency's scope.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Max

from ekrav.agency.models import Agency, RateRow, StaffMember
from ekrav.agency.rate_values import NotAValue, exact
from ekrav.agency.rates import current_rates, rates_if
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.law.half_years import half_year_of
from ekrav.law.interest import REFERENCE
from ekrav.law.rates import Mark, RowsOverlap, Unit

CONFIRMERS: Final = frozenset({StaffMember.Role.FINANCE, StaffMember.Role.ADMINISTRATOR})
FRESH: Final = timedelta(minutes=10)
LEEWAY: Final = timedelta(minutes=1)
HALF_A_PERCENT: Final = 50


class Reason(StrEnum):
    """Why a row is not taken."""

    VALUE = "value"
    """No figure in the series' unit."""
    DATES = "dates"
    """It ends before it begins."""
    HALF_YEAR = "half_year"
    """A reference rate is for one whole half-year, in steps of half a percentage point (räntelagen 9 §)."""
    OVERLAPS = "overlaps"
    """It claims days of another row without beginning with it."""
    OWN = "own"
    """The person who entered the row cannot be the one who confirms it."""
    ROLE = "role"
    """The person may not confirm rows (any more)."""
    BANKID = "bankid"
    """BankID was longer ago than ten minutes, or never."""
    DONE = "done"
    """The row is confirmed or refused already."""


class RateRefused(Exception):
    """A row was not taken; nothing has changed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A row as a person writes it. `value` as typed; `statute` empty is the series' own."""

    key: str
    value: str
    valid_from: date
    valid_to: date | None
    statute: str
    source: str
    mark: Mark


def propose(*, entered: Entered, staff: StaffMember, at: datetime) -> RateRow:
    """Enter a row, which waits for a second person. Raises `RateRefused`."""
    series = next(row for row in reversed(current_rates().rows) if row.key == entered.key)
    try:
        value = exact(typed=entered.value, unit=series.unit)
    except NotAValue as refused:
        raise RateRefused(Reason.VALUE) from refused
    row = RateRow(
        key=entered.key,
        unit=series.unit,
        value=value,
        valid_from=entered.valid_from,
        valid_to=entered.valid_to,
        statute=entered.statute or series.statute,
        source=entered.source,
        mark=entered.mark,
        entered_by=staff,
        entered_at=at,
    )
    _check(row)
    row.save()
    record(act="rate_row_entered", on=row, by=_by(staff), at=at, facts={"key": row.key, "value": row.value})
    return row


def confirm(*, row_id: int, staff: StaffMember, bankid_at: datetime | None, at: datetime) -> RateRow:
    """Let a waiting row take effect by a second person's word.

    `bankid_at` is when BankID confirmed the person, in the same time as `at`. Raises `RateRefused`.
    """
    number = take_number()
    row = _waiting(row_id)
    if row.entered_by_id == staff.pk:
        raise RateRefused(Reason.OWN)
    member = StaffMember.objects.get(pk=staff.pk)
    if not member.active or not CONFIRMERS & set(member.roles):
        raise RateRefused(Reason.ROLE)
    if bankid_at is None or not at - FRESH <= bankid_at <= at + LEEWAY:
        raise RateRefused(Reason.BANKID)
    _check(row)  # other rows may have been confirmed since it was entered
    row.confirmed_by, row.confirmed_at, row.bankid_at, row.number = member, at, bankid_at, number
    row.save(update_fields=["confirmed_by", "confirmed_at", "bankid_at", "number"])
    record(act="rate_row_confirmed", on=row, by=_by(staff), at=at, facts={"key": row.key, "value": row.value})
    return row


def refuse(*, row_id: int, staff: StaffMember, at: datetime) -> RateRow:
    """Put a waiting row aside: the second person's no, or the first one's second thought. Raises `RateRefused`."""
    take_number()
    row = _waiting(row_id)
    row.refused_by, row.refused_at = staff, at
    row.save(update_fields=["refused_by", "refused_at"])
    record(act="rate_row_refused", on=row, by=_by(staff), at=at, facts={"key": row.key, "value": row.value})
    return row


def take_number() -> int:
    """The next place in the order of confirmation. One at a time: the agency's row is locked first."""
    Agency.objects.select_for_update().get()
    return int(RateRow.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _waiting(row_id: int) -> RateRow:
    row = RateRow.objects.get(pk=row_id)
    if row.confirmed_at is not None or row.refused_at is not None:
        raise RateRefused(Reason.DONE)
    return row


def _check(row: RateRow) -> None:
    """Whether the row can stand among the others."""
    if row.valid_to is not None and row.valid_to < row.valid_from:
        raise RateRefused(Reason.DATES)
    if row.key == REFERENCE and not _is_a_half_years(row):
        raise RateRefused(Reason.HALF_YEAR)
    try:
        rates_if(row)
    except RowsOverlap as refused:
        raise RateRefused(Reason.OVERLAPS) from refused


def _is_a_half_years(row: RateRow) -> bool:
    hundredths = int(row.value.replace(".", ""))
    whole = (row.valid_from, row.valid_to) == half_year_of(row.valid_from)
    return row.unit == Unit.PERCENT and whole and hundredths % HALF_A_PERCENT == 0


def _by(staff: StaffMember) -> Actor:
    return Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
