"""A person's age on the day the claim arose, by Skatteverket's way of writing a day of birth."""

from datetime import date

import pytest

from ekrav.law.age import age_on, was_minor
from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates

RATES = shipped_rates()


@pytest.mark.parametrize(
    ("number", "on", "age", "minor"),
    [
        ("200710150000", "2025-10-14", 17, True),
        ("200710150000", "2025-10-15", 18, False),  # of age on the birthday
        ("200710750000", "2025-10-14", 17, True),  # a samordningsnummer: born on the 15th, too
        ("200710750000", "2025-10-15", 18, False),
        ("200802290000", "2026-02-28", 17, True),  # born on 29 February
        ("200802290000", "2026-03-01", 18, False),
        ("191010150000", "2026-11-22", 116, False),
    ],
)
def test_eighteen_is_reached_on_the_birthday(number: str, on: str, age: int, minor: bool) -> None:
    day = date.fromisoformat(on)
    assert age_on(number=number, on=day) == age
    assert was_minor(number=number, on=day, rates=RATES) is minor


def test_the_age_of_majority_before_1974_is_not_known_here() -> None:
    with pytest.raises(NoRow):
        was_minor(number="195001010000", on=date(1974, 6, 30), rates=RATES)
