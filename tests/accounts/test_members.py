"""Cecilia invites Eskil, who logs in and works; links die, roles hold, and whoever is removed is out."""

from datetime import date

import pytest
from django.test import Client

from ekrav.accounts.models import Invitation, Membership
from ekrav.audit.models import AuditEvent
from ekrav.outbox.models import Parcel
from ekrav.sandbox.demo_data import ANNA, BO, CECILIA, DIDRIK, DUVEDS_EL, ESKIL, DemoPerson
from ekrav.tenancy import tenant_scope
from tests.accounts.given import links_mailed_to, member
from tests.cast import a_case, a_creditor, set_today
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

MAIL = "eskil@arebygg.example"
USERS = "/foretaget/anvandare/"
INVITE = "/foretaget/anvandare/bjud-in/"


@pytest.fixture
def are_bygg(agency: None) -> int:
    """Åre Bygg, whose administrator is Cecilia."""
    return a_creditor()


@pytest.fixture
def cecilia(are_bygg: int) -> Client:
    """Cecilia's browser."""
    return logged_in(CECILIA)


def invited(cecilia: Client, are_bygg: int, role: str = "user", email: str = MAIL) -> str:
    """The link of a new invitation."""
    cecilia.post(INVITE, {"email": email, "role": role})
    return links_mailed_to(are_bygg, email)[-1]


def joined(are_bygg: int, cecilia: Client, who: DemoPerson = ESKIL, role: str = "user") -> Client:
    """The browser of somebody who was invited and has accepted."""
    browser = logged_in(who)
    assert browser.post(invited(cecilia, are_bygg, role, who.email))["Location"] == "/oversikt/"
    return browser


def test_cecilia_invites_eskil_who_logs_in_and_works(are_bygg: int, cecilia: Client) -> None:
    case = a_case(are_bygg)
    answer = cecilia.post(INVITE, {"email": MAIL, "role": "user"}, follow=True)
    assert f"Inbjudan till {MAIL} är skickad." in text_of(answer)
    assert "15 okt" in text_of(answer)
    [link] = links_mailed_to(are_bygg, MAIL)
    assert Client().get(link)["Location"] == f"/bankid/logga-in/?next={link.replace('/', '%2F')}"

    eskil = logged_in(ESKIL)
    page = text_of(eskil.get(link))
    assert "Cecilia Ek bjuder in dig till Åre Bygg AB" in page
    assert "Användare: registrerar ärenden och betalningar" in page
    with tenant_scope(are_bygg):
        assert Membership.objects.count() == 1
        assert Invitation.objects.get().accepted_at is None
    assert eskil.post(link)["Location"] == "/oversikt/"
    assert eskil.get(f"/arenden/{case.number}/").status_code == 200
    assert eskil.get(f"/arenden/{case.number}/betalning/").status_code == 200
    assert eskil.get("/")["Location"] == "/oversikt/"
    with tenant_scope(are_bygg):
        assert Membership.objects.get(role="user").email == MAIL
        [mail] = Parcel.objects.filter(recipient="cecilia@arebygg.example")
        assert mail.subject == "Eskil Holm har tackat ja till din inbjudan"
    assert "Eskil Holm" in text_of(cecilia.get(USERS))


def test_a_used_link_lets_nobody_else_in(are_bygg: int, cecilia: Client) -> None:
    link = invited(cecilia, are_bygg)
    logged_in(ESKIL).post(link)
    bo = logged_in(BO)
    for answer in (bo.get(link), bo.post(link)):
        assert answer.status_code == 410
        assert "Be den som bjöd in dig att skicka en ny." in text_of(answer)
        assert "Till startsidan" in text_of(answer)
    with tenant_scope(are_bygg):
        assert Membership.objects.count() == 2


def test_a_link_dies_after_seven_days(are_bygg: int, cecilia: Client) -> None:
    link = invited(cecilia, are_bygg)
    set_today(date(2026, 10, 16))
    assert logged_in(ESKIL).post(link).status_code == 410
    page = text_of(logged_in(CECILIA).get(USERS))
    assert "(har gått ut)" in page


def test_a_withdrawn_link_and_one_never_made_lead_nowhere(are_bygg: int, cecilia: Client) -> None:
    link = invited(cecilia, are_bygg)
    with tenant_scope(are_bygg):
        invitation = Invitation.objects.get()
    cecilia.post(f"/foretaget/inbjudningar/{invitation.public_id}/dra-tillbaka/")
    assert logged_in(ESKIL).post(link).status_code == 410
    assert logged_in(ESKIL).post("/inbjudan/hittepå/").status_code == 410


def test_sending_again_makes_a_new_link_and_kills_the_old(are_bygg: int, cecilia: Client) -> None:
    old = invited(cecilia, are_bygg, role="reader")
    answer = cecilia.post(INVITE, {"email": MAIL.upper(), "role": "admin"})
    assert "Den adressen är redan inbjuden." in text_of(answer)
    with tenant_scope(are_bygg):
        invitation = Invitation.objects.get()
    cecilia.post(f"/foretaget/inbjudningar/{invitation.public_id}/igen/")
    new = links_mailed_to(are_bygg, MAIL)[-1]
    assert new != old
    eskil = logged_in(ESKIL)
    assert eskil.get(old).status_code == 410
    eskil.post(new)
    assert member(are_bygg, ESKIL).role == "reader"


def test_a_member_opening_the_link_leaves_it_for_whom_it_is_meant(are_bygg: int, cecilia: Client) -> None:
    link = invited(cecilia, are_bygg)
    assert cecilia.post(link).status_code == 409
    assert logged_in(ESKIL).post(link)["Location"] == "/oversikt/"


def test_an_invitation_of_a_removed_administrator_is_worth_nothing(are_bygg: int, cecilia: Client) -> None:
    eskil = joined(are_bygg, cecilia, role="admin")
    eskil.post(INVITE, {"email": "bo@nilsson.example", "role": "admin"})
    [link] = links_mailed_to(are_bygg, "bo@nilsson.example")
    cecilia.post(f"{USERS}{member(are_bygg, ESKIL).public_id}/ta-bort/")
    assert logged_in(BO).post(link).status_code == 410
    assert "bo@nilsson.example" not in text_of(cecilia.get(USERS))


def test_whoever_is_removed_is_out_at_the_next_request(are_bygg: int, cecilia: Client) -> None:
    eskil = joined(are_bygg, cecilia)
    assert eskil.get("/arenden/").status_code == 200
    answer = cecilia.post(f"{USERS}{member(are_bygg, ESKIL).public_id}/ta-bort/", follow=True)
    assert "Eskil Holm är borttagen." in text_of(answer)
    assert eskil.get("/arenden/")["Location"] == "/"
    assert eskil.post(INVITE, {"email": "x@y.example", "role": "admin"})["Location"] == "/"
    assert "Du hör inte till något företag här än." in text_of(eskil.get("/"))
    with tenant_scope(are_bygg):
        event = AuditEvent.objects.get(act="remove member")
        assert event.object_id == member(are_bygg, ESKIL).pk


def test_a_removed_colleague_can_be_asked_back_into_another_role(are_bygg: int, cecilia: Client) -> None:
    eskil = joined(are_bygg, cecilia)
    cecilia.post(f"{USERS}{member(are_bygg, ESKIL).public_id}/ta-bort/")
    eskil.post(invited(cecilia, are_bygg, role="reader"))
    again = member(are_bygg, ESKIL)
    assert (again.active, again.role) == (True, "reader")


def test_the_last_administrator_stays(are_bygg: int, cecilia: Client) -> None:
    joined(are_bygg, cecilia)
    own = f"{USERS}{member(are_bygg, CECILIA).public_id}/"
    for answer in (cecilia.post(own + "ta-bort/"), cecilia.post(own, {"role": "user"})):
        assert answer.status_code == 409
        assert "Cecilia Ek är den enda administratören för Åre Bygg AB." in text_of(answer)
    kept = member(are_bygg, CECILIA)
    assert (kept.active, kept.role) == (True, "admin")


def test_with_two_administrators_one_may_leave(are_bygg: int, cecilia: Client) -> None:
    eskil = joined(are_bygg, cecilia, role="admin")
    assert eskil.post(f"{USERS}{member(are_bygg, ESKIL).public_id}/ta-bort/").status_code == 302
    assert eskil.get("/arenden/")["Location"] == "/"
    own = f"{USERS}{member(are_bygg, CECILIA).public_id}/"
    assert cecilia.post(own + "ta-bort/").status_code == 409


def test_a_new_role_holds_from_the_next_request(are_bygg: int, cecilia: Client) -> None:
    eskil = joined(are_bygg, cecilia)
    answer = cecilia.post(f"{USERS}{member(are_bygg, ESKIL).public_id}/", {"role": "reader"}, follow=True)
    assert "Läsbehörig: ser allt men ändrar ingenting" in text_of(answer)
    assert eskil.get("/arenden/nytt/").status_code == 404
    with tenant_scope(are_bygg):
        assert AuditEvent.objects.get(act="change role").facts == {"from": "user", "to": "reader"}


def test_only_administrators_touch_users_and_no_form_gives_more(are_bygg: int, cecilia: Client) -> None:
    eskil = joined(are_bygg, cecilia)
    own = member(are_bygg, ESKIL).public_id
    assert "Bjud in" not in text_of(eskil.get(USERS)).replace("bjuder in", "")
    for url, said in (
        (INVITE, {"email": "bo@nilsson.example", "role": "admin"}),
        (f"{USERS}{own}/", {"role": "admin"}),
        (f"{USERS}{member(are_bygg, CECILIA).public_id}/ta-bort/", {}),
    ):
        assert eskil.post(url, said).status_code == 404
    assert member(are_bygg, ESKIL).role == "user"
    assert links_mailed_to(are_bygg, "bo@nilsson.example") == []


@pytest.mark.parametrize("role", ["owner", "administrator", "staff", ""])
def test_a_role_that_does_not_exist_is_refused(are_bygg: int, cecilia: Client, role: str) -> None:
    said = {"email": MAIL, "role": role, "tenant": "1", "is_staff": "1", "expires_at": "2030-01-01"}
    assert cecilia.post(INVITE, said).status_code == 400
    assert links_mailed_to(are_bygg, MAIL) == []


def test_extra_fields_of_an_invitation_are_ignored(are_bygg: int, cecilia: Client) -> None:
    duveds_el = a_creditor(DUVEDS_EL)
    said = {
        "email": MAIL,
        "role": "reader",
        "creditor": duveds_el,
        "creditor_id": duveds_el,
        "accepted_at": "1",
    }
    cecilia.post(INVITE, said)
    logged_in(ESKIL).post(links_mailed_to(are_bygg, MAIL)[0], {"role": "admin", "creditor_id": duveds_el})
    assert member(are_bygg, ESKIL).role == "reader"
    with tenant_scope(duveds_el):
        assert (Invitation.objects.count(), Membership.objects.count()) == (0, 1)


def test_another_companys_people_and_invitations_do_not_exist(are_bygg: int, cecilia: Client) -> None:
    duveds_el = a_creditor(DUVEDS_EL)
    didrik = logged_in(DIDRIK)
    didrik.post(INVITE, {"email": "anna@lindqvist.example", "role": "user"})
    other = member(duveds_el, DIDRIK)
    with tenant_scope(duveds_el):
        invitation = Invitation.objects.get()
    unknown = "00000000-0000-4000-8000-000000000000"
    for url in (f"{USERS}{other.public_id}/", f"{USERS}{unknown}/"):
        assert cecilia.get(url).status_code == 404
        assert cecilia.post(url, {"role": "reader"}).status_code == 404
        assert cecilia.post(url + "ta-bort/").status_code == 404
    for act in ("igen", "dra-tillbaka"):
        assert cecilia.post(f"/foretaget/inbjudningar/{invitation.public_id}/{act}/").status_code == 404
    assert member(duveds_el, DIDRIK).active
    assert logged_in(ANNA).get(links_mailed_to(duveds_el, "anna@lindqvist.example")[0]).status_code == 200
    page = text_of(cecilia.get(USERS))
    assert "Didrik" not in page
    assert "anna@" not in page


def test_pages_that_act_answer_only_to_a_press(are_bygg: int, cecilia: Client) -> None:
    invited(cecilia, are_bygg)
    with tenant_scope(are_bygg):
        invitation = Invitation.objects.get()
    assert cecilia.get(f"/foretaget/inbjudningar/{invitation.public_id}/dra-tillbaka/").status_code == 404
    assert cecilia.get(f"{USERS}{member(are_bygg, CECILIA).public_id}/ta-bort/").status_code == 404
    with tenant_scope(are_bygg):
        assert Invitation.objects.get().withdrawn_at is None
