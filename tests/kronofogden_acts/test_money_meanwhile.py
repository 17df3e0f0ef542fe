"""The debtor pays while the order is pending: the reduction, or the withdrawal, leaves the same day, and once."""

import pytest

from cases.authority.tell import tell_all
from cases.models import CaseEvent
from cases.states import State
from ekrav.filings.claims import Amount, AmountKind
from ekrav.filings.payment_order import Reduction, Withdrawal, WithdrawalReason
from ekrav.kronofogden.pull import laid_out
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cast import right_now
from tests.kronofogden_acts.given import (
    Begin,
    application,
    applied_for,
    broken,
    deposit,
    fate,
    fresh,
    log,
    owed,
    play_on,
    play_until_event,
    sent,
    tomorrow,
)

pytestmark = pytest.mark.django_db(transaction=True)

Kind = CaseEvent.Kind


def test_a_part_is_taken_off_what_is_asked_for_on_the_day_it_comes_and_the_rest_withdrawn_when_it_is_paid(
    begin: Begin,
) -> None:
    """Applied for on 7 October; 5 000 kr on the 8th: 680 and 240 of costs, 56 days' interest, the rest capital."""
    case = begin(applied_for)
    fate(case, "verdict")
    deposit(case, 500_000)
    play_on(tomorrow())
    told_on = right_now()[1]
    assert log(case, since="applied") == ["confirmed", "paid", "reduced"]
    # 10 000 at 10 % for 56 days: 153,42. 5 000 − 300 − 380 − 240 − 153,42 = 3 926,58 of the capital.
    with tenant_scope(case.creditor_id):
        (_row, reduced) = laid_out(reference=f"{case.number}-B1")[-1]
    assert isinstance(reduced, Reduction)
    assert reduced.reduced_on == told_on
    assert reduced.interest_stops_on_capital == told_on
    assert set(reduced.amounts) == {
        Amount(kind=AmountKind.COSTS, amount=kronor("680.00")),
        Amount(kind=AmountKind.REMINDER, amount=kronor("60.00")),
        Amount(kind=AmountKind.COLLECTING, amount=kronor("180.00")),
        Amount(kind=AmountKind.INTEREST, amount=kronor("153.42")),
        Amount(kind=AmountKind.CAPITAL, amount=kronor("3926.58")),
    }
    # The 300 that Åre Bygg had laid out is its own again, the agent's 380 are the agency's fee.
    assert owed(case) == {
        Account.CLAIM_CAPITAL: 607_342,
        Account.DUE_CAPITAL: -392_658,
        Account.DUE_INTEREST: -15_342,
        Account.DUE_COSTS: -62_000,
        Account.AGENCY_OUTLAYS: -30_000,
    }
    at, today = right_now()
    assert tell_all(today=today, at=at) == 0
    assert sent(case) == ["PaymentOrderApplication", "Reduction"]

    deposit(case, 607_342 + 166)
    play_on(tomorrow())
    # One day's interest on 6 073,42 is 1,66.
    assert log(case, since="reduced") == ["paid", "closed", "taken_back"]
    with tenant_scope(case.creditor_id):
        (_row, withdrawn) = laid_out(reference=f"{case.number}-B1")[-1]
    assert isinstance(withdrawn, Withdrawal)
    assert (withdrawn.withdrawn_on, withdrawn.reason) == (right_now()[1], WithdrawalReason.PAID)
    play_until_event(case, Kind.ORDER_ENDED)
    assert application(case).ending == "withdrawn"
    assert fresh(case).state == State.PAID
    assert sent(case) == ["PaymentOrderApplication", "Reduction", "Withdrawal"]
    assert broken() == []
