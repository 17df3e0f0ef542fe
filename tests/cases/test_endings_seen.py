"""The pages of prices and choices in a real browser: no fault of access, none too wide."""

from datetime import date

import pytest

from cases.models import Case
from ekrav.payments.debits import debits_taken_back
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import agency_scope
from tests.cases.endings import REMINDED, WAITING, annas_case, are_bygg_on, take_back_case
from tests.cases.test_process import play
from tests.cases.test_reversal import anna_pays, bank_takes_back
from tests.cast import a_case, staff
from tests.look.seen import seen, service
from tests.pages import logged_in

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_world() -> tuple[Case, Case, int]:
    """One case that waits, one that is withdrawn, and a payment that the bank has taken back."""
    creditor = are_bygg_on()
    withdrawn = a_case(creditor, invoice_number="1043")
    waiting = annas_case(creditor, through=WAITING)
    take_back_case(withdrawn)
    anna_pays(waiting, "100.00", REMINDED)
    bank_takes_back("100.00", date(2026, 10, 14))
    with agency_scope():
        return waiting, withdrawn, debits_taken_back().get().pk


def test_nothing_is_wrong_with_the_pages(transactional_db: None, service: str) -> None:
    waiting, withdrawn, debit = a_world()
    staff(ASTRID)
    play(WAITING)
    hers = {
        "overview-decision": "/oversikt/",
        "case-decision": f"/arenden/{waiting.number}/",
        "decide": f"/arenden/{waiting.number}/vag/",
        "withdraw": f"/arenden/{waiting.number}/aterkalla/",
        "write-off": f"/arenden/{waiting.number}/skriv-av/",
        "register-payment": f"/arenden/{waiting.number}/betalning/",
        "case-withdrawn": f"/arenden/{withdrawn.number}/",
        "standing": "/foretaget/staende-val/",
    }
    theirs = {
        "staff-write-off": f"/handlaggning/arenden/{waiting.number}/skriv-av/",
        "reversals": "/handlaggning/aterforingar/",
        "reversal": f"/handlaggning/aterforingar/{debit}/",
    }
    cecilia, astrid = logged_in(CECILIA), logged_in(ASTRID)
    assert seen(service, (cecilia, hers), (astrid, theirs)) == []
