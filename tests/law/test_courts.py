"""Courts: half a price base amount parts the small claims from the large."""

from datetime import date

import pytest

from ekrav.law.courts import bankruptcy_petition_fee, is_small, petition_fee, transfer_fee
from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates
from ekrav.money import kronor

RATES = shipped_rates()


@pytest.mark.parametrize(
    ("claim", "year", "small", "transfer", "petition"),
    [
        ("29600.00", 2026, True, "600", "900"),
        ("29600.01", 2026, False, "2500", "2800"),
        ("29400.00", 2025, True, "600", "900"),
        ("29400.01", 2025, False, "2500", "2800"),
    ],
)
def test_a_claim_of_half_a_base_amount_is_small(
    claim: str, year: int, small: bool, transfer: str, petition: str
) -> None:
    amount, day = kronor(claim), date(year, 6, 30)
    assert is_small(claim=amount, on=day, rates=RATES) is small
    assert transfer_fee(claim=amount, on=day, rates=RATES) == kronor(transfer)
    assert petition_fee(claim=amount, on=day, rates=RATES) == kronor(petition)


def test_a_petition_in_bankruptcy_costs_the_same_for_all() -> None:
    assert bankruptcy_petition_fee(on=date(2027, 1, 1), rates=RATES) == kronor("2800")


def test_a_year_without_a_base_amount_is_not_guessed() -> None:
    with pytest.raises(NoRow):
        transfer_fee(claim=kronor("1.00"), on=date(2027, 1, 1), rates=RATES)
