"""Bank days: the bank-free weekdays stand here, so that a new calendar package cannot move them unseen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.bankdays import add_bank_days, bank_days_before, is_bank_day, next_bank_day, roll_forward

BANK_FREE_WEEKDAYS = {
    2026: "01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
    2027: "01-01 01-06 03-26 03-29 05-06 06-25 12-24 12-31",
    2028: "01-06 04-14 04-17 05-01 05-25 06-06 06-23 12-25 12-26",
    2029: "01-01 03-30 04-02 05-01 05-10 06-06 06-22 12-24 12-25 12-26 12-31",
    2030: "01-01 04-19 04-22 05-01 05-30 06-06 06-21 12-24 12-25 12-26 12-31",
}
DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize("year", BANK_FREE_WEEKDAYS)
def test_the_bank_free_weekdays_of_a_year_are_known(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    free = [f"{d:%m-%d}" for d in days if d.year == year and d.weekday() < 5 and not is_bank_day(d)]
    assert free == BANK_FREE_WEEKDAYS[year].split()


@pytest.mark.parametrize(
    "day", ["2026-01-05", "2026-04-02", "2026-04-30", "2026-05-13", "2026-05-15", "2026-10-30"]
)
def test_short_and_squeezed_days_are_bank_days(day: str) -> None:
    assert is_bank_day(date.fromisoformat(day))


def test_whit_monday_is_a_bank_day_since_2005() -> None:
    assert not is_bank_day(date(2004, 5, 31))
    assert is_bank_day(date(2005, 5, 16))


def test_days_roll_forward_over_midsummer_and_christmas() -> None:
    assert roll_forward(date(2026, 6, 19)) == date(2026, 6, 22)
    assert roll_forward(date(2026, 6, 18)) == date(2026, 6, 18)
    assert roll_forward(date(2026, 12, 24)) == date(2026, 12, 28)
    assert next_bank_day(date(2026, 6, 18)) == date(2026, 6, 22)
    assert next_bank_day(date(2026, 12, 30)) == date(2027, 1, 4)


def test_bank_days_are_counted_from_the_day_after() -> None:
    assert add_bank_days(start=date(2026, 11, 23), days=1) == date(2026, 11, 24)
    assert add_bank_days(start=date(2026, 11, 21), days=1) == date(2026, 11, 23)  # a Saturday
    assert add_bank_days(start=date(2026, 12, 23), days=3) == date(2026, 12, 30)
    assert add_bank_days(start=date(2026, 11, 21), days=0) == date(2026, 11, 21)


@given(DAYS, st.integers(0, 30), st.integers(0, 30))
def test_counting_in_two_goes_is_counting_once(start: date, one: int, other: int) -> None:
    halfway = add_bank_days(start=start, days=one)
    assert add_bank_days(start=halfway, days=other) == add_bank_days(start=start, days=one + other)


@given(DAYS)
def test_the_next_bank_day_is_one_and_none_lies_between(day: date) -> None:
    after = next_bank_day(day)
    between = [day + timedelta(days=n) for n in range(1, (after - day).days)]
    assert is_bank_day(after)
    assert [d for d in between if is_bank_day(d)] == []


@given(day=DAYS, days=st.integers(min_value=0, max_value=20))
def test_bank_days_back_and_forth_lead_to_the_same_bank_day(day: date, days: int) -> None:
    bank_day = roll_forward(day)
    assert bank_days_before(add_bank_days(start=bank_day, days=days), days=days) == bank_day
