"""A payment goes to costs, then interest, then capital, and not an öre is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.allocation import Component, NotAPayment, OrderIncomplete, allocate, order_on
from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore, kronor

ORDER = order_on(business_debtor=False, day=date(2026, 10, 30), rates=shipped_rates())
OWED = {
    Component.REMINDER: kronor("60.00"),
    Component.DEMAND: kronor("180.00"),
    Component.INTEREST: kronor("8.22"),
    Component.CAPITAL: kronor("1000.00"),
}
NOT_OWED = dict.fromkeys((Component.OUTLAY, Component.AGENT, Component.PLAN, Component.LATE_PAYMENT), Ore(0))
AMOUNTS = st.integers(0, 10**9).map(Ore)


def test_the_order_is_costs_interest_capital_for_both_kinds_of_debtor() -> None:
    costs_first = (
        Component.OUTLAY,
        Component.AGENT,
        Component.REMINDER,
        Component.DEMAND,
        Component.PLAN,
        Component.LATE_PAYMENT,
        Component.INTEREST,
        Component.CAPITAL,
    )
    assert costs_first == ORDER
    assert order_on(business_debtor=True, day=date(2026, 10, 30), rates=shipped_rates()) == costs_first
    with pytest.raises(NoRow):
        order_on(business_debtor=True, day=date(2013, 1, 1), rates=shipped_rates())


def test_five_hundred_kronor_leave_748_22_of_the_capital() -> None:
    allocation = allocate(payment=kronor("500.00"), owed=OWED, order=ORDER)
    assert allocation.applied == {
        Component.REMINDER: kronor("60.00"),
        Component.DEMAND: kronor("180.00"),
        Component.INTEREST: kronor("8.22"),
        Component.CAPITAL: kronor("251.78"),
        **NOT_OWED,
    }
    assert allocation.excess == 0


def test_compensation_and_a_plans_fee_are_paid_before_interest() -> None:
    owed = {
        Component.PLAN: kronor("170.00"),
        Component.LATE_PAYMENT: kronor("450.00"),
        Component.INTEREST: kronor("8.22"),
        Component.CAPITAL: kronor("1000.00"),
    }
    allocation = allocate(payment=kronor("625.00"), owed=owed, order=ORDER)
    assert [allocation.applied[part] for part in ORDER] == [0, 0, 0, 0, 17000, 45000, 500, 0]


def test_what_is_more_than_owed_is_the_payers() -> None:
    allocation = allocate(payment=kronor("1300.00"), owed=OWED, order=ORDER)
    assert allocation.applied == OWED | NOT_OWED
    assert allocation.excess == kronor("51.78")


def test_a_negative_payment_or_debt_is_refused() -> None:
    with pytest.raises(NotAPayment):
        allocate(payment=Ore(-1), owed=OWED, order=ORDER)
    with pytest.raises(NotAPayment):
        allocate(payment=Ore(1), owed={Component.CAPITAL: Ore(-1)}, order=ORDER)


def test_an_order_that_forgets_something_owed_is_refused() -> None:
    with pytest.raises(OrderIncomplete):
        allocate(payment=Ore(1), owed=OWED, order=[Component.CAPITAL])
    with pytest.raises(OrderIncomplete):
        allocate(payment=Ore(1), owed={}, order=[Component.CAPITAL, Component.CAPITAL])
    left = allocate(payment=Ore(5), owed={Component.DEMAND: Ore(0)}, order=[Component.CAPITAL])
    assert (left.applied, left.excess) == ({Component.CAPITAL: 0}, 5)


@given(AMOUNTS, st.dictionaries(st.sampled_from(Component), AMOUNTS), st.permutations(list(Component)))
def test_every_ore_goes_somewhere_and_later_parts_wait(
    payment: Ore, owed: dict[Component, Ore], order: list[Component]
) -> None:
    allocation = allocate(payment=payment, owed=owed, order=order)
    assert sum(allocation.applied.values()) + allocation.excess == payment
    assert all(0 <= allocation.applied[part] <= owed.get(part, 0) for part in order)
    short = [n for n, part in enumerate(order) if allocation.applied[part] < owed.get(part, 0)]
    assert [part for n in short[:1] for part in order[n + 1 :] if allocation.applied[part]] == []
    assert allocation.excess == 0 or not short
