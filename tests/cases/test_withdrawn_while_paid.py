"""Cecilia withdraws a case while its payout is approved, one stopped before its statements in turn: both are done.

Anna has paid 5 000.00 on each of her cases on 3 November 2026: 240 of costs, 10 000 × 10 % × 34 / 365 = 93.15 of
interest and 4 666.85 of the capital. Åre Bygg gets 5 000 − 240 − 60 = 4 700.00 of it, whether it withdraws before or
after.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from cases.models import Case
from cases.states import State
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import ASTRID, BERTIL
from ops.throwaway import Throwaway
from payouts.draft import draft_run
from tests.cases.endings import DEMANDED, REMINDED, are_bygg_on, broken, owed, state, take_back_case
from tests.cases.test_process import play
from tests.cases.test_reversal import DUE, anna_pays
from tests.cast import a_case, right_now, set_today, staff
from tests.payouts.given import word_of
from tests.payouts.interleave import interleaved, statements_of

pytestmark = pytest.mark.django_db(transaction=True)

PAID_ON, FIRST = date(2026, 11, 3), date(2026, 11, 6)
ROUNDS = 4
BALANCES = (
    *DUE,
    Account.CLAIM_CAPITAL,
    Account.CREDITOR_OWES,
    Account.AGENCY_FEES,
    Account.AGENCY_VAT,
    Account.PAYOUTS_IN_TRANSIT,
)


def test_a_payout_approved_while_its_case_is_withdrawn_is_paid_and_the_case_withdrawn(
    servers: Throwaway, size: Callable[[int, int], int]
) -> None:
    rounds = size(ROUNDS, 40)
    creditor = are_bygg_on()
    astrid, bertil = staff(ASTRID), staff(BERTIL)
    cases = [a_case(creditor, invoice_number=f"{2000 + number}") for number in range(rounds + 1)]
    for day in (REMINDED, DEMANDED):
        play(day)

    def drafted(number: int) -> tuple[Case, Callable[[], object]]:
        """The week's run of one case, with Astrid's word; and Bertil's, with which its file is made."""
        case, friday = cases[number], FIRST + number * timedelta(weeks=1)
        set_today(friday)
        anna_pays(case, "5000.00", PAID_ON, f"B{number}")
        at, _today = right_now()
        run = draft_run(period_end=friday, at=at)
        word_of(astrid, run, at=at)
        return case, lambda: word_of(bertil, run, at=at)

    case, approves = drafted(0)
    statements = statements_of(approves)
    take_back_case(case)
    ends = [owed(case, *BALANCES)]
    for number in range(1, rounds + 1):
        case, approves = drafted(number)
        said = interleaved(
            approves,
            lambda case=case: take_back_case(case),  # type: ignore[misc]
            at=max(1, statements * number // rounds),
            url=servers.admin_url,
        )
        assert [one for one in said if isinstance(one, Exception)] == []
        ends.append(owed(case, *BALANCES))
        assert state(case) == State.WITHDRAWN
    assert ends == [[0, 0, 0, 0, 0, -240_00, -60_00, -4700_00]] * (rounds + 1)
    assert broken() == []
