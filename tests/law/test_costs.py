"""The costs of collecting: 60, 180, 170, and 450 between traders."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.costs import (
    Costs,
    costs_owed,
    demand_fee,
    is_business_debt,
    late_payment_compensation,
    owed_when_paid,
    plan_fee,
    reminder_fee,
)
from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore, kronor

RATES = shipped_rates()
DUE = date(2026, 9, 30)
DAY_AFTER = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("sent", "agreed", "creditors_own", "ore"),
    [
        (DAY_AFTER, True, False, 6000),
        (DAY_AFTER, False, False, 0),
        (DAY_AFTER, True, True, 0),
        (DUE, True, False, 0),
    ],
)
def test_a_reminder_costs_only_what_was_agreed_when_the_debt_arose(
    sent: date, agreed: bool, creditors_own: bool, ore: int
) -> None:
    fee = reminder_fee(
        sent=sent, due=DUE, agreed_when_debt_arose=agreed, creditor_charged_one=creditors_own, rates=RATES
    )
    assert fee == ore


def test_a_demand_costs_180_without_agreement_once_the_debt_is_overdue() -> None:
    assert demand_fee(sent=DAY_AFTER, due=DUE, rates=RATES) == 18000
    assert demand_fee(sent=DUE, due=DUE, rates=RATES) == 0
    assert demand_fee(sent=DAY_AFTER, due=DUE, charged_before=True, rates=RATES) == 0


def test_a_plan_costs_170_when_it_is_whole_and_made_with_the_debtor() -> None:
    assert plan_fee(made=DAY_AFTER, rates=RATES) == 17000
    assert plan_fee(made=DAY_AFTER, whole_debt=False, rates=RATES) == 0
    assert plan_fee(made=DAY_AFTER, with_debtor=False, rates=RATES) == 0
    assert plan_fee(made=DAY_AFTER, charged_before=True, rates=RATES) == 0


@pytest.mark.parametrize(
    ("creditor", "debtor", "bought", "public", "business"),
    [
        (True, True, True, False, True),
        (True, True, False, False, False),  # a sole trader's kitchen
        (True, False, False, False, False),
        (True, False, False, True, True),  # a municipality
        (False, True, True, False, False),  # an association that does not trade
        (False, False, False, True, False),
    ],
)
def test_it_is_business_when_both_act_in_their_trade(
    creditor: bool, debtor: bool, bought: bool, public: bool, business: bool
) -> None:
    found = is_business_debt(
        creditor_trades=creditor, debtor_trades=debtor, bought_for_trade=bought, public_body=public
    )
    assert found is business


def test_a_measure_before_the_act_was_changed_has_no_row() -> None:
    with pytest.raises(NoRow):
        demand_fee(sent=date(2013, 3, 15), due=date(2013, 1, 1), rates=RATES)


@pytest.mark.parametrize(
    ("on", "business", "goods", "first", "ore"),
    [
        (DAY_AFTER, True, True, DAY_AFTER, 45000),
        (DUE, True, True, DAY_AFTER, 0),
        (DAY_AFTER, False, True, DAY_AFTER, 0),
        (DAY_AFTER, True, False, DAY_AFTER, 0),
        (DAY_AFTER, True, True, None, 0),
    ],
)
def test_compensation_arises_with_interest_between_traders(
    on: date, business: bool, goods: bool, first: date | None, ore: int
) -> None:
    compensation = late_payment_compensation(
        on=on, business_debtor=business, goods_or_services=goods, interest_from=first, rates=RATES
    )
    assert compensation == ore


def test_measures_are_owed_beside_compensation_only_above_it() -> None:
    sixty, hundred_eighty, hundred_seventy = kronor("60"), kronor("180"), kronor("170")
    assert costs_owed(reminder=sixty, demand=hundred_eighty, late_payment=kronor("450")) == Costs(
        late_payment=kronor("450")
    )
    everything = costs_owed(
        reminder=sixty, demand=hundred_eighty, plan=hundred_seventy, late_payment=kronor("450")
    )
    assert everything.total == kronor("450")
    above = costs_owed(reminder=sixty, demand=hundred_eighty, plan=kronor("300"), late_payment=kronor("450"))
    assert above == Costs(plan=kronor("90"), late_payment=kronor("450"))  # 540 is 90 more than 450
    without = costs_owed(reminder=sixty, demand=hundred_eighty)
    assert (without, without.total) == (Costs(reminder=sixty, demand=hundred_eighty), kronor("240"))


FEES = st.integers(0, 60000).map(Ore)


@given(FEES, FEES, FEES, FEES)
def test_the_total_is_the_larger_of_compensation_and_measures(r: Ore, d: Ore, p: Ore, late: Ore) -> None:
    assert costs_owed(reminder=r, demand=d, plan=p, late_payment=late).total == max(late, r + d + p)


def test_a_demand_sent_the_day_the_payment_was_booked_is_owed() -> None:
    sent = date(2026, 10, 20)
    assert owed_when_paid(demand_sent=sent, booked=date(2026, 10, 20))
    assert owed_when_paid(demand_sent=sent, booked=date(2026, 10, 21))
    assert not owed_when_paid(demand_sent=sent, booked=date(2026, 10, 19))


def test_for_rent_the_day_the_debtor_paid_counts() -> None:
    sent, booked = date(2026, 10, 20), date(2026, 10, 21)
    assert not owed_when_paid(demand_sent=sent, booked=booked, rent_paid_on=date(2026, 10, 19))
    assert owed_when_paid(demand_sent=sent, booked=booked, rent_paid_on=date(2026, 10, 20))
