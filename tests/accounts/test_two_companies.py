"""Cecilia has two companies open in two tabs: a form acts in the company it was opened for, or not at all."""

import pytest
from django.test import Client

from cases.models import DirectPayment
from ekrav.accounts.models import Invitation
from ekrav.sandbox.demo_data import CECILIA, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from tests.accounts.given import creditors, works_in
from tests.cast import a_case, a_creditor
from tests.pages import fields_of, logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

INVITE = "/foretaget/anvandare/bjud-in/"
ESKIL = {"email": "eskil@arebygg.example", "role": "user"}


@pytest.fixture
def are_bygg(agency: None) -> int:
    return a_creditor()


@pytest.fixture
def duveds_el(agency: None, are_bygg: int) -> int:
    """Cecilia is an administrator here as well."""
    creditor_id = a_creditor(DUVEDS_EL)
    works_in(creditor_id, role="admin")
    return creditor_id


def choose(cecilia: Client, creditor_id: int) -> None:
    [company] = [company for company in creditors() if company.pk == creditor_id]
    cecilia.post("/valj-foretag/", {"company": company.public_id})


def invitations(creditor_id: int) -> list[str]:
    with tenant_scope(creditor_id):
        return list(Invitation.objects.values_list("email", flat=True))


def test_a_form_opened_in_one_company_writes_nothing_in_the_next(are_bygg: int, duveds_el: int) -> None:
    cecilia = logged_in(CECILIA)
    choose(cecilia, are_bygg)
    first_tab = fields_of(cecilia.get(INVITE))
    choose(cecilia, duveds_el)

    refused = cecilia.post(INVITE, ESKIL | first_tab)
    assert refused.status_code == 409
    said = text_of(refused)
    assert "Du öppnade den för Åre Bygg AB, men arbetar nu i Duveds El HB. Ingenting har sparats." in said
    assert "Byt till Åre Bygg AB" in said
    assert (invitations(are_bygg), invitations(duveds_el)) == ([], [])

    choose(cecilia, are_bygg)
    assert cecilia.post(INVITE, ESKIL | first_tab).status_code == 302
    assert (invitations(are_bygg), invitations(duveds_el)) == (["eskil@arebygg.example"], [])


def test_a_payment_is_not_registered_from_the_other_companys_page(are_bygg: int, duveds_el: int) -> None:
    cecilia, url = logged_in(CECILIA), f"/arenden/{a_case(duveds_el).number}/betalning/"
    choose(cecilia, duveds_el)
    paid = {"amount": "100,00", "paid_on": "2026-10-07"} | fields_of(cecilia.get(url))
    choose(cecilia, are_bygg)
    refused = cecilia.post(url, paid)
    assert (refused.status_code, "Byt till Duveds El HB" in text_of(refused)) == (409, True)
    with tenant_scope(duveds_el):
        assert DirectPayment.objects.count() == 0


@pytest.mark.parametrize("said", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_form_of_no_company_of_ones_own_is_refused_and_names_nobody(are_bygg: int, said: str) -> None:
    refused = logged_in(CECILIA).post(INVITE, ESKIL | {"of_company": said})
    assert refused.status_code == 409
    assert "Du arbetar i Åre Bygg AB, men sidan öppnades inte där." in text_of(refused)
    assert "Byt till" not in text_of(refused)
    assert invitations(are_bygg) == []


def test_whoever_has_one_company_is_never_asked(are_bygg: int) -> None:
    assert logged_in(CECILIA).post(INVITE, ESKIL).status_code == 302
    assert invitations(are_bygg) == ["eskil@arebygg.example"]
