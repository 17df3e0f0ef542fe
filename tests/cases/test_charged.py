"""Nothing is at a creditor's cost without an accepted quote: planted, it is found. And what a company's 450 kr cost."""

from dataclasses import replace
from datetime import date

import pytest

from cases.models import Case
from cases.states import State
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from tests.cases.endings import (
    DEMANDED,
    REGISTERED,
    REMINDED,
    annas_case,
    are_bygg_on,
    broken,
    owed,
    take_back_case,
)
from tests.cases.test_process import play
from tests.cast import TEN_THOUSAND, a_case

pytestmark = pytest.mark.django_db(transaction=True)


def planted(case: Case, *, fee: int) -> None:
    """A cost laid on the creditor past `charge`."""
    lines = [
        debit(Account.CREDITOR_OWES, fee, case.subledger),
        credit(Account.DUE_COSTS, fee, case.subledger),
    ]
    with tenant_scope(case.creditor_id):
        post(key="planted", kind="charge creditor", booked_date=DEMANDED, lines=lines)


def test_a_cost_that_nobody_has_accepted_is_found() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    planted(case, fee=24_000)
    (found,) = broken()
    assert found[0] == "INV-25 what a creditor is charged has its accepted quote, and is what it said"
    assert (found[1]["quote"], found[1]["charged_ore"]) == (None, 24_000)


def test_an_end_that_leaves_something_owed_is_found() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    with tenant_scope(case.creditor_id):
        Case.objects.filter(pk=case.pk).update(
            state=State.WITHDRAWN, resumes=State.REMINDED, closed_on=REMINDED, next_action="", next_date=None
        )
    assert {name for name, _row in broken()} == {"INV-08 a withdrawn or written-off case owes nothing"}


def test_client_funds_that_are_missing_without_a_debt_are_found() -> None:
    case = annas_case(are_bygg_on(), through=REGISTERED)
    lines = [credit(Account.CLIENT_FUNDS, 100), debit(Account.AGENCY_FEES, 100)]
    with tenant_scope(case.creditor_id):
        post(key="planted", kind="planted", booked_date=REGISTERED, lines=lines)
    assert {name for name, _row in broken()} == {
        "INV-03 client funds in the book are what the bank has",
        "INV-04 no tenant's client funds are negative by more than it owes",
    }


def test_of_a_companys_450_kronor_withdrawing_costs_what_the_letters_would_have() -> None:
    """The compensation takes the place of 60 and 180: after the reminder it counts for 60, before it for nothing."""
    case = a_case(are_bygg_on(), claim=replace(TEN_THOUSAND, reminder_fee_agreed=False))
    lines = [debit(Account.CLAIM_LATE_PAYMENT, 45_000, case.subledger), credit(Account.CLAIMS, 45_000)]
    with tenant_scope(case.creditor_id):
        post(key="compensation", kind="late payment", booked_date=date(2026, 10, 12), lines=lines)
    play(REMINDED)
    event = take_back_case(case)
    assert (event.facts["fee_ore"], event.facts["vat_ore"]) == (6_000, 1_500)
    assert event.facts["given_up_ore"] == 1_045_000
    assert owed(case, Account.CLAIM_LATE_PAYMENT) == [0]
