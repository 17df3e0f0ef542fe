"""The law as dated rows: what a figure is on a day, where it is written, and how sure we are of it.

Every function in `ekrav.law` is handed a `Rates` value. A day that no row covers is an error, `NoRow`: a
figure is never carried into a time for which it has not been decided.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final

from ekrav.money import Ore

_REMEMBERED: Final = 10_000

Value = int | Fraction | tuple[str, ...]


class Mark(StrEnum):
    """How a row's figure is known."""

    READ = "V"  # read in the statute, at the authority or in a decision
    SECOND_HAND = "V2"  # read in a secondary source only
    MEMORY = "M"  # from memory; a lawyer must confirm it
    DERIVED = "D"  # worked out from what was read
    UNKNOWN = "U"  # could not be determined
    SIMULATED = "S"  # invented by a demo world; refused outside one


class Unit(StrEnum):
    """What a row's value counts."""

    KRONOR = "kronor"  # value is whole öre
    PERCENT = "percent"  # value is an exact Fraction: 8 means 8 %
    DAYS = "days"
    BANK_DAYS = "bank days"
    MONTHS = "months"
    YEARS = "years"
    ORDER = "order"  # value is a tuple of words


class NoRow(LookupError):
    """No row with this key covers this day."""

    def __init__(self, key: str, day: date) -> None:
        super().__init__(f"{key} on {day}")
        self.key, self.day = key, day


class RowsOverlap(ValueError):
    """Two rows of one key cover the same day, or a row ends before it begins."""


class WrongUnit(TypeError):
    """A row was asked for a kind of value it does not hold."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure of the law and the days it holds, both ends included; `valid_to` None is an open end."""

    key: str
    value: Value
    unit: Unit
    valid_from: date
    valid_to: date | None = None
    statute: str
    source: str
    mark: Mark

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Rates:
    """All rows a calculation may use. Raises RowsOverlap when two of them claim the same day."""

    rows: tuple[Row, ...]
    _by_key: dict[str, list[Row]] = field(init=False, repr=False, compare=False)
    # What has been asked for before: many cases ask for the same few days.
    _found: dict[tuple[str, date], Row] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        rows = sorted(self.rows, key=lambda row: (row.key, row.valid_from))
        by_key = {key: list(group) for key, group in groupby(rows, key=lambda row: row.key)}
        for row in rows:
            if row.valid_to is not None and row.valid_to < row.valid_from:
                raise RowsOverlap(f"{row.key} from {row.valid_from} to {row.valid_to}")
        for series in by_key.values():
            for one, other in pairwise(series):
                if one.covers(other.valid_from):
                    raise RowsOverlap(f"{one.key} on {other.valid_from}")
        object.__setattr__(self, "_by_key", by_key)

    def on(self, key: str, day: date) -> Row:
        """Return the row of `key` that covers `day`. Raises NoRow."""
        found = self._found.get((key, day))
        if found is None:
            series = self._by_key.get(key, [])
            place = bisect_right(series, day, key=lambda row: row.valid_from)
            if place == 0 or not series[place - 1].covers(day):
                raise NoRow(key, day)
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[key, day] = series[place - 1]
        return found

    def ore(self, key: str, day: date) -> Ore:
        """Return an amount in öre. Raises NoRow, WrongUnit."""
        return Ore(self._whole(key, day, Unit.KRONOR))

    def percent(self, key: str, day: date) -> Fraction:
        """Return a rate in percent (8 means 8 %). Raises NoRow, WrongUnit."""
        row = self.on(key, day)
        if row.unit is not Unit.PERCENT or not isinstance(row.value, Fraction):
            raise WrongUnit(f"{key} is {row.unit}")
        return row.value

    def days(self, key: str, day: date) -> int:
        """Return a number of calendar days. Raises NoRow, WrongUnit."""
        return self._whole(key, day, Unit.DAYS)

    def bank_days(self, key: str, day: date) -> int:
        """Return a number of bank days. Raises NoRow, WrongUnit."""
        return self._whole(key, day, Unit.BANK_DAYS)

    def months(self, key: str, day: date) -> int:
        """Return a number of calendar months. Raises NoRow, WrongUnit."""
        return self._whole(key, day, Unit.MONTHS)

    def years(self, key: str, day: date) -> int:
        """Return a number of calendar years. Raises NoRow, WrongUnit."""
        return self._whole(key, day, Unit.YEARS)

    def order(self, key: str, day: date) -> tuple[str, ...]:
        """Return the words of an order, first first. Raises NoRow, WrongUnit."""
        row = self.on(key, day)
        if row.unit is not Unit.ORDER or not isinstance(row.value, tuple):
            raise WrongUnit(f"{key} is {row.unit}")
        return row.value

    def known_from(self, key: str) -> date:
        """Return the first day `key` has a row for. Raises NoRow when it has none."""
        series = self._by_key.get(key)
        if not series:
            raise NoRow(key, date.min)
        return series[0].valid_from

    def known_through(self, key: str) -> date:
        """Return the last day `key` has a row for (`date.max`: open end). Raises NoRow when it has none."""
        series = self._by_key.get(key)
        if not series:
            raise NoRow(key, date.max)
        return series[-1].valid_to or date.max

    def with_rows(self, rows: Iterable[Row]) -> "Rates":
        """Return these rates with later decisions added.

        A row that begins on the same day as one of its key replaces it (a correction). A row that begins
        inside an open-ended one ends that the day before. Any other overlap raises RowsOverlap.
        """
        known = {(row.key, row.valid_from): row for row in self.rows}
        for new in sorted(rows, key=lambda row: row.valid_from):
            for place, old in list(known.items()):
                if old.key == new.key and old.valid_to is None and old.valid_from < new.valid_from:
                    known[place] = replace(old, valid_to=new.valid_from - timedelta(days=1))
            known[new.key, new.valid_from] = new
        return Rates(tuple(known.values()))

    def _whole(self, key: str, day: date, unit: Unit) -> int:
        row = self.on(key, day)
        if row.unit is not unit or not isinstance(row.value, int):
            raise WrongUnit(f"{key} is {row.unit}")
        return row.value
