"""A standing choice takes an unpaid claim from registration to a verdict with no hand on it.

Reminder on 2 September 2025, demand and the decision at their lawful days; the application on the bank day after. By
hand: 10 000 kr, 60 + 180, 300 + 380.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases.models import CaseEvent, Title
from cases.states import State
from ekrav.findings.models import CreditReport
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cast import a_case, right_now
from tests.kronofogden_acts.given import (
    INVOICE,
    Begin,
    application,
    applied_for,
    are_bygg,
    broken,
    event,
    fate,
    fresh,
    log,
    owed,
    play_until_event,
    sent,
)

pytestmark = pytest.mark.django_db(transaction=True)

Kind = CaseEvent.Kind


def test_from_registration_to_a_title_with_no_hand_on_it(begin: Begin) -> None:
    case = begin(applied_for)
    fate(case, "verdict")
    assert log(case) == [
        "registered",
        "reminded",
        "posted",
        "asked_paid",
        "demanded",
        "posted",
        "asked_paid",
        "waiting",
        "decided",
        "reported",
        "applied",
    ]
    # 14 August through 7 October at 10 %: 18 + 30 + 7 = 55 days, 150,68; with 10 000, 60 + 180 and 300 + 380.
    assert event(case, Kind.APPLIED).on == right_now()[1] == date(2025, 10, 7)
    assert application(case).asked_ore == 1_000_000 + 15_068 + 24_000 + 68_000
    assert owed(case) == {
        Account.CLAIM_CAPITAL: 1_000_000,
        Account.CLAIM_REMINDER: 6_000,
        Account.CLAIM_DEMAND: 18_000,
        Account.CLAIM_OUTLAY: 30_000,
        Account.CLAIM_AGENT: 38_000,
        Account.CREDITOR_OWES: 30_000,
        Account.AGENCY_OUTLAYS: -30_000,
    }
    assert fresh(case).state == State.PAYMENT_ORDER
    play_until_event(case, Kind.TITLED)
    assert fresh(case).state == State.TITLED
    assert log(case, since="applied") == ["confirmed", "served", "titled"]
    assert sent(case) == ["PaymentOrderApplication"]
    with tenant_scope(case.creditor_id):
        title = Title.objects.get()
        # A month from 30 October is Sunday 30 November: the Monday after (1930:173 2 §).
        assert (title.decided_on, title.reopen_by) == (date(2025, 10, 30), date(2025, 12, 1))
        assert (title.capital_ore, title.interest_ore, title.collecting_ore, title.costs_ore) == (
            1_000_000,
            15_068,
            24_000,
            68_000,
        )
        copied = CreditReport.objects.get()
        assert (copied.purpose, copied.copied_on) == ("payment_order", date(2025, 10, 6))
    assert event(case, Kind.TITLED).facts["title_ore"] == 1_107_068
    assert broken() == []


def test_two_invoices_are_one_order_and_one_title(bank: str) -> None:
    later = replace(
        INVOICE,
        invoice_number="1043",
        due_date=date(2025, 8, 20),
        agreed_rate=Decimal("12.00"),
        capital=kronor("4000.00"),
    )
    case = a_case(are_bygg(), claim=INVOICE, further=[later])
    play_until_event(case, Kind.APPLIED)
    fate(case, "verdict")
    # 10 000 × 10 % × 55 / 365 = 150.6849…; 4 000 × 12 % × 48 / 365 = 63.1232…; together 213.81.
    assert application(case).asked_ore == 1_400_000 + 21_381 + 24_000 + 68_000
    play_until_event(case, Kind.TITLED)
    with tenant_scope(case.creditor_id):
        title = Title.objects.get()
    assert (title.capital_ore, title.interest_ore, title.collecting_ore) == (1_400_000, 21_381, 24_000)
    assert broken() == []
