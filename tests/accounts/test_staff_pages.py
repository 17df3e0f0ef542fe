"""The agency's own pages: its record, its staff, the creditors that wait."""

from typing import Any

import pytest
from django.test import Client

from ekrav.agency.appoint import appoint
from ekrav.agency.models import Agency, StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA, DUVEDS_EL, ESKIL, DemoPerson
from ekrav.tenancy import agency_scope
from tests.accounts.given import creditors
from tests.cast import a_creditor, right_now, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

AGENCY = "/handlaggning/byran/"
STAFF = "/handlaggning/medarbetare/"


def the_agency() -> Agency:
    """Its record."""
    with agency_scope():
        return Agency.objects.get()


def staff_in(who: DemoPerson, *roles: StaffMember.Role) -> Client:
    """The browser of somebody of the staff with these roles only."""
    at, _today = right_now()
    with agency_scope():
        appoint(number=who.person_number, roles=roles, name=who.name, at=at)
    return logged_in(who)


def said(agency: Agency) -> dict[str, Any]:
    """The record as its form has it."""
    names = [field.name for field in Agency._meta.fields if field.name not in {"id", "tariff"}]
    return {name: getattr(agency, name) for name in names} | {"tariff": agency.tariff_id or ""}


def test_the_worklist_counts_what_waits(agency: None) -> None:
    staff(ASTRID)
    a_creditor(confirmed=False)
    a_creditor(DUVEDS_EL)
    page = text_of(logged_in(ASTRID).get("/handlaggning/"))
    assert "Nya borgenärer att kontrollera 1" in page
    assert "Oplacerade betalningar" in page.partition("Tomma:")[2]


def test_an_incomplete_record_says_what_is_missing_and_is_completed(agency: None) -> None:
    staff(ASTRID)
    astrid = logged_in(ASTRID)
    record = said(the_agency())
    astrid.post(AGENCY, record | {"client_funds_iban": "", "licence": ""})
    assert the_agency().missing() == ["licence", "client_funds_iban"]
    page = text_of(astrid.get(AGENCY))
    assert (
        "Inget lämnar huset förrän uppgifterna är fullständiga. Saknas: Tillstånd, Klientmedel, IBAN." in page
    )
    assert "Inget lämnar huset" in text_of(astrid.get("/handlaggning/"))

    typed = record | {
        "client_funds_iban": "se45 5000 0000 0583 9825 7466",
        "client_funds_bankgiro": "5317-2045",
    }
    answer = astrid.post(AGENCY, typed, follow=True)
    assert "Uppgifterna är sparade och fullständiga." in text_of(answer)
    assert (the_agency().missing(), the_agency().client_funds_iban) == ([], "SE4550000000058398257466")
    with agency_scope():
        event = AuditEvent.objects.filter(act="change agency").latest("id")
    assert (event.actor, event.facts) == ("staff", {"fields": "licence, client_funds_iban"})


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("organisation_number", "559988-7767", "Kontrollera organisationsnumret"),
        ("vat_number", "SE559988776701", "Kontrollera momsregistreringsnumret"),
        ("client_funds_bankgiro", "5317-2046", "Kontrollera bankgirot"),
        ("client_funds_iban", "SE4550000000058398257467", "Kontrollera IBAN"),
        ("bank_bic", "ESSE", "Kontrollera BIC"),
        ("postcode", "8313", "Skriv postnumret med fem siffror."),
    ],
)
def test_a_wrong_number_is_refused_and_nothing_is_saved(
    agency: None, field: str, typed: str, words: str
) -> None:
    staff(ASTRID)
    answer = logged_in(ASTRID).post(AGENCY, said(the_agency()) | {field: typed, "name": "Annat"})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert the_agency().name == "Nordanvik Inkasso AB"


def test_only_administrators_change_the_agency_and_its_staff(agency: None) -> None:
    bertil = staff_in(BERTIL, StaffMember.Role.FINANCE, StaffMember.Role.HANDLER)
    for url in (AGENCY, STAFF):
        assert bertil.get(url).status_code == 404
        assert bertil.post(url, {"name": "x"}).status_code == 404
    assert bertil.get("/handlaggning/borgenarer/").status_code == 200
    assert "Byråns uppgifter" not in text_of(bertil.get("/handlaggning/"))


def test_a_handler_is_shown_only_the_queues_that_open(agency: None) -> None:
    page = text_of(staff_in(BERTIL, StaffMember.Role.HANDLER).get("/handlaggning/"))
    assert "Nya borgenärer att kontrollera" in page.partition("Tomma:")[2]
    assert "Oplacerade betalningar" not in page


def test_an_administrator_has_every_role(agency: None) -> None:
    astrid = staff_in(ASTRID, StaffMember.Role.ADMINISTRATOR)
    assert astrid.get("/handlaggning/").status_code == 200


def test_astrid_appoints_bertil_who_then_works(agency: None) -> None:
    staff(ASTRID)
    bertil = {"name": "Bertil Falk", "person_number": "19910321-2396", "roles": ["finance", "handler"]}
    astrid = logged_in(ASTRID)
    answer = astrid.post(STAFF, bertil, follow=True)
    assert "Bertil Falk är utsedd." in text_of(answer)
    assert "2396" not in answer.content.decode()
    assert logged_in(BERTIL).get("/")["Location"] == "/handlaggning/"
    with agency_scope():
        assert AuditEvent.objects.get(act="appoint").facts == {"roles": "finance, handler"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"person_number": "199103212397"}, "Kontrollera personnumret"),
        ({"person_number": "910321-2396"}, "Kontrollera personnumret"),
        ({"roles": []}, "Välj minst en roll."),
        ({"roles": ["owner"]}, "Välj"),
        ({"name": ""}, "Skriv namnet."),
    ],
)
def test_nobody_is_appointed_by_half(agency: None, changed: dict[str, Any], words: str) -> None:
    staff(ASTRID)
    typed = {"name": "Bertil Falk", "person_number": "199103212396", "roles": ["finance"]} | changed
    answer = logged_in(ASTRID).post(STAFF, typed)
    assert (answer.status_code, words in text_of(answer)) == (400, True)
    with agency_scope():
        assert StaffMember.objects.count() == 1


def test_the_one_who_appoints_stays_an_administrator(agency: None) -> None:
    staff(ASTRID)
    typed = {"name": "Astrid Norén", "person_number": ASTRID.person_number, "roles": ["handler"]}
    answer = logged_in(ASTRID).post(STAFF, typed)
    assert "Du kan inte ta ifrån dig själv administratörsrollen." in text_of(answer)
    with agency_scope():
        assert "administrator" in StaffMember.objects.get().roles


def test_staff_whose_work_has_ended_are_out(agency: None) -> None:
    member = staff(ASTRID)
    astrid = logged_in(ASTRID)
    with agency_scope():
        StaffMember.objects.filter(pk=member.pk).update(active=False)
    assert astrid.get("/handlaggning/").status_code == 404


def test_a_creditors_administrator_confirms_nothing(agency: None) -> None:
    a_creditor(confirmed=False)
    [company] = creditors()
    url = f"/handlaggning/borgenarer/{company.public_id}/"
    for person in (CECILIA, ESKIL):
        answer = logged_in(person).post(url, {"signatory": "on", "bankgiro": "on", "source": "jag själv"})
        assert answer.status_code == 404
    assert creditors()[0].is_held
