"""Periods of months and years, lag (1930:173) om beräkning av lagstadgad tid."""

from calendar import monthrange
from datetime import date

from ekrav.law.bankdays import roll_forward


def months_after(day: date, months: int) -> date:
    """Return the day of the same number so many months later, else the last of that month (1 §)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, years: int) -> date:
    """Return the day of the same number so many years later; 29 February gives 28 where there is none (1 §)."""
    return months_after(day, 12 * years)


def act_by(day: date) -> date:
    """Return the day by which something must be done whose time ends on `day` (2 §).

    On a Saturday, a Sunday, a public holiday, midsommarafton, julafton or nyårsafton it may be done on the
    next weekday. These are the bank-free days.
    """
    return roll_forward(day)
