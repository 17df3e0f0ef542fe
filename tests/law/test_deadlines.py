"""Pay-by dates: eight days, four bank days after arrival, never on a day the banks are closed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.bankdays import is_bank_day
from ekrav.law.deadlines import (
    demand_counts,
    grace_ends,
    next_posting_day,
    next_step_on,
    pay_by,
    presumed_arrival,
    shortest_pay_by,
    was_long_enough,
)
from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates

RATES = shipped_rates()
POST_AT_ONCE = RATES.with_rows([replace(RATES.on("mail.transit_bank_days", date(2026, 1, 1)), value=0)])


@pytest.mark.parametrize(
    ("sent", "arrives", "last_day"),
    [
        ("2026-11-23", "2026-11-30", "2026-12-04"),  # Monday; five bank days of post, four to pay
        ("2026-12-18", "2026-12-29", "2027-01-07"),  # over Christmas, New Year and Epiphany
        ("2025-06-16", "2025-06-19", "2025-06-26"),  # three bank days of post then; over midsummer
        ("2025-12-29", "2026-01-05", "2026-01-12"),  # posted under the old row: 30, 2 and 5; then 7, 8, 9, 12
    ],
)
def test_the_time_to_pay_follows_the_post_and_the_banks(sent: str, arrives: str, last_day: str) -> None:
    day = date.fromisoformat(sent)
    assert presumed_arrival(sent=day, rates=RATES) == date.fromisoformat(arrives)
    assert pay_by(sent=day, rates=RATES) == date.fromisoformat(last_day)


def test_it_is_never_shorter_than_eight_days_however_fast_the_post() -> None:
    assert pay_by(sent=date(2026, 11, 23), rates=POST_AT_ONCE) == date(2026, 12, 1)
    assert shortest_pay_by(sent=date(2026, 11, 20), rates=POST_AT_ONCE) == date(2026, 11, 28)  # a Saturday
    assert pay_by(sent=date(2026, 11, 20), rates=POST_AT_ONCE) == date(2026, 11, 30)


def test_a_letter_posted_late_may_have_given_too_little_time() -> None:
    printed = date(2026, 12, 4)
    assert was_long_enough(posted=date(2026, 11, 23), pay_by=printed, rates=RATES)
    assert not was_long_enough(posted=date(2026, 11, 24), pay_by=printed, rates=RATES)


@pytest.mark.parametrize(
    ("posted", "returned", "counts"),
    [
        ("2026-11-23", False, True),
        ("2026-11-20", False, True),  # posted early gives more time
        ("2026-11-24", False, False),  # a day late: 7 December would have been the first lawful day
        ("2026-11-23", True, False),
        (None, False, False),
    ],
)
def test_a_demand_counts_when_its_time_was_lawful_for_its_real_posting(
    posted: str | None, returned: bool, counts: bool
) -> None:
    day = date.fromisoformat(posted) if posted else None
    assert demand_counts(posted=day, pay_by=date(2026, 12, 4), returned=returned, rates=RATES) is counts


def test_the_next_step_waits_for_payments_on_their_way() -> None:
    assert grace_ends(pay_by=date(2026, 12, 4), rates=RATES) == date(2026, 12, 10)
    assert next_step_on(pay_by=date(2026, 12, 4), rates=RATES) == date(2026, 12, 11)


def test_letters_are_posted_on_the_next_bank_day() -> None:
    assert next_posting_day(after=date(2026, 11, 20)) == date(2026, 11, 23)
    assert next_posting_day(after=date(2026, 11, 23)) == date(2026, 11, 24)


def test_a_time_for_which_the_post_is_not_known_is_an_error() -> None:
    with pytest.raises(NoRow):
        pay_by(sent=date(2017, 12, 31), rates=RATES)


@given(st.dates(min_value=date(2018, 1, 1), max_value=date(2040, 1, 1)))
def test_a_printed_date_is_always_lawful_and_a_bank_day(sent: date) -> None:
    printed = pay_by(sent=sent, rates=RATES)
    assert is_bank_day(printed)
    assert printed >= sent + timedelta(days=8)
    assert was_long_enough(posted=sent, pay_by=printed, rates=RATES)
