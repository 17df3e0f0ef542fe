"""The day a payment counts from."""

from datetime import date

import pytest

from ekrav.law.paid import counts_from
from ekrav.law.shipped import shipped_rates

RATES = shipped_rates()


@pytest.mark.parametrize(
    ("booked", "counts"),
    [
        (date(2026, 11, 3), date(2026, 11, 2)),
        (date(2026, 11, 2), date(2026, 10, 30)),  # Monday: the Friday before
        (date(2026, 12, 28), date(2026, 12, 23)),  # over Christmas
    ],
)
def test_rent_counts_from_the_bank_day_before_it_was_booked(booked: date, counts: date) -> None:
    assert counts_from(booked=booked, rent=True, rates=RATES) == counts


def test_anything_else_counts_from_the_day_it_was_booked() -> None:
    assert counts_from(booked=date(2026, 11, 2), rent=False, rates=RATES) == date(2026, 11, 2)
