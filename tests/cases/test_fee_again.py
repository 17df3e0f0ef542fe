"""A fee that a payment took back, when the bank takes the payment back: what Anna owes as if it had never come.

She owes 10 000.00 due 30 September 2026 at 10 %: 2.7397 kr a day. The reminder (60) went on 13 October, the demand
(180) on 2 November. On 30 October 10 142.19 was everything: 30 days, 82.19, and 60.
"""

from datetime import date

import pytest

from cases.models import Case
from cases.states import Action, State
from ekrav.ledger.models import Account
from tests.cases.endings import DEMANDED, REMINDED, annas_case, are_bygg_on, broken, owed, state
from tests.cases.test_late_news import due_on
from tests.cases.test_late_posting import told
from tests.cases.test_process import play
from tests.cases.test_reversal import CLAIMS, anna_pays, bank_takes_back, fresh, reversed_by_finance
from tests.cast import set_today, take_as_posted
from tests.reset import Seeds

pytestmark = pytest.mark.django_db(transaction=True)

OCT_29, OCT_30, NOV_1 = date(2026, 10, 29), date(2026, 10, 30), date(2026, 11, 1)


@pytest.fixture
def case(seeds: Seeds) -> Case:
    """Anna's, on the day the demand went."""
    return seeds.once(demanded)


def demanded() -> Case:
    return annas_case(are_bygg_on(), through=DEMANDED)


@pytest.mark.parametrize(
    ("on", "everything", "interest", "fee"),
    # 32 days: 87.67. 33 days: 90.41.
    [(NOV_1, "10147.67", 8_767, 0), (DEMANDED, "10150.41", 9_041, 18_000)],
)
def test_the_demand_costs_whoever_pays_on_its_day_and_nobody_who_paid_the_day_before(
    case: Case, on: date, everything: str, interest: int, fee: int
) -> None:
    anna_pays(case, everything, on)
    # What is paid on the demand's day pays the costs first: the 180 are missing in the capital.
    assert (state(case), sum(owed(case, *CLAIMS))) == (State.DEMANDED if fee else State.PAID, fee)
    assert -sum(owed(case, Account.DUE_COSTS)) == 6_000 + fee
    bank_takes_back(everything, DEMANDED)
    reversed_by_finance(case)
    assert owed(case, *CLAIMS) == [1_000_000, interest, 6_000, 18_000]
    assert (state(case), broken()) == (State.DEMANDED, [])


def test_a_fee_that_stands_again_is_taken_back_again_by_money_that_was_paid_before_the_letter(
    case: Case,
) -> None:
    for reference in ("B1", "B2"):
        anna_pays(case, "10142.19", OCT_30, reference)
        assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
        bank_takes_back("10142.19", DEMANDED, reference)
        reversed_by_finance(case, payment=int(reference == "B2"))
        assert owed(case, *CLAIMS) == [1_000_000, 8_219, 6_000, 18_000]
    anna_pays(case, "10142.19", OCT_30, "B3")
    assert (state(case), owed(case, *CLAIMS, Account.OWED_TO_PAYER)) == (State.PAID, [0, 0, 0, 0, 0])
    assert broken() == []


def test_two_payments_were_everything_and_one_alone_is_not(case: Case) -> None:
    # 29 days: 79.45, and 60; the rest off the capital. A day on the 5 139.45 that are left: 1.41.
    anna_pays(case, "5000.00", OCT_29, "B1")
    anna_pays(case, "5140.86", OCT_30, "B2")
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    bank_takes_back("5000.00", DEMANDED, "B1")
    reversed_by_finance(case)
    # 10 142.19 and 180, less the 5 140.86 that came: the demand went to somebody who owed.
    assert sum(owed(case, *CLAIMS)) == 518_133
    # To the 30th on 10 000: 79.45 and 2.74, of which B2 has paid 1.41.
    assert owed(case, *CLAIMS) == [486_055, 8_078, 6_000, 18_000]
    assert (state(case), broken()) == (State.DEMANDED, [])


def test_the_printed_amount_in_two_parts_gives_up_nothing_when_one_of_them_is_taken_back() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    # Printed 10 095.62, to be paid by 26 October. On the 20th 20 days had cost 54.79.
    anna_pays(case, "5000.00", REMINDED, "B1")
    set_today(date(2026, 10, 20))
    anna_pays(case, "5095.62", date(2026, 10, 20), "B2")
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    bank_takes_back("5000.00", date(2026, 10, 20), "B1")
    reversed_by_finance(case)
    # 10 000 + 60 + 35.62 (13 days) + 19.18 (7 days), less 5 095.62.
    assert sum(owed(case, *CLAIMS)) == 501_918
    assert (state(case), broken()) == (State.REMINDED, [])


def test_a_fee_that_stands_again_falls_when_its_letter_counts_as_not_sent() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    due_on(DEMANDED)
    # Printed to be paid by 13 November, and posted three days late.
    set_today(date(2026, 11, 5))
    take_as_posted(case.creditor_id)
    anna_pays(case, "10142.19", OCT_30)
    bank_takes_back("10142.19", date(2026, 11, 5))
    reversed_by_finance(case)
    assert (state(case), owed(case, Account.CLAIM_DEMAND)) == (State.DEMANDED, [18_000])
    assert told() >= 1
    assert (state(case), owed(case, *CLAIMS)) == (State.REMINDED, [1_000_000, 8_219, 6_000, 0])
    # The letter that tells of the reversal gives until 19 November; the demand waits for that, and four bank days more.
    back = fresh(case)
    assert (back.next_action, back.next_date) == (Action.DEMAND, date(2026, 11, 26))
    assert back.pay_by == date(2026, 11, 19)
    take_as_posted(case.creditor_id)
    play(date(2026, 11, 26))
    assert (state(case), owed(case, Account.CLAIM_DEMAND)) == (State.DEMANDED, [18_000])
    assert broken() == []
