"""The printed calculation shows each rate and each capital, and sums to what is asked for."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.explain import explain
from ekrav.law.interest import CapitalChange, InterestTerms, interest
from ekrav.law.shipped import shipped_rates
from ekrav.money import NBSP, Ore, format_kronor, kronor

RATES = shipped_rates()


def test_two_rates_and_two_capitals_are_four_stretches_of_one_claim() -> None:
    changes = [
        CapitalChange(on=date(2024, 11, 1), amount=kronor("10000.00")),
        CapitalChange(on=date(2024, 12, 20), amount=kronor("-2500.00")),
        CapitalChange(on=date(2025, 1, 15), amount=kronor("-500.00")),
    ]
    accrued = interest(
        capital_changes=changes,
        terms=InterestTerms(due=date(2024, 11, 30), due_agreed=True),
        until=date(2025, 1, 31),
        rates=RATES,
    )
    assert [line.replace(NBSP, " ") for line in explain(accrued)] == [
        "2024-12-01–2024-12-20: 10 000,00 kr × 12 % × 20 dagar / 365 = 65,7534 kr",
        "2024-12-21–2024-12-31: 7 500,00 kr × 12 % × 11 dagar / 365 = 27,1233 kr",
        "2025-01-01–2025-01-15: 7 500,00 kr × 11 % × 15 dagar / 365 = 33,9041 kr",
        "2025-01-16–2025-01-31: 7 000,00 kr × 11 % × 16 dagar / 365 = 33,7534 kr",
        "Summa: 160,53 kr",
    ]


def test_the_years_of_a_negative_reference_rate_read_seven_and_a_half_percent() -> None:
    accrued = interest(
        capital_changes=[CapitalChange(on=date(2019, 5, 31), amount=kronor("1000.00"))],
        terms=InterestTerms(due=date(2019, 5, 31), due_agreed=True),
        until=date(2019, 7, 1),
        rates=RATES,
    )
    assert [line.replace(NBSP, " ") for line in explain(accrued)] == [
        "2019-06-01–2019-06-30: 1 000,00 kr × 7,5 % × 30 dagar / 365 = 6,1644 kr",
        "2019-07-01–2019-07-01: 1 000,00 kr × 8 % × 1 dag / 365 = 0,2192 kr",
        "Summa: 6,38 kr",
    ]


DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2026, 12, 31))
CHANGES = st.lists(
    st.builds(CapitalChange, on=DAYS, amount=st.integers(-(10**7), 10**8).map(Ore)), min_size=1, max_size=5
)


@given(CHANGES, DAYS, st.none() | st.fractions(1, 30, max_denominator=4))
def test_there_is_a_line_for_each_stretch_and_the_sum_is_the_interest(
    changes: list[CapitalChange], due: date, agreed: Fraction | None
) -> None:
    accrued = interest(
        capital_changes=changes,
        terms=InterestTerms(due=due, due_agreed=True, agreed_rate=agreed),
        until=date(2026, 12, 31),
        rates=RATES,
    )
    lines = explain(accrued)
    stretches = len(accrued.trace)
    assert len(lines) == stretches + (stretches > 1)
    assert [line.endswith(f" {format_kronor(accrued.ore)}") for line in lines[-1:]] == [True] * len(
        lines[-1:]
    )
