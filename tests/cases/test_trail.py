"""Så blev summan: the sums of Anna's case lead to entries that sum to them, at every turn of the case.

Anna owes Åre Bygg 10 000,00; reminded (60,00) and demanded (180,00); she pays 379,73 on 20 November.
"""

from datetime import date

import pytest
from django.test import Client

from cases.debt import debt_as_known
from cases.models import Case
from cases.trail import claim_trails, money_trails, paid_trail
from cases.views import paid_so_far, sums_of
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.sandbox.demo_data import ASTRID, BO, CECILIA, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from tests.cases.endings import DEMANDED, WAITING, annas_case, are_bygg_on
from tests.cases.test_reversal import anna_pays, bank_takes_back, fresh, reversed_by_finance
from tests.cast import a_creditor, set_today, staff
from tests.pages import log_in, logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def leads(case: Case) -> None:
    """Every sum of the case's page has a trail that sums to it."""
    case = fresh(case)
    with tenant_scope(case.creditor_id):
        debt = debt_as_known(case=case, on=clock.today(), rates=current_rates())
        trails = [*claim_trails(case=case, debt=debt), paid_trail(case=case)]
        by_code = {trail.code: trail.total for trail in trails}
        for sum_ in sums_of(debt, paid=paid_so_far(case), trail="/"):
            assert by_code.get(sum_.url.removeprefix("/#"), 0) == sum_.ore, sum_.label


def test_the_sums_lead_to_their_entries_before_and_after_a_payment_and_when_it_is_taken_back() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    leads(case)
    set_today(WAITING)
    leads(case)
    anna_pays(case, "379.73", WAITING)
    leads(case)
    set_today(date(2026, 11, 24))
    bank_takes_back("379.73", date(2026, 11, 24))
    reversed_by_finance(case)
    leads(case)


def test_where_the_money_went_is_what_is_due() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    set_today(WAITING)
    anna_pays(case, "10479.73", WAITING)
    with tenant_scope(case.creditor_id):
        found = {trail.code: trail.total for trail in money_trails(case=fresh(case))}
    # All of 10 379,73 is paid, and 100,00 too much goes back to Anna.
    assert found == {
        "due_capital": 1_000_000,
        "due_interest": 13_973,
        "due_costs": 24_000,
        "owed_to_payer": 10_000,
    }


def test_cecilia_follows_the_sum_to_its_entries_and_the_statutes() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    cecilia = logged_in(CECILIA)
    page = cecilia.get(f"/arenden/{case.number}/").content.decode()
    assert f'href="/arenden/{case.number}/summa/#claim_demand"' in page
    shown = text_of(cecilia.get(f"/arenden/{case.number}/summa/"))
    assert (
        "Inkassokrav Brev 2 Lag (1981:739) om ersättning för inkassokostnader m.m., 3 och 4 §§ 180,00"
        in shown
    )
    assert "Ränta sedan dess, räknad dag för dag" in shown


def test_staff_see_it_and_nobody_of_another_company() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    staff(ASTRID)
    astrid = log_in(Client(), ASTRID)
    assert "Fakturans obetalda belopp" in text_of(astrid.get(f"/handlaggning/arenden/{case.number}/summa/"))
    a_creditor(DUVEDS_EL)
    assert logged_in(DUVEDS_EL.alone[0]).get(f"/arenden/{case.number}/summa/").status_code == 404
    assert logged_in(BO).get(f"/arenden/{case.number}/summa/").status_code == 302
