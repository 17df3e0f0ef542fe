"""Two letters that did not come back are presumed received; one is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.interruptions import DemandReceived
from ekrav.law.limitation import limitation
from ekrav.law.receipt import PostedLetter, presumed_receipts
from ekrav.law.shipped import shipped_rates

MARCH, JULY, NOVEMBER = date(2025, 3, 3), date(2025, 7, 7), date(2025, 11, 3)


def test_each_two_letters_in_a_row_prove_one_receipt() -> None:
    letters = [PostedLetter(arrives=day) for day in (NOVEMBER, MARCH, JULY)]
    assert presumed_receipts(letters=letters) == (
        DemandReceived(on=JULY, at_earliest=MARCH),
        DemandReceived(on=NOVEMBER, at_earliest=JULY),
    )


@pytest.mark.parametrize(
    "letters",
    [
        [],
        [PostedLetter(arrives=MARCH)],
        [PostedLetter(arrives=MARCH), PostedLetter(arrives=MARCH)],
        [PostedLetter(arrives=MARCH), PostedLetter(arrives=JULY, returned=True)],
        [PostedLetter(arrives=MARCH), PostedLetter(arrives=JULY, to_debtor_under_administrator=True)],
    ],
)
def test_less_than_two_letters_that_may_have_been_read_prove_nothing(letters: list[PostedLetter]) -> None:
    assert presumed_receipts(letters=letters) == ()


def test_two_letters_within_three_years_keep_a_consumers_debt_alive() -> None:
    letters = [PostedLetter(arrives=day) for day in (date(2024, 2, 1), date(2025, 6, 2))]
    alive = limitation(
        arose=date(2022, 9, 30),
        consumer_purchase=True,
        interruptions=presumed_receipts(letters=letters),
        rates=shipped_rates(),
    )
    assert alive.last_day == date(2027, 2, 1)
    too_few = limitation(
        arose=date(2022, 9, 30),
        consumer_purchase=True,
        interruptions=presumed_receipts(letters=letters[1:]),
        rates=shipped_rates(),
    )
    assert too_few.last_day == date(2025, 9, 30)


@given(st.sets(st.dates()))
def test_there_is_one_receipt_less_than_days_with_letters(days: set[date]) -> None:
    receipts = presumed_receipts(letters=[PostedLetter(arrives=day) for day in days])
    assert len(receipts) == max(0, len(days) - 1)
