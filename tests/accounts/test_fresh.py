"""What gives somebody money or powers is done with BankID at most ten minutes old, and what was typed is not lost."""

from typing import Any

import pytest
from django.test import Client

from ekrav.accounts.models import Invitation, Membership
from ekrav.agency.models import Agency, StaffMember
from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA, ESKIL
from ekrav.tenancy import agency_scope, tenant_scope
from tests.accounts.given import member
from tests.cast import a_creditor, a_person, right_now, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

AGENCY, STAFF = "/handlaggning/byran/", "/handlaggning/medarbetare/"
USERS, INVITE = "/foretaget/anvandare/", "/foretaget/anvandare/bjud-in/"
TEN_MINUTES = 600
BERTILS = {"name": "Bertil Falk", "person_number": BERTIL.person_number, "roles": ["finance", "handler"]}


def identified(browser: Client, seconds_ago: int) -> Client:
    """The browser of somebody who showed BankID that long ago; real time, which no test turns."""
    session = browser.session
    kept = session["bankid"]
    session["bankid"] = {**kept, "auth_time": kept["since"] - seconds_ago}
    session.save()
    return browser


def asked_for_bankid(answer: Any, onward: str) -> bool:
    return bool(answer["Location"] == f"/bankid/igen/?next={onward.replace('/', '%2F')}")


def record() -> dict[str, Any]:
    """The agency's record as its form has it."""
    with agency_scope():
        agency = Agency.objects.get()
    names = [field.name for field in Agency._meta.fields if field.name not in {"id", "tariff"}]
    return {name: getattr(agency, name) for name in names} | {"tariff": agency.tariff_id or ""}


def invited(creditor_id: int) -> list[tuple[str, str]]:
    with tenant_scope(creditor_id):
        return list(Invitation.objects.order_by("id").values_list("email", "role"))


@pytest.fixture
def astrid(agency: None) -> Client:
    """Astrid's browser; she showed BankID eleven minutes ago."""
    staff(ASTRID)
    return identified(logged_in(ASTRID), TEN_MINUTES + 60)


@pytest.fixture
def are_bygg(agency: None) -> int:
    return a_creditor()


@pytest.fixture
def cecilia(are_bygg: int) -> Client:
    """Cecilia's browser; she showed BankID eleven minutes ago."""
    return identified(logged_in(CECILIA), TEN_MINUTES + 60)


def test_the_agencys_account_is_changed_with_fresh_bankid_only(astrid: Client) -> None:
    before, typed = record(), record() | {"client_funds_bankgiro": "5050-1055"}
    assert "legitimerar du dig med BankID en gång till" in text_of(astrid.get(AGENCY))
    assert asked_for_bankid(astrid.post(AGENCY, typed), AGENCY)
    assert record() == before

    identified(astrid, 0)
    back = astrid.get(AGENCY)
    assert "Inget är sparat än." in text_of(back)
    assert back.context["form"]["client_funds_bankgiro"].value() == "5050-1055"
    assert record() == before
    assert astrid.post(AGENCY, typed)["Location"] == AGENCY
    assert record()["client_funds_bankgiro"] == "50501055"
    # What was typed is given back once.
    assert "Inget är sparat än." not in text_of(astrid.get(AGENCY))


def test_a_colleague_is_appointed_with_fresh_bankid_only_and_no_number_lies_in_a_session(
    astrid: Client,
) -> None:
    assert asked_for_bankid(astrid.post(STAFF, BERTILS), STAFF)
    with agency_scope():
        assert StaffMember.objects.count() == 1
    assert BERTIL.person_number not in str(dict(astrid.session.items()))
    identified(astrid, 0)
    form = astrid.get(STAFF).context["form"]
    assert (form["name"].value(), form["roles"].value()) == ("Bertil Falk", ["finance", "handler"])
    assert form["person_number"].value() is None
    assert astrid.post(STAFF, BERTILS)["Location"] == STAFF
    with agency_scope():
        assert StaffMember.objects.get(name="Bertil Falk").roles == ["finance", "handler"]


def test_an_administrator_is_invited_with_fresh_bankid_only(cecilia: Client, are_bygg: int) -> None:
    eskil = {"email": ESKIL.email, "role": "admin"}
    assert asked_for_bankid(cecilia.post(INVITE, eskil), INVITE)
    assert invited(are_bygg) == []
    identified(cecilia, 0)
    form = cecilia.get(INVITE).context["form"]
    assert (form["email"].value(), form["role"].value()) == (ESKIL.email, "admin")
    assert cecilia.post(INVITE, eskil)["Location"] == USERS
    assert invited(are_bygg) == [(ESKIL.email, "admin")]

    identified(cecilia, TEN_MINUTES + 60)
    with tenant_scope(are_bygg):
        again = f"/foretaget/inbjudningar/{Invitation.objects.get().public_id}/igen/"
    assert asked_for_bankid(cecilia.post(again), USERS)
    assert invited(are_bygg) == [(ESKIL.email, "admin")]


def test_a_colleague_becomes_an_administrator_with_fresh_bankid_only(cecilia: Client, are_bygg: int) -> None:
    person, (at, _today) = a_person(ESKIL), right_now()
    with tenant_scope(are_bygg):
        Membership.objects.create(person=person, role="user", name=person.name, since=at)
    url = f"{USERS}{member(are_bygg, ESKIL).public_id}/"
    assert asked_for_bankid(cecilia.post(url, {"role": "admin"}), url)
    assert member(are_bygg, ESKIL).role == "user"
    identified(cecilia, 0)
    assert cecilia.get(url).context["form"]["role"].value() == "admin"
    assert cecilia.post(url, {"role": "admin"})["Location"] == USERS
    assert member(are_bygg, ESKIL).role == "admin"


def test_a_colleague_who_does_less_is_invited_and_changed_without(cecilia: Client, are_bygg: int) -> None:
    assert cecilia.post(INVITE, {"email": ESKIL.email, "role": "user"})["Location"] == USERS
    assert invited(are_bygg) == [(ESKIL.email, "user")]


def test_a_form_with_faults_is_mended_before_bankid_is_asked_for(astrid: Client) -> None:
    answer = astrid.post(STAFF, BERTILS | {"name": ""})
    assert (answer.status_code, "Skriv namnet." in text_of(answer)) == (400, True)
