"""The calendar half-years of the reference rate, räntelagen (1975:635) 9 §, and the day the Riksbank decides one."""

from datetime import date

from ekrav.law.bankdays import bank_days_before

_JULY = 7


def half_year_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the half-year that holds `day`."""
    if day.month < _JULY:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def decision_day(first: date) -> date:
    """Return the day on which the rate of the half-year that begins on `first` is to be known.

    The Riksbank decides on the last weekday before it. Whether New Year's Eve, a weekday without banks, counts is not
    settled [U]; the last bank day is never later than the other reading.
    """
    return bank_days_before(first, days=1)
