"""Months and years end on the day of the same number, or on the last of the month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.periods import act_by, months_after, years_after


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2026-11-23", 1, "2026-12-23"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2027-01-31", 2, "2027-03-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 0, "2026-11-30"),
        ("2026-12-31", 24, "2028-12-31"),
    ],
)
def test_a_month_ends_on_the_same_number(day: str, months: int, after: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(after)


@given(st.dates(max_value=date(2999, 12, 31)), st.integers(0, 30))
def test_years_are_twelve_months_and_never_overshoot(day: date, years: int) -> None:
    after = years_after(day, years)
    assert (after.year, after.month) == (day.year + years, day.month)
    assert day.day - after.day in ({0, 1} if (day.month, day.day) == (2, 29) else {0})


def test_what_ends_on_a_holiday_may_be_done_on_the_next_weekday() -> None:
    assert act_by(date(2026, 12, 24)) == date(2026, 12, 28)
    assert act_by(date(2026, 12, 28)) == date(2026, 12, 28)
