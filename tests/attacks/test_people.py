"""Who somebody is, and who they no longer are: sessions, roles and one person with two hats."""

import time

import pytest
from django.conf import settings
from django.test import Client

from ekrav.accounts.models import Creditor, Membership
from ekrav.agency.models import StaffMember
from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.models import PayoutRun
from tests.attacks.given import Prey
from tests.pages import logged_in
from tests.payouts.browsing import a_member, approve, reloaded, url

pytestmark = pytest.mark.django_db(transaction=True)


def change(name: str, **what: object) -> None:
    with agency_scope():
        StaffMember.objects.filter(name=name).update(**what)


def test_the_word_of_somebody_who_left_counts_for_nothing(prey: Prey) -> None:
    astrid, again, bertil = logged_in(ASTRID), logged_in(ASTRID), logged_in(BERTIL)
    assert [approve(astrid, prey.run).status_code, approve(again, prey.run).status_code] == [302, 409]
    change(ASTRID.name, active=False)
    assert [astrid.get(url(prey.run)).status_code, approve(astrid, prey.run).status_code] == [404, 404]
    assert approve(bertil, prey.run).status_code == 302
    assert reloaded(prey.run).state == PayoutRun.State.DRAFT


def test_a_demoted_colleague_is_out_of_the_payouts_at_the_next_request(prey: Prey) -> None:
    bertil = logged_in(BERTIL)
    assert bertil.get(url(prey.run)).status_code == 200
    change(BERTIL.name, roles=["handler"])
    assert [bertil.get(url(prey.run)).status_code, approve(bertil, prey.run).status_code] == [404, 404]


def test_bankid_from_the_future_approves_nothing(prey: Prey) -> None:
    bertil = logged_in(BERTIL)
    session = bertil.session
    session["bankid"] = {**session["bankid"], "auth_time": int(time.time()) + 3600}
    session.save()
    assert "/bankid/igen/" in approve(bertil, prey.run)["Location"]
    with agency_scope():
        assert not prey.run.approvals.exists()


def test_a_creditor_approves_no_payout(prey: Prey) -> None:
    assert approve(logged_in(CECILIA), prey.run).status_code == 404


def test_nobody_confirms_the_company_they_work_in(prey: Prey) -> None:
    company = prey.case.creditor_id
    with tenant_scope(company):
        Creditor.objects.update(bankgiro_confirmed_at=None)
        address = f"/handlaggning/borgenarer/{Creditor.objects.get().public_id}/"
    body = {"bankgiro": "on", "source": "jag vet"}
    bertil = a_member(company, BERTIL, Membership.Role.ADMIN)
    assert [bertil.get(address).status_code, bertil.post(address, body).status_code] == [409, 409]
    with tenant_scope(company):
        assert Creditor.objects.get().bankgiro_confirmed_at is None
    assert logged_in(ASTRID).post(address, body).status_code == 302


def test_a_session_key_that_somebody_else_chose_is_nobodys(prey: Prey) -> None:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert browser.get("/oversikt/").status_code == 302
    assert browser.post("/bankid/logga-in/").status_code == 302
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32


def test_the_portals_cookie_opens_nothing_here(prey: Prey) -> None:
    from django.contrib.sessions.backends.signed_cookies import SessionStore

    forged = SessionStore()
    forged["_auth_user_id"], forged["bankid"] = (
        "1",
        {"since": int(time.time()), "auth_time": int(time.time())},
    )
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(forged._get_session_key())
    assert browser.get("/oversikt/")["Location"].startswith("/bankid/logga-in/")
