"""A plan is made while a letter's time runs: the letter's printed amount, paid in its time, still closes the case.

Anna owes 10 000.00 due 30 September 2026 at 10 %. The reminder of 13 October prints 10 095.62 (13 days: 35.62, and 60)
to be paid by 26 October. A plan of six months is made on the 14th: 170.
"""

from datetime import date

import pytest

from cases.models import Case
from cases.plan_offer import Wish
from cases.states import State
from ekrav.ledger.models import Account
from tests.cases.endings import REMINDED, annas_case, are_bygg_on, broken, log, owed, state
from tests.cases.plans import accept, offer
from tests.cases.test_reversal import anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import set_today

pytestmark = pytest.mark.django_db(transaction=True)

PLANNED, PAID = date(2026, 10, 14), date(2026, 10, 20)
DUE = (Account.DUE_CAPITAL, Account.DUE_INTEREST, Account.DUE_COSTS, Account.OWED_TO_PAYER)


@pytest.fixture
def case(transactional_db: None) -> Case:
    """Reminded, and in a plan since the day after."""
    creditor = are_bygg_on()
    case = annas_case(creditor, through=REMINDED)
    set_today(PLANNED)
    accept(creditor, case, offer(creditor, case, Wish(first=date(2026, 11, 30), months=6)))
    assert (state(case), owed(case, Account.CLAIM_PLAN)) == (State.PLAN, [17_000])
    set_today(PAID)
    return case


def test_the_printed_amount_closes_the_case_and_the_plans_fee_is_given_up_before_any_interest(
    case: Case,
) -> None:
    anna_pays(case, "10095.62", PAID)
    # 170, and what accrued from the 14th: nothing of the capital is given up for them.
    assert owed(case, *DUE) == [-1_000_000, -3_562, -6_000, 0]
    assert log(case) == ["registered", "reminded", "plan_offered", "plan_accepted", "paid", "closed"]
    assert broken() == []


def test_more_than_the_printed_amount_is_the_payers(case: Case) -> None:
    anna_pays(case, "10265.62", PAID)
    assert owed(case, *DUE) == [-1_000_000, -3_562, -6_000, -17_000]
    bank_takes_back("10265.62", PAID)
    reversed_by_finance(case)
    # 14 days to the plan, 38.36, and six days more, 16.44.
    claims = (Account.CLAIM_CAPITAL, Account.CLAIM_INTEREST, Account.CLAIM_REMINDER, Account.CLAIM_PLAN)
    assert owed(case, *claims) == [1_000_000, 5_480, 6_000, 17_000]
    assert (state(case), broken()) == (State.REMINDED, [])
