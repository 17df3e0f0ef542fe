"""Limitation: three years for a consumer's purchase, ten for other claims, in calendar years."""

from datetime import date

import pytest

from ekrav.law.limitation import is_barred, last_day_to_claim
from ekrav.law.shipped import shipped_rates

RATES = shipped_rates()


@pytest.mark.parametrize(
    ("arose", "consumer", "interrupted", "last_day"),
    [
        ("2023-11-22", True, None, "2026-11-22"),
        ("2016-11-22", False, None, "2026-11-22"),
        ("2024-02-29", True, None, "2027-02-28"),
        ("2024-02-29", False, "2028-02-29", "2038-02-28"),
        ("2022-01-10", True, "2024-05-05", "2027-05-05"),
        ("2024-05-05", True, "2022-01-10", "2027-05-05"),
    ],
)
def test_the_last_day_has_the_same_number(
    arose: str, consumer: bool, interrupted: str | None, last_day: str
) -> None:
    last = last_day_to_claim(
        arose=date.fromisoformat(arose),
        consumer_purchase=consumer,
        interrupted_on=date.fromisoformat(interrupted) if interrupted else None,
        rates=RATES,
    )
    assert last == date.fromisoformat(last_day)


def test_a_claim_is_barred_from_the_day_after() -> None:
    arose = date(2023, 11, 22)
    asked = [
        is_barred(arose=arose, consumer_purchase=consumer, today=today, rates=RATES)
        for consumer in (True, False)
        for today in (date(2026, 11, 22), date(2026, 11, 23))
    ]
    assert asked == [False, True, False, False]
