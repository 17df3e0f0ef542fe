"""What stands in an order's way: no report, stale approvals, a receipt that refuses, money that came before it left."""

from datetime import date

import pytest

from cases.authority.not_taken import take_up_refusals
from cases.models import Debtor
from cases.states import State
from ekrav.kronofogden.models import Outgoing
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from tests.cases.endings import WAITING, annas_case, are_bygg_on, broken, log, owed, state
from tests.cases.test_process import pay, play
from tests.cast import right_now
from tests.kronofogden_acts.quick import (
    APPLIED,
    applied,
    chose_orders,
    known_to_kronofogden,
    refuse,
    reported,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_nothing_is_filed_before_a_report_is_there() -> None:
    creditor = are_bygg_on()
    known_to_kronofogden()
    chose_orders(creditor, up_to=30_000)
    case = annas_case(creditor, through=WAITING)
    play(APPLIED)
    assert (state(case), log(case)[-1]) == (State.DECIDED, "held")
    reported(case)
    play(date(2026, 11, 24))
    assert (state(case), log(case)[-1]) == (State.PAYMENT_ORDER, "applied")


def test_a_report_of_bankruptcy_makes_the_approval_stale_and_no_standing_choice_goes_on() -> None:
    creditor = are_bygg_on()
    known_to_kronofogden()
    chose_orders(creditor, up_to=30_000)
    case = annas_case(creditor, through=WAITING)
    reported(case, bankruptcy=True)
    play(APPLIED)
    assert (state(case), log(case)[-1]) == (State.AWAITING_DECISION, "reconsidered")
    with tenant_scope(creditor):
        assert case.events.get(kind="reconsidered").facts == {"why": "report"}
        assert not Outgoing.objects.exists()
    assert broken() == []


def test_money_since_the_choice_makes_it_anew_on_what_is_left() -> None:
    creditor = are_bygg_on()
    known_to_kronofogden()
    chose_orders(creditor, up_to=30_000)
    case = annas_case(creditor, through=WAITING)
    reported(case)
    pay(creditor, case, "1000.00", date(2026, 11, 20))
    play(APPLIED)
    assert log(case)[-3:] == ["paid", "reconsidered", "decided"]
    play(date(2026, 11, 24))
    assert (state(case), log(case)[-1]) == (State.PAYMENT_ORDER, "applied")


def test_a_dissolved_company_or_an_unknown_number_is_not_filed_against() -> None:
    creditor = are_bygg_on()
    known_to_kronofogden()
    chose_orders(creditor, up_to=30_000)
    case = annas_case(creditor, through=WAITING)
    reported(case)
    with tenant_scope(creditor):
        Debtor.objects.update(register_word=Debtor.RegisterWord.NOT_ACTIVE)
    play(APPLIED)
    assert (state(case), log(case)[-1]) == (State.DECIDED, "held")


def test_an_application_that_is_refused_by_receipt_costs_nobody_anything() -> None:
    creditor = are_bygg_on()
    case = applied(creditor)
    assert refuse(case) == 1
    at, today = right_now()
    assert take_up_refusals(today=today, at=at) == 0
    assert (state(case), log(case)[-1]) == (State.AWAITING_DECISION, "not_taken")
    accounts = (Account.CLAIM_OUTLAY, Account.CLAIM_AGENT, Account.CREDITOR_OWES, Account.AGENCY_OUTLAYS)
    assert owed(case, *accounts) == [0, 0, 0, 0]
    assert broken() == []


def test_who_paid_before_the_application_left_owes_none_of_it() -> None:
    """Everything was paid on Friday 20 November, 51 days: 10 000 + 139,73 + 240; the bank's file came after Monday's
    application. It costs Anna nothing; the 300 stay with Åre Bygg."""
    creditor = are_bygg_on()
    case = applied(creditor)
    pay(creditor, case, "10379.73", date(2026, 11, 20))
    assert state(case) == State.PAID
    assert owed(case, Account.CLAIM_OUTLAY, Account.CLAIM_AGENT, Account.CREDITOR_OWES) == [0, 0, 30_000]
