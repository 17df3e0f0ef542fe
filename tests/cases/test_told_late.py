"""Money that becomes known out of its order: each sum pays on its own day, and a letter keeps its word.

Anna owes 10 000.00 due 30 September 2026 at 10 %. The reminder (60) of 13 October prints 10 095.62 by 26 October; the
demand (180) goes on Monday 2 November. Without its 180 the debt is 10 142.19 on Friday 30 October.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.apply_payment import apply_all
from cases.models import Case, Claim
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.payments.receive import receive
from tests.cases.endings import DEMANDED, REMINDED, annas_case, are_bygg_on, broken, owed, state
from tests.cases.test_process import play
from tests.cases.test_reversal import CLAIMS, OURS, anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import TEN_THOUSAND, a_case, right_now, set_today
from tests.payments.cast import camt, paid

pytestmark = pytest.mark.django_db(transaction=True)

FRIDAY, KNOWN = date(2026, 10, 30), date(2026, 11, 6)


def told_in_one_file(case: Case, *payments: tuple[str, str, date]) -> None:
    """What the bank calls each, how much and on which day."""
    at, today = right_now()
    movements = [
        replace(paid(case.reference.ocr, amount, bank_reference=name, day=day), account=OURS)
        for name, amount, day in payments
    ]
    receive(content=camt(*movements, account=OURS), name="camt.xml", at=at)
    apply_all(today=today, at=at, rates=current_rates())


@pytest.mark.parametrize(("first", "second"), [("B1", "B2"), ("B2", "B1")])
def test_a_file_pays_by_its_days_and_not_by_what_the_bank_calls_them(first: str, second: str) -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    set_today(KNOWN)
    told_in_one_file(case, (first, "10142.19", FRIDAY), (second, "180.00", date(2026, 11, 5)))
    # All was paid before the demand was sent: its 180 is not owed, and what came after the end is Anna's.
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    assert owed(case, Account.DUE_COSTS, Account.DUE_INTEREST) == [-6_000, -8_219]
    assert owed(case, Account.OWED_TO_PAYER) == [-18_000]
    assert broken() == []


def test_what_a_letter_gives_up_is_costs_when_nothing_else_is_left() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    set_today(KNOWN)
    anna_pays(case, "20.00", date(2026, 10, 27), "B1")
    anna_pays(case, "10095.62", date(2026, 10, 20), "B2")
    # 20 of the reminder's 60 were paid: on the 20th 40 + 54.79 + 10 000 were left, and 0.83 are over.
    assert (state(case), owed(case, Account.OWED_TO_PAYER)) == (State.PAID, [-83])
    bank_takes_back("20.00", KNOWN, "B1")
    reversed_by_finance(case)
    # She has paid what the letter asked for, in its time: the 20 of the reminder are 0.83 paid and 19.17 given up.
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    assert owed(case, Account.DUE_COSTS, Account.OWED_TO_PAYER) == [-4_083, 0]
    assert broken() == []


def test_rent_that_came_on_an_ended_case_pays_on_its_own_day_when_the_other_money_is_gone() -> None:
    case = a_case(
        are_bygg_on(), claim=replace(TEN_THOUSAND, kind=Claim.Kind.RENT, description="hyra september")
    )
    play(REMINDED)
    play(DEMANDED)
    # Twice the same, of the same Monday: both were paid on the Friday, and the second on a case that had ended.
    told_in_one_file(case, ("B1", "10142.19", DEMANDED), ("B2", "10142.19", DEMANDED))
    assert (state(case), owed(case, Account.OWED_TO_PAYER)) == (State.PAID, [-1_014_219])
    set_today(KNOWN)
    bank_takes_back("10142.19", KNOWN, "B1")
    reversed_by_finance(case)
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    assert owed(case, Account.OWED_TO_PAYER) == [0]
    assert broken() == []
