"""A letter lies in a print job when something stops it: it costs somebody only if it went.

Anna owes 10 000.00. The reminder (60) went on 13 October, the demand (180) is being handed over on 2 November. The
agency's price of withdrawing is what its letters have cost, with a quarter of VAT.
"""

from datetime import date

import pytest

from cases.decide_dispute import reject
from cases.models import Case, Ground, Notice
from cases.states import Action, State
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from tests.cases.disputes import letters, recalled_on
from tests.cases.endings import (
    DEMANDED,
    REMINDED,
    annas_case,
    are_bygg_on,
    broken,
    log,
    owed,
    state,
    take_back_case,
)
from tests.cases.on_its_way import arrived, handing_over, never_arrived, posted, refused
from tests.cases.said import ASTRID_ACTS, act, claims_of, fresh, says, take_up
from tests.cases.test_late_news import due_on
from tests.cases.test_late_posting import told
from tests.cases.test_process import pay, play
from tests.cases.test_reversal import anna_pays
from tests.cast import set_today
from tests.reset import Seeds

pytestmark = pytest.mark.django_db(transaction=True)

NOV_3 = date(2026, 11, 3)
CREDITOR_PAYS = (Account.CREDITOR_OWES, Account.DUE_COSTS)
UNPAID = {"claim_capital": 1_000_000, "claim_reminder": 6_000}


@pytest.fixture
def case(seeds: Seeds) -> Case:
    """Anna's, whose demand is written and has not left."""
    return seeds.once(demand_written)


def demand_written() -> Case:
    case = annas_case(are_bygg_on(), through=REMINDED)
    due_on(DEMANDED)
    return case


def disputed(case: Case) -> None:
    says(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    assert take_up() == 1


def test_a_demand_that_may_never_leave_is_not_billed_to_whoever_withdraws(case: Case) -> None:
    job = handing_over(case)
    event = take_back_case(case)
    assert (event.facts["fee_ore"], event.facts["vat_ore"]) == (6_000, 1_500)
    assert event.facts["given_up_ore"] == 1_024_000
    never_arrived(job)
    assert recalled_on(NOV_3) == 1
    assert letters(case)[:2] == [("reminder", "posted"), ("demand", "cancelled")]
    assert (owed(case, *CREDITOR_PAYS), claims_of(case)) == ([6_000, -6_000], {})
    assert (state(case), broken()) == (State.WITHDRAWN, [])


def test_a_demand_that_left_all_the_same_is_at_the_agencys_cost(case: Case) -> None:
    job = handing_over(case)
    take_back_case(case)
    arrived(case, job)
    posted(case, job)
    assert told() == 2
    assert owed(case, *CREDITOR_PAYS) == [6_000, -6_000]
    # Nobody knew whether it would arrive: Anna is told that it does not count.
    assert letters(case) == [("reminder", "posted"), ("demand", "posted"), ("withdrawn", "composed")]
    assert broken() == []


def test_a_demand_that_the_print_house_has_is_certain_to_leave_and_is_billed(case: Case) -> None:
    arrived(case, handing_over(case))
    event = take_back_case(case)
    assert (event.facts["fee_ore"], event.facts["vat_ore"]) == (24_000, 6_000)


def test_a_demand_in_a_refused_job_is_recalled_and_costs_nobody_anything(case: Case) -> None:
    refused(handing_over(case))
    event = take_back_case(case)
    assert (event.facts["fee_ore"], event.facts["given_up_ore"]) == (6_000, 1_006_000)
    assert log(case) == ["registered", "reminded", "demanded", "recalled", "withdrawn"]


def test_what_has_been_paid_of_a_fee_that_is_not_billed_lessens_nothing_else(case: Case) -> None:
    handing_over(case)
    # The reminder's 60 and 100 of the demand's 180; the 80 that are left are not the creditor's.
    pay(case.creditor_id, case, "160.00", DEMANDED)
    assert take_back_case(case).facts["fee_ore"] == 0


def test_a_demand_that_a_dispute_stopped_in_time_costs_nothing_and_is_written_again_when_the_claim_stands(
    case: Case,
) -> None:
    job = handing_over(case)
    disputed(case)
    never_arrived(job)
    assert claims_of(case) == {**UNPAID, "claim_demand": 18_000}
    assert recalled_on(NOV_3) == 0
    assert (claims_of(case), state(case)) == (UNPAID, State.DISPUTED)
    assert recalled_on(NOV_3) == 0
    act(case, reject, by=ASTRID_ACTS)
    # 35 days to the letter's day, the 4th: 95.89, and 60. It gives until 17 November.
    with tenant_scope(case.creditor_id):
        assert case.events.latest("id").facts["total_ore"] == 1_015_589
    assert recalled_on(NOV_3) == 1
    back = fresh(case)
    assert (back.state, back.next_action) == (State.REMINDED, Action.DEMAND)
    # Nothing is demanded before that time is out: four bank days of grace after the 17th.
    assert (back.pay_by, back.next_date) == (date(2026, 11, 17), date(2026, 11, 24))
    assert broken() == []


def test_a_demand_that_went_before_the_dispute_keeps_its_fee(case: Case) -> None:
    job = handing_over(case)
    arrived(case, job)
    posted(case, job)
    disputed(case)
    told()
    assert claims_of(case) == {**UNPAID, "claim_demand": 18_000}
    act(case, reject, by=ASTRID_ACTS)
    assert (fresh(case).state, broken()) == (State.DEMANDED, [])


def test_a_demand_that_went_after_the_dispute_loses_its_fee(case: Case) -> None:
    job = handing_over(case)
    disputed(case)
    arrived(case, job)
    set_today(NOV_3)
    posted(case, job)
    told()
    assert (claims_of(case), state(case)) == (UNPAID, State.DISPUTED)
    told()
    assert (claims_of(case), broken()) == (UNPAID, [])


def test_a_demand_that_money_stopped_in_its_job_is_written_again_for_the_rest(case: Case) -> None:
    job = handing_over(case)
    # The reminder's 60. The 90.41 are the interest of 33 days.
    anna_pays(case, "60.00", DEMANDED)
    never_arrived(job)
    assert recalled_on(NOV_3) == 1
    assert (state(case), claims_of(case)) == (
        State.REMINDED,
        {"claim_capital": 1_000_000, "claim_interest": 9_041},
    )
    play(NOV_3)
    assert (state(case), claims_of(case)["claim_demand"], broken()) == (State.DEMANDED, 18_000, [])
