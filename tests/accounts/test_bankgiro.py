"""Another bankgiro on the pages: fresh BankID, a mail to every administrator, staff's own eyes; and how often."""

from datetime import date

import pytest
from django.test import Client

from ekrav.accounts.models import BankgiroChange, Creditor, Membership
from ekrav.audit.models import AuditEvent
from ekrav.outbox.models import Parcel
from ekrav.sandbox.demo_data import ASTRID, CECILIA, ESKIL
from ekrav.tenancy import tenant_scope
from tests.accounts.test_fresh import identified
from tests.cast import a_creditor, a_person, an_agency, right_now, set_today, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg, whose administrators are Cecilia and Eskil."""
    set_today(date(2026, 11, 27))
    an_agency()
    creditor = a_creditor()
    (at, _today), person = right_now(), a_person(ESKIL)
    with tenant_scope(creditor):
        Membership.objects.create(
            person=person, role=Membership.Role.ADMIN, name=ESKIL.name, email=ESKIL.email, since=at
        )
    return creditor


def ask(browser: Client, creditor: int, number: str = "990-2008") -> int:
    with tenant_scope(creditor):
        company = Creditor.objects.get()
    said = {"bankgiro": number, "of_company": str(company.public_id)}
    return browser.post("/foretaget/bankgiro/", said).status_code


def the_change(creditor: int) -> BankgiroChange:
    with tenant_scope(creditor):
        return BankgiroChange.objects.get()


def test_an_administrator_asks_all_are_told_and_staff_confirm(are_bygg: int) -> None:
    cecilia = logged_in(CECILIA)
    assert ask(cecilia, are_bygg, "990-2009") == 400
    assert ask(cecilia, are_bygg, "5050-1055") == 400
    assert ask(cecilia, are_bygg) == 302
    assert ask(cecilia, are_bygg) == 400
    with tenant_scope(are_bygg):
        mails = Parcel.objects.filter(subject="Nytt bankgiro för Åre Bygg AB")
        assert sorted(mails.values_list("recipient", flat=True)) == sorted([CECILIA.email, ESKIL.email])
    page = text_of(cecilia.get("/foretaget/"))
    assert "Ett nytt bankgiro väntar: 990-2008." in page
    staff(ASTRID)
    astrid = logged_in(ASTRID)
    assert "Ändrade bankgiron" in text_of(astrid.get("/handlaggning/borgenarer/"))
    where = f"/handlaggning/bankgiron/{the_change(are_bygg).public_id}/"
    assert astrid.post(where, {"source": ""}).status_code == 400
    assert astrid.post(where, {"source": "Bankgirots register"}).status_code == 302
    assert astrid.post(where, {"source": "Bankgirots register"}).status_code == 409
    with tenant_scope(are_bygg):
        assert Creditor.objects.get().bankgiro == "9902008"


def test_another_administrator_takes_it_back(are_bygg: int) -> None:
    ask(logged_in(CECILIA), are_bygg)
    with tenant_scope(are_bygg):
        company = Creditor.objects.get()
    eskil = logged_in(ESKIL)
    where = f"/foretaget/bankgiro/{the_change(are_bygg).public_id}/ta-tillbaka/"
    said = {"of_company": str(company.public_id)}
    assert [eskil.post(where, said).status_code for _ in range(2)] == [302, 409]
    assert the_change(are_bygg).withdrawn_at is not None
    assert "Ett nytt bankgiro väntar" not in text_of(eskil.get("/foretaget/"))


def test_staff_who_find_another_owner_keep_the_old_number(are_bygg: int) -> None:
    ask(logged_in(CECILIA), are_bygg)
    staff(ASTRID)
    where = f"/handlaggning/bankgiron/{the_change(are_bygg).public_id}/avvisa/"
    assert logged_in(ASTRID).post(where).status_code == 302
    with tenant_scope(are_bygg):
        assert Creditor.objects.get().bankgiro == "50501055"


def test_without_fresh_bankid_nothing_is_asked_for(are_bygg: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ekrav.accounts.payout_views.fresh_bankid", lambda request: None)
    cecilia = logged_in(CECILIA)
    assert ask(cecilia, are_bygg) == 302
    with tenant_scope(are_bygg):
        assert not BankgiroChange.objects.exists()


def test_whoever_works_in_the_company_does_not_confirm_its_bankgiro(are_bygg: int) -> None:
    ask(logged_in(CECILIA), are_bygg)
    staff(ASTRID)
    (at, _today), person = right_now(), a_person(ASTRID)
    with tenant_scope(are_bygg):
        Membership.objects.create(person=person, role=Membership.Role.READER, name=ASTRID.name, since=at)
    where = f"/handlaggning/bankgiron/{the_change(are_bygg).public_id}/"
    astrid = logged_in(ASTRID)
    for answer in (astrid.post(where, {"source": "Jag vet"}), astrid.post(where + "avvisa/")):
        assert (answer.status_code, "En kollega behöver kontrollera det." in text_of(answer)) == (409, True)


def test_an_administrator_chooses_how_often_the_company_is_paid(are_bygg: int) -> None:
    cecilia = logged_in(CECILIA)
    with tenant_scope(are_bygg):
        company = Creditor.objects.get()
    said = {"of_company": str(company.public_id)}
    assert cecilia.post("/foretaget/utbetalning/", {**said, "rhythm": "hourly"}).status_code == 400
    assert cecilia.post("/foretaget/utbetalning/", {**said, "rhythm": "daily"}).status_code == 302
    assert "Varje bankdag" in text_of(cecilia.get("/foretaget/"))
    assert "Vi betalar varje bankdag" in text_of(cecilia.get("/utbetalningar/"))


def test_an_administrator_says_where_the_notes_are_mailed_with_fresh_bankid(are_bygg: int) -> None:
    cecilia = logged_in(CECILIA)
    with tenant_scope(are_bygg):
        company = Creditor.objects.get()
    said = {"of_company": str(company.public_id)}
    wrong = cecilia.post("/foretaget/notor/", {**said, "notes_email": "ekonomi"})
    assert (wrong.status_code, "Kontrollera e-postadressen" in text_of(wrong)) == (400, True)
    assert (
        cecilia.post("/foretaget/notor/", {**said, "notes_email": "nota@arebygg.example"}).status_code == 302
    )
    with tenant_scope(are_bygg):
        assert Creditor.objects.get().notes_email == "nota@arebygg.example"
        assert AuditEvent.objects.filter(act="choose notes email").count() == 1
    assert "nota@arebygg.example" in text_of(cecilia.get("/foretaget/"))
    asked = identified(cecilia, 601).post(
        "/foretaget/notor/", {**said, "notes_email": "annan@arebygg.example"}
    )
    assert (asked.status_code, "/bankid/igen/" in asked["Location"]) == (302, True)
    with tenant_scope(are_bygg):
        assert Creditor.objects.get().notes_email == "nota@arebygg.example"
