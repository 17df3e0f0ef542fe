"""Late payment compensation is owed for no letter that came after the dispute, and for none that never went.

Fjällhyttan owes 10 000.00 due 30 September 2026. The reminder of 13 October asks for 450 of it.
"""

from datetime import date

import pytest

from cases.models import Case, Ground, Notice
from cases.states import State
from ekrav.agency.models import Tariff
from ekrav.ledger.models import Account
from tests.cases.disputes import recalled_on
from tests.cases.endings import broken, owed, state, take_back_case
from tests.cases.on_its_way import arrived, handing_over, never_arrived
from tests.cases.said import claims_of, heard, says, take_up
from tests.cases.test_late_news import due_on
from tests.cases.test_late_payment import CLAIMED
from tests.cases.test_process import play
from tests.cases.test_reversal import anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import HYTTAN_OWES, a_case, on_terms, set_today

pytestmark = pytest.mark.django_db(transaction=True)

REGISTERED, REMINDED = date(2026, 10, 12), date(2026, 10, 13)
NOTHING_MORE, WITH_450 = (
    {"claim_capital": 1_000_000},
    {"claim_capital": 1_000_000, "claim_late_payment": 45_000},
)


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Fjällhyttan's, with compensation claimed."""
    return a_case(are_bygg, debtor=HYTTAN_OWES, claim=CLAIMED)


def test_a_reminder_that_went_after_the_dispute_asks_for_no_compensation(case: Case) -> None:
    play(REMINDED)
    assert claims_of(case) == WITH_450
    set_today(date(2026, 10, 16))
    heard(case, Notice.Kind.DISPUTE, on=REGISTERED, ground=Ground.NOT_MINE)
    assert (claims_of(case), state(case)) == (NOTHING_MORE, State.DISPUTED)
    assert broken() == []


def test_a_reminder_that_went_the_day_of_the_dispute_keeps_it(case: Case) -> None:
    play(REMINDED)
    heard(case, Notice.Kind.DISPUTE, on=REMINDED, ground=Ground.NOT_MINE)
    assert claims_of(case) == WITH_450


def test_a_reminder_that_a_dispute_stopped_in_its_job_asks_for_none(case: Case) -> None:
    due_on(REMINDED)
    job = handing_over(case)
    says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    assert take_up() == 1
    never_arrived(job)
    recalled_on(date(2026, 10, 14))
    assert (claims_of(case), broken()) == (NOTHING_MORE, [])


@pytest.mark.parametrize(("went", "fee"), [(False, 0), (True, 6_000)])
def test_whoever_withdraws_pays_the_price_of_a_reminder_that_went_and_of_no_other(
    case: Case, went: bool, fee: int
) -> None:
    on_terms(case.creditor_id, late_payment_to=Tariff.InterestTo.AGENCY)
    due_on(REMINDED)
    job = handing_over(case)
    if went:
        arrived(case, job)
    assert take_back_case(case).facts["fee_ore"] == fee
    assert (claims_of(case), owed(case, Account.CREDITOR_OWES)) == ({}, [fee])


def test_compensation_stands_again_when_the_payment_that_took_it_back_is_reversed(case: Case) -> None:
    play(REMINDED)
    for payment, reference in enumerate(("B1", "B2")):
        # 12 days: 32.88.
        anna_pays(case, "10032.88", REGISTERED, reference)
        assert (state(case), claims_of(case)) == (State.PAID, {})
        bank_takes_back("10032.88", REMINDED, reference)
        reversed_by_finance(case, payment=payment)
        assert claims_of(case) == {**WITH_450, "claim_interest": 3_288}
    assert (state(case), broken()) == (State.REMINDED, [])
