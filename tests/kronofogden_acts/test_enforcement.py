"""A title is enforced: wages for more than a year, with two base fees; nothing to take, with the fee left to pay."""

import pytest

from cases.models import BaseFee, CaseEvent, PaidOut
from cases.states import State
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.kronofogden_acts.given import (
    Begin,
    annas,
    applied_for,
    are_bygg,
    broken,
    deposit,
    fate,
    fresh,
    log,
    owed,
    play_until_event,
    sent,
)

pytestmark = pytest.mark.django_db(transaction=True)

Kind = CaseEvent.Kind


def test_wages_are_taken_for_more_than_a_year_with_two_base_fees(bank: str) -> None:
    """17 000 kr: 1 500 kr a month, 600 of the first for the fee, and 600 again when the second year begins."""
    case = annas(are_bygg(order_up_to=150_000), capital=kronor("17000.00"))
    play_until_event(case, Kind.APPLIED)
    fate(case, "verdict")
    play_until_event(case, Kind.ENFORCING)
    fate(case, "wages", kind="V")
    play_until_event(case, Kind.ENFORCEMENT_ENDED, stride=28)
    assert fresh(case).state == State.PAID
    month = ["paid_out", "paid"]
    # Ten months of the first year, and four of the second; the last is told of before the bank has it.
    assert log(case, since="titled") == [
        "enforcing",
        "confirmed",
        "base_fee",
        "enforcement_report",
        *(month * 10),
        "base_fee",
        *(month * 3),
        "paid_out",
        "enforcement_ended",
        "paid",
        "closed",
    ]
    assert sent(case) == ["PaymentOrderApplication", "EnforcementApplication"]
    with tenant_scope(case.creditor_id):
        assert list(BaseFee.objects.values_list("year", "amount_ore")) == [(1, 60_000), (2, 60_000)]
        assert not PaidOut.objects.filter(payment=None).exists()
    # 84 days through the day of the application for enforcement, 5 November: 391,23. What ran after it the authority
    # did not take, and the title is paid. The fees came from the wages; the 300 of the order were paid back.
    assert owed(case) == {
        Account.DUE_CAPITAL: -1_700_000,
        Account.DUE_INTEREST: -39_123,
        Account.DUE_COSTS: -62_000,
        Account.AGENCY_OUTLAYS: -30_000,
    }
    assert broken() == []


def test_nothing_to_take_leaves_the_fee_with_the_creditor_until_the_debtor_pays(begin: Begin) -> None:
    case = begin(applied_for, order_up_to=90_000)
    fate(case, "verdict")
    play_until_event(case, Kind.ENFORCING)
    fate(case, "no_assets", kind="V")
    play_until_event(case, Kind.ENFORCEMENT_ENDED, stride=28)
    assert fresh(case).state == State.TITLED
    assert log(case, since="titled") == [
        "enforcing",
        "confirmed",
        "base_fee",
        "enforcement_report",
        "enforcement_ended",
    ]
    # 300 of the application and 600 of the year: laid out for the creditor, and owed by the debtor.
    assert (owed(case)[Account.CREDITOR_OWES], owed(case)[Account.AGENCY_OUTLAYS]) == (90_000, -90_000)
    assert owed(case)[Account.CLAIM_OUTLAY] == 90_000
    assert broken() == []
    # A late payment of 1 000 kr: the outlays are repaid first, 100 kr are the agent's.
    deposit(case, 100_000)
    play_until_event(case, Kind.PAID)
    assert Account.CREDITOR_OWES not in owed(case)
    assert owed(case)[Account.CLAIM_AGENT] == 28_000
    assert broken() == []
