"""Bank days in Sweden.

Bank-free are Saturdays, Sundays, the public holidays of lag (1989:253) and midsommarafton, julafton and
nyårsafton, which lag (1930:173) 2 § puts beside them and the banks keep closed. The calendar is the pinned
`holidays` package's categories "public" (the statute) and "de_facto" (the three eves); tests hold the lists
for 2026-2030.
"""

from datetime import date, timedelta
from functools import cache

import holidays

_ONE = timedelta(days=1)
_SATURDAY = 5


def is_bank_day(day: date) -> bool:
    """Tell whether banks move money on `day`."""
    return day.weekday() < _SATURDAY and day not in _free_days(day.year)


def roll_forward(day: date) -> date:
    """Return `day`, or the first bank day after it when it is not one."""
    while not is_bank_day(day):
        day += _ONE
    return day


def next_bank_day(day: date) -> date:
    """Return the first bank day after `day` itself."""
    return roll_forward(day + _ONE)


def add_bank_days(*, start: date, days: int) -> date:
    """Return bank day number `days` after `start`, which is not counted itself; 0 days is `start`."""
    for _ in range(days):
        start = next_bank_day(start)
    return start


def bank_days_before(day: date, *, days: int) -> date:
    """Return bank day number `days` before `day`, which is not counted itself; 0 days is `day`."""
    for _ in range(days):
        day -= _ONE
        while not is_bank_day(day):
            day -= _ONE
    return day


@cache
def _free_days(year: int) -> frozenset[date]:
    calendar = holidays.country_holidays(
        "SE", years=year, expand=False, categories=(holidays.PUBLIC, holidays.DE_FACTO)
    )
    return frozenset(calendar)
