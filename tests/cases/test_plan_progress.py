"""Payments laid on a plan's instalments; any plan, paid as planned, ends at nothing and costs what it said."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cases.plan_progress import Due, progress
from ekrav.law.interest import simple_interest
from ekrav.law.plan import PlanTerms, plan_of_months
from ekrav.money import Ore, to_ore

JANUARY, FEBRUARY, MARCH = date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 30)
DUES = [Due(number=n, on=on, amount=Ore(100)) for n, on in enumerate((JANUARY, FEBRUARY, MARCH), start=1)]


def test_a_payment_fills_the_earliest_instalments_first() -> None:
    come = progress(dues=DUES, payments=[(JANUARY, Ore(150))])
    assert [part.paid for part in come.parts] == [100, 50, 0]
    assert come.unpaid is not None
    assert (come.unpaid.due.number, come.unpaid.left) == (2, 50)
    assert [part.is_late(date(2026, 2, 28)) for part in come.parts] == [False, True, False]


def test_a_payment_after_an_instalments_day_is_not_in_time() -> None:
    in_time = [(JANUARY, Ore(100)), (FEBRUARY, Ore(200))]
    late = [(JANUARY, Ore(99)), (FEBRUARY, Ore(201))]
    assert [progress(dues=DUES, payments=paid).in_time for paid in (in_time, late)] == [True, False]
    assert progress(dues=DUES, payments=late).unpaid is None


@given(
    capital=st.integers(10_000, 50_000_000),
    more=st.integers(0, 500_000),
    fee=st.sampled_from([0, 17_000]),
    rate=st.integers(0, 24),
    course=st.tuples(st.integers(1, 48), st.integers(10, 60)),
)
def test_a_plan_paid_as_planned_ends_at_nothing_and_costs_debt_fee_and_interest(
    capital: int, more: int, fee: int, rate: int, course: tuple[int, int]
) -> None:
    months, wait = course
    began = date(2026, 1, 12)
    terms = PlanTerms(
        accepted=began,
        debt=Ore(capital + more),
        capital=Ore(capital),
        rate=Fraction(rate),
        fee=Ore(fee),
        first=began + timedelta(days=wait),
    )
    plan = plan_of_months(terms=terms, months=months)
    assert sum(part.amount for part in plan.instalments) == capital + more + fee + plan.interest
    # As the book does it: interest through the day, then what is paid, to everything else before the capital.
    before, owed, left = began, more + fee, capital
    for part in plan.instalments:
        owed += to_ore(simple_interest(capital=Ore(left), rate=terms.rate, days=(part.on - before).days))
        paid = min(part.amount, owed)
        before, owed, left = part.on, owed - paid, left - (part.amount - paid)
        assert left >= 0
    assert (owed, left) == (0, 0)
