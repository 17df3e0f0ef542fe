"""Instalment plans: equal amounts on bank days, and a sum that is the debt, the fee and the interest to the öre."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.law.allocation import Component, allocate, order_on
from ekrav.law.bankdays import is_bank_day
from ekrav.law.interest import CapitalChange, InterestTerms, interest
from ekrav.law.plan import (
    MOST_INSTALMENTS,
    Instalment,
    InstalmentPlan,
    PlanRefused,
    PlanTerms,
    plan_of_amount,
    plan_of_months,
)
from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore, kronor

ACCEPTED = date(2026, 11, 23)


def terms(
    debt: str = "1253.97",
    capital: str = "1000.00",
    rate: str = "10",
    fee: str = "170",
    first: str = "2026-12-30",
) -> PlanTerms:
    return PlanTerms(
        accepted=ACCEPTED,
        debt=kronor(debt),
        capital=kronor(capital),
        rate=Fraction(rate),
        fee=kronor(fee),
        first=date.fromisoformat(first),
    )


def test_three_months_worked_out_by_hand() -> None:
    # 1 253.97 and 170 are 1 423.97. To 30 December 37 days on 1 000: 10.14. Less 482.13 that is 951.98, all of it
    # capital; 33 days to 1 February (30 January is a Saturday): 8.61. Less 482.13: 478.46; 28 days to 1 March
    # (28 February is a Sunday): 3.67.
    plan = plan_of_months(terms=terms(), months=3)
    assert plan.instalments == (
        Instalment(on=date(2026, 12, 30), amount=kronor("482.13"), interest=kronor("10.14")),
        Instalment(on=date(2027, 2, 1), amount=kronor("482.13"), interest=kronor("8.61")),
        Instalment(on=date(2027, 3, 1), amount=kronor("482.13"), interest=kronor("3.67")),
    )
    assert (plan.interest, plan.total) == (kronor("22.42"), kronor("1446.39"))


def test_five_hundred_a_month_and_the_rest_last() -> None:
    plan = plan_of_amount(terms=terms(), monthly=kronor("500.00"))
    assert plan.instalments == (
        Instalment(on=date(2026, 12, 30), amount=kronor("500.00"), interest=kronor("10.14")),
        Instalment(on=date(2027, 2, 1), amount=kronor("500.00"), interest=kronor("8.45")),
        Instalment(on=date(2027, 3, 1), amount=kronor("445.95"), interest=kronor("3.39")),
    )


def test_a_plan_without_interest_is_the_debt_divided() -> None:
    plan = plan_of_months(terms=terms(debt="100.00", capital="100.00", rate="0", fee="0"), months=3)
    assert [instalment.amount for instalment in plan.instalments] == [3333, 3333, 3334]


def test_the_days_keep_their_number_and_roll_forward_to_bank_days() -> None:
    plan = plan_of_months(terms=terms(first="2027-01-31"), months=4)
    assert [instalment.on for instalment in plan.instalments] == [
        date(2027, 2, 1),  # 31 January is a Sunday
        date(2027, 3, 1),  # 28 February is a Sunday
        date(2027, 3, 31),
        date(2027, 4, 30),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        terms(first="2026-11-23"),
        terms(debt="0.00", capital="0.00"),
        terms(debt="999.99"),
        terms(capital="-1.00"),
        terms(rate="-1"),
        terms(fee="-1"),
    ],
)
def test_terms_that_make_no_plan_are_refused(wrong: PlanTerms) -> None:
    with pytest.raises(PlanRefused):
        plan_of_months(terms=wrong, months=3)
    with pytest.raises(PlanRefused):
        plan_of_amount(terms=wrong, monthly=kronor("500.00"))


@pytest.mark.parametrize("months", [0, -1, MOST_INSTALMENTS + 1])
def test_a_number_of_months_that_makes_no_plan_is_refused(months: int) -> None:
    with pytest.raises(PlanRefused):
        plan_of_months(terms=terms(), months=months)


def test_twelve_months_for_eleven_ore_are_refused() -> None:
    tiny = terms(debt="0.11", capital="0.11", fee="0")
    with pytest.raises(PlanRefused):
        plan_of_months(terms=tiny, months=12)
    assert [part.amount for part in plan_of_months(terms=tiny, months=11).instalments] == [1] * 11


@pytest.mark.parametrize("monthly", ["0", "-5.00", "8.00", "15.00"])
def test_an_amount_that_never_ends_the_debt_is_refused(monthly: str) -> None:
    with pytest.raises(PlanRefused):  # 8 a month is less than the interest; 15 take more than ten years
        plan_of_amount(terms=terms(debt="1253.97", rate="12"), monthly=kronor(monthly))


@st.composite
def any_terms(draw: st.DrawFn) -> PlanTerms:
    debt = draw(st.integers(120, 10**9))
    return PlanTerms(
        accepted=ACCEPTED,
        debt=Ore(debt),
        capital=Ore(draw(st.integers(0, debt))),
        rate=draw(st.fractions(0, 36, max_denominator=4)),
        fee=Ore(draw(st.sampled_from([0, 17000]))),
        first=draw(st.dates(min_value=date(2026, 11, 24), max_value=date(2027, 3, 1))),
    )


def adds_up(plan: InstalmentPlan) -> bool:
    days = [part.on for part in plan.instalments]
    return (
        sum(part.amount for part in plan.instalments) == plan.total
        and all(part.amount > 0 and part.interest >= 0 for part in plan.instalments)
        and all(is_bank_day(day) for day in days)
        and days == sorted(set(days))
    )


@given(any_terms(), st.integers(1, MOST_INSTALMENTS))
def test_a_plan_of_months_adds_up(wanted: PlanTerms, months: int) -> None:
    plan = plan_of_months(terms=wanted, months=months)
    *others, last = [part.amount for part in plan.instalments]
    assert adds_up(plan)
    assert (len(others), len(set(others)) <= 1) == (months - 1, True)
    assert others == [] or last >= others[0]


@given(any_terms(), st.integers(1, 10**8).map(Ore))
def test_a_plan_of_an_amount_adds_up_or_is_refused(wanted: PlanTerms, monthly: Ore) -> None:
    try:
        plan = plan_of_amount(terms=wanted, monthly=monthly)
    except PlanRefused:
        # What 120 instalments leave is never made by a larger amount than the equal one.
        assert monthly <= plan_of_months(terms=wanted, months=MOST_INSTALMENTS).instalments[0].amount
    else:
        assert adds_up(plan)
        assert [part.amount for part in plan.instalments[:-1]] == [monthly] * (len(plan.instalments) - 1)
        assert plan.instalments[-1].amount <= monthly


@given(any_terms(), st.integers(1, 24))
def test_a_debtor_who_pays_on_each_day_owes_nothing_after_the_last(wanted: PlanTerms, months: int) -> None:
    """The plan is played by the rules of interest and of allocation, as the book would."""
    order = order_on(business_debtor=False, day=ACCEPTED, rates=shipped_rates())
    owed = dict.fromkeys(Component, Ore(0)) | {
        Component.PLAN: wanted.fee,
        Component.DEMAND: Ore(wanted.debt - wanted.capital),
        Component.CAPITAL: wanted.capital,
    }
    fixed = InterestTerms(due=ACCEPTED, due_agreed=True, agreed_rate=wanted.rate)
    changes, before = [CapitalChange(on=ACCEPTED, amount=wanted.capital)], ACCEPTED
    for part in plan_of_months(terms=wanted, months=months).instalments:
        run = interest(
            capital_changes=changes, terms=fixed, until=part.on, after=before, rates=shipped_rates()
        )
        owed[Component.INTEREST] = Ore(owed[Component.INTEREST] + run.ore)
        paid = allocate(payment=part.amount, owed=owed, order=order)
        assert (run.ore, paid.excess) == (part.interest, 0)
        owed = {component: Ore(owed[component] - paid.applied[component]) for component in owed}
        changes.append(CapitalChange(on=part.on, amount=Ore(-paid.applied[Component.CAPITAL])))
        before = part.on
    assert set(owed.values()) == {0}
