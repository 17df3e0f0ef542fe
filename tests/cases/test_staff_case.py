"""Handläggning: Astrid finds a case and opens it; the creditor's log says so. Nobody handles their own company's."""

from datetime import date

import pytest
from django.test import Client

from cases.models import Case
from ekrav.audit.models import AuditEvent
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import tenant_scope
from tests.cast import a_case, a_creditor, an_agency, set_today, staff
from tests.pages import log_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case() -> Case:
    """Anna's case at Åre Bygg, just registered, and Astrid at the agency."""
    set_today(date(2026, 10, 12))
    an_agency()
    staff(ASTRID)
    return a_case(a_creditor())


def test_astrid_finds_the_case_by_its_number_and_her_opening_it_is_logged(case: Case) -> None:
    astrid = log_in(Client(), ASTRID)
    found = astrid.get(f"/handlaggning/arenden/?q={case.number[:4]} {case.number[4:]}", follow=True)
    assert found.redirect_chain == [(f"/handlaggning/arenden/{case.number}/", 302)]
    shown = found.content.decode()
    assert "Anna Lindqvist" in shown
    assert "Påminnelse skickas" in shown
    with tenant_scope(case.creditor_id):
        logged = AuditEvent.objects.get(act="case_opened")
        assert (logged.actor, logged.object_id) == ("staff", case.pk)


def test_a_name_lists_and_nonsense_says_what_to_do(case: Case) -> None:
    astrid = log_in(Client(), ASTRID)
    assert astrid.get("/handlaggning/arenden/?q=Anna").status_code == 302
    assert "Inget ärende hittades" in astrid.get("/handlaggning/arenden/?q=Nils").content.decode()


def test_staff_who_are_members_of_the_company_do_not_see_its_cases_as_staff(case: Case) -> None:
    staff(CECILIA)
    cecilia = log_in(Client(), CECILIA)
    assert cecilia.get(f"/handlaggning/arenden/{case.number}/").status_code == 404
    assert cecilia.get("/handlaggning/arenden/12345678/").status_code == 404
