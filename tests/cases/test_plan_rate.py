"""The reference rate rises while Anna's plan lasts: she pays what she was shown, and the book gives up the rise."""

from datetime import date
from fractions import Fraction

import pytest

from cases.debt import debt_of
from cases.plan_end import Why, end_plan
from cases.plan_offer import Wish
from cases.printed_amount import closing_amount
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.law.rates import Mark, Rates, Row, Unit
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account, Entry
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.plans import STAFF, accept, annas_case, books_broken, fresh, locked, offer, pay, play
from tests.cast import a_creditor, an_agency, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = [date(2026, 6, 26), date(2026, 7, 27)]
# 152 days to 1 June are 416.44, and the fee: 10 586.44. 25 days to the first part: 68.49.
# 10 654.93 − 5 349.99 = 5 304.94, and 31 days on that are 45.06: 5 350.00.
TWO = Wish(months=2, first=DAYS[0])


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 1 June 2026."""
    set_today(date(2026, 6, 1))
    an_agency()
    return a_creditor()


def with_reference(percent: int) -> Rates:
    """The law with another reference rate from 1 July 2026; it is 2 % before."""
    row = Row(
        key="interest.reference",
        value=Fraction(percent),
        unit=Unit.PERCENT,
        valid_from=date(2026, 7, 1),
        valid_to=date(2026, 12, 31),
        statute="räntelagen (1975:635) 9 §",
        source="made up",
        mark=Mark.SIMULATED,
    )
    return current_rates().with_rows([row])


def test_a_rise_while_the_plan_lasts_is_given_up_by_a_posting_of_its_own(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, TWO))
    rates = with_reference(5)
    play(date(2026, 6, 11), rates=rates)
    pay(are_bygg, case, "5349.99", DAYS[0], rates=rates)
    with tenant_scope(are_bygg):
        debt = debt_of(case=locked(are_bygg, case), on=DAYS[1], rates=rates)
        # By law 4 days at 10 % and 27 at 13 % on 5 304.94: 56.83. What is shown is the plan's 45.06.
        assert closing_amount(case=locked(are_bygg, case), debt=debt) == kronor("5350.00")
    play(date(2026, 7, 13), rates=rates)
    pay(are_bygg, case, "5350.00", DAYS[1], rates=rates)
    assert fresh(are_bygg, case).state == State.PAID
    with tenant_scope(are_bygg):
        waived = Entry.objects.get(kind="waive interest above the plan's rate")
        assert [(line.account, line.amount_ore) for line in waived.lines.order_by("amount_ore")] == [
            (Account.CLAIM_INTEREST, -kronor("11.77")),
            (Account.CLAIMS, kronor("11.77")),
        ]
        assert balance(account=Account.OWED_TO_PAYER) == 0
    assert books_broken() == []


def test_after_a_rise_the_letter_that_ends_the_plan_asks_for_the_plans_interest(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, TWO))
    rates = with_reference(5)
    pay(are_bygg, case, "5349.99", DAYS[0], rates=rates)
    set_today(DAYS[1])
    at, today = right_now()
    with tenant_scope(are_bygg):
        end_plan(case=locked(are_bygg, case), why=Why.DEBTOR, today=today, at=at, by=STAFF, rates=rates)
        assert case.events.get(kind="plan_ended").facts["total_ore"] == kronor("5350.00")


def test_when_the_rate_falls_anna_pays_less_than_she_was_shown(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, TWO))
    rates = with_reference(1)
    for day, amount in zip(DAYS, ("5349.99", "5350.00"), strict=True):
        pay(are_bygg, case, amount, day, rates=rates)
    assert fresh(are_bygg, case).state == State.PAID
    with tenant_scope(are_bygg):
        # 4 days at 10 % and 27 at 9 % on 5 304.94 are 41.13, and 45.06 was shown: 3.93 is hers.
        assert balance(account=Account.OWED_TO_PAYER) == -kronor("3.93")
