"""Kronofogden: what applying and enforcing cost, and how long each has to answer."""

from datetime import date

import pytest

from ekrav.law.costs import Costs
from ekrav.law.kronofogden import (
    ApplicationCosts,
    application_costs,
    application_fee,
    base_fee,
    base_fee_falls_on,
    last_day_to_answer,
    last_day_to_ask_for_court,
    last_day_to_reopen,
)
from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore, kronor

RATES = shipped_rates()
DAY = date(2026, 11, 23)
A_LOT = kronor("10000.00")


def test_applying_adds_680_to_what_was_owed_for_collecting() -> None:
    collecting = Costs(reminder=kronor("60"), demand=kronor("180"))
    costs = application_costs(applied=DAY, collecting=collecting, rates=RATES)
    assert costs == ApplicationCosts(fee=kronor("300"), agent=kronor("380"), collecting=collecting)
    assert costs.total == kronor("920")
    between_traders = application_costs(
        applied=DAY, collecting=Costs(late_payment=kronor("450")), rates=RATES
    )
    assert between_traders.total == kronor("1130")


@pytest.mark.parametrize(("price", "claimed"), [("200.00", 20000), ("380.00", 38000), ("1000.00", 38000)])
def test_the_agents_price_is_claimed_up_to_the_ceiling(price: str, claimed: int) -> None:
    costs = application_costs(applied=DAY, collecting=Costs(), agent_price=kronor(price), rates=RATES)
    assert (costs.agent, costs.total) == (claimed, 30000 + claimed)


def test_the_fee_is_known_from_2025_and_not_before() -> None:
    assert application_fee(applied=date(2025, 1, 1), rates=RATES) == kronor("300")
    with pytest.raises(NoRow):
        application_fee(applied=date(2024, 12, 31), rates=RATES)


def test_each_year_of_enforcement_costs_600() -> None:
    begun = date(2025, 2, 28)
    years = [base_fee_falls_on(begun=begun, year=year) for year in (1, 2, 3)]
    assert years == [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28)]
    fees = [base_fee(on=on, first_year=on == begun, unpaid=A_LOT, rates=RATES) for on in years]
    assert fees == [60000, 60000, 60000]
    assert base_fee_falls_on(begun=date(2028, 2, 29), year=2) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("first_year", "unpaid", "insolvent", "only_4_9_b", "ore"),
    [
        (False, "100.00", False, False, 60000),
        (False, "99.99", False, False, 0),
        (True, "99.99", False, False, 60000),  # only a new fee is spared
        (False, "10000.00", False, True, 0),
        (True, "10000.00", False, True, 60000),
        (True, "10000.00", True, False, 0),
        (False, "10000.00", True, False, 0),
    ],
)
def test_a_new_year_is_spared_for_a_trifle_and_everything_in_insolvency(
    first_year: bool, unpaid: str, insolvent: bool, only_4_9_b: bool, ore: int
) -> None:
    fee = base_fee(
        on=DAY,
        first_year=first_year,
        unpaid=kronor(unpaid),
        insolvent=insolvent,
        only_4_9_b=only_4_9_b,
        rates=RATES,
    )
    assert fee == Ore(ore)


@pytest.mark.parametrize(
    ("served", "last"),
    [
        ("2026-11-23", "2026-12-03"),
        ("2026-12-14", "2026-12-28"),  # the tenth day is julafton, a Thursday; then two holidays and a Sunday
        ("2026-11-26", "2026-12-07"),  # a Sunday
    ],
)
def test_the_debtor_has_ten_days_and_the_weekend_after_them(served: str, last: str) -> None:
    assert last_day_to_answer(served=date.fromisoformat(served), rates=RATES) == date.fromisoformat(last)


def test_court_is_asked_for_within_four_weeks_and_reopening_within_a_month() -> None:
    assert last_day_to_ask_for_court(told=date(2026, 11, 2), rates=RATES) == date(2026, 11, 30)
    assert last_day_to_ask_for_court(told=date(2026, 11, 27), rates=RATES) == date(2026, 12, 28)
    assert last_day_to_reopen(verdict=date(2026, 10, 23), rates=RATES) == date(2026, 11, 23)
    assert last_day_to_reopen(verdict=date(2027, 1, 31), rates=RATES) == date(
        2027, 3, 1
    )  # 28 February, a Sunday
