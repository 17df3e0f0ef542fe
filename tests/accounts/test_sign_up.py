"""Cecilia signs Åre Bygg up: at once when the registers know her, held when they do not."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ekrav.accounts.models import AcceptedAgreement, Membership
from ekrav.audit.models import AuditEvent
from ekrav.sandbox.demo_data import (
    ARE_BYGG,
    ASTRID,
    BYDALEN_TIMBER,
    CECILIA,
    DIDRIK,
    ELSA,
    ESKIL,
    HED_FOTO,
    OVIKEN_SECOND_HAND,
    STORSJO_KAYAK,
    DemoCompany,
)
from ekrav.tenancy import agency_scope, tenant_scope
from tests.accounts.given import ANSWERS, creditors, sign_up_at_the_pages
from tests.cast import a_creditor, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_cecilia_signs_are_bygg_up_and_it_is_confirmed_at_once(registers: str) -> None:
    cecilia = logged_in(CECILIA)
    assert "Du hör inte till något företag" in text_of(cecilia.get("/"))
    answer = cecilia.post("/nytt-foretag/", {"organisation_number": "556677-8899"}, follow=True)
    page = text_of(answer)
    assert "Åre Bygg AB" in page
    assert "Kabinbanevägen 22, 837 52 Åre" in page
    assert 'value="5050-1055"' in answer.content.decode()
    answer = cecilia.post("/nytt-foretag/uppgifter/", ANSWERS, follow=True)
    assert "Vi driver in." in text_of(answer)
    assert cecilia.get("/avtal/1.pdf").content == b"%PDF-1.7 avtal"
    answer = cecilia.post("/nytt-foretag/avtal/", {"accept": "on"}, follow=True)
    assert answer.redirect_chain == [("/nytt-foretag/klart/", 302)]
    assert "Allt är klart." in text_of(answer)

    [company] = creditors()
    assert (company.name, company.organisation_number, company.legal_form) == (
        "Åre Bygg AB",
        "5566778899",
        "AB",
    )
    assert (company.bankgiro, company.notes_email) == ("50501055", "ekonomi@arebygg.example")
    assert (company.vat_registered, company.vat_number) == (True, "SE556677889901")
    assert (company.is_held, company.confirmation_source) == (False, "registren")
    with tenant_scope(company.pk):
        [administrator] = Membership.objects.all()
        assert (administrator.role, administrator.name) == ("admin", "Cecilia Ek")
        assert administrator.email == "cecilia@arebygg.example"
        [accepted] = AcceptedAgreement.objects.all()
        assert (accepted.agreement_id, bytes(accepted.pdf)) == (1, b"%PDF-1.7 avtal")
        assert list(AuditEvent.objects.values_list("act", flat=True)) == ["sign up"]
    assert cecilia.get("/foretaget/avtal.pdf").content == b"%PDF-1.7 avtal"
    assert cecilia.get("/")["Location"] == "/oversikt/"


def test_who_signs_only_jointly_is_held_until_astrid_confirms(registers: str) -> None:
    elsa = logged_in(ELSA)
    answers = ANSWERS | {"bankgiro": "990-4004", "vat_registered": "nej", "vat_number": ""}
    answer = sign_up_at_the_pages(elsa, STORSJO_KAYAK, answers)
    assert answer["Location"] == "/nytt-foretag/klart/"
    page = text_of(elsa.get(answer["Location"]))
    assert "Inget brev och ingen utbetalning går än." in page
    assert "Vi kontrollerar att den som skrev under får företräda företaget." in page
    [club] = creditors()
    assert (club.signatory_confirmed_at, club.bankgiro_confirmed_at is None) == (None, False)
    assert "Inget brev" in text_of(elsa.get("/foretaget/"))

    member = staff(ASTRID)
    astrid = logged_in(ASTRID)
    assert "Storsjöns Kajakförening Elsa Hed Firmatecknare" in text_of(
        astrid.get("/handlaggning/borgenarer/")
    )
    confirm = f"/handlaggning/borgenarer/{club.public_id}/"
    assert astrid.post(confirm, {"source": "protokoll"}).status_code == 400
    assert "Skriv hur vi vet det." in text_of(astrid.post(confirm, {"signatory": "on"}))
    assert creditors()[0].is_held
    answer = astrid.post(confirm, {"signatory": "on", "source": "protokoll 2026-10-07"}, follow=True)
    assert "Storsjöns Kajakförening är klart." in text_of(answer)
    [club] = creditors()
    assert (club.is_held, club.confirmation_source) == (False, "registren; protokoll 2026-10-07")
    with tenant_scope(club.pk):
        event = AuditEvent.objects.get(act="confirm creditor")
    assert (event.actor, event.actor_id) == ("staff", member.pk)
    assert "Inget brev" not in text_of(elsa.get("/foretaget/"))
    assert astrid.get(confirm).status_code == 404


def test_a_bankgiro_of_somebody_elses_is_held(registers: str) -> None:
    cecilia = logged_in(CECILIA)
    sign_up_at_the_pages(cecilia, answers=ANSWERS | {"bankgiro": "990-2008"})
    [company] = creditors()
    assert (company.signatory_confirmed_at is None, company.bankgiro_confirmed_at) == (False, None)
    assert "Vi kontrollerar att bankgirot är företagets eget." in text_of(cecilia.get("/foretaget/"))


@pytest.mark.parametrize(
    ("company", "words"),
    [
        (OVIKEN_SECOND_HAND, "Företaget är inte godkänt för F-skatt."),
        (BYDALEN_TIMBER, "Företaget är i konkurs, likvidation eller avregistrerat."),
        ("5599903993", "Inget företag har det organisationsnumret."),
        ("556677-8898", "Kontrollera organisationsnumret"),
        ("", "Skriv företagets organisationsnummer."),
        ("55667788990000000000000", "Kontrollera organisationsnumret"),
    ],
)
def test_a_company_that_cannot_join_is_told_why_and_nothing_is_kept(
    registers: str, company: DemoCompany | str, words: str
) -> None:
    didrik = logged_in(DIDRIK)
    number = company if isinstance(company, str) else company.organisation_number
    answer = didrik.post("/nytt-foretag/", {"organisation_number": number})
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert didrik.get("/nytt-foretag/uppgifter/")["Location"] == "/nytt-foretag/"
    assert creditors() == []


def test_a_form_that_the_agency_does_not_take_is_refused(registers: str) -> None:
    from ekrav.agency.models import Tariff

    with agency_scope():
        Tariff.objects.create(version=2, valid_from="2026-01-01", legal_forms=["HB"])
    answer = logged_in(CECILIA).post("/nytt-foretag/", {"organisation_number": "5566778899"})
    assert "Vi tar inte emot den företagsformen." in text_of(answer)


def test_a_sole_traders_number_is_masked_on_every_page(registers: str) -> None:
    elsa = logged_in(ELSA)
    pages = [elsa.post("/nytt-foretag/", {"organisation_number": "19950403-2385"}, follow=True)]
    answers = ANSWERS | {"bankgiro": "990-3006", "vat_number": "SE999999999901"}
    pages.append(elsa.post("/nytt-foretag/uppgifter/", answers, follow=True))
    pages.append(elsa.post("/nytt-foretag/avtal/", {"accept": "on"}, follow=True))
    pages += [elsa.get("/foretaget/"), elsa.get("/nytt-foretag/klart/"), elsa.get("/valj-foretag/")]
    assert "950403-••••" in text_of(pages[0])
    for page in pages:
        assert "2385" not in page.content.decode()
    [company] = creditors()
    assert (company.name, company.vat_number, company.is_held) == (HED_FOTO.name, "SE950403238501", False)


def test_the_session_holds_no_number_in_the_clear(registers: str) -> None:
    elsa = logged_in(ELSA)
    elsa.post("/nytt-foretag/", {"organisation_number": "9504032385"})
    assert "9504032385" not in str(dict(elsa.session))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"bankgiro": "5050-1056"}, "Kontrollera bankgirot"),
        ({"bankgiro": ""}, "Skriv företagets bankgiro."),
        ({"notes_email": "ekonomi"}, "Kontrollera e-postadressen"),
        ({"vat_registered": ""}, "Svara om företaget är registrerat för moms."),
        ({"vat_number": ""}, "Skriv momsregistreringsnumret."),
        ({"vat_number": "SE556677889801"}, "Kontrollera momsregistreringsnumret"),
        ({"email": ""}, "Skriv din egen e-postadress."),
    ],
)
def test_each_wrong_answer_is_said_and_what_was_typed_stays(
    registers: str, changed: dict[str, str], words: str
) -> None:
    cecilia = logged_in(CECILIA)
    cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"})
    answer = cecilia.post("/nytt-foretag/uppgifter/", ANSWERS | changed)
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert "Det finns ett problem" in text_of(answer)
    kept = (ANSWERS | changed)["notes_email"]
    assert f'value="{kept}"' in answer.content.decode()
    assert cecilia.get("/nytt-foretag/avtal/")["Location"] == "/nytt-foretag/"


def test_the_agreement_must_be_accepted(registers: str) -> None:
    cecilia = logged_in(CECILIA)
    cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"})
    cecilia.post("/nytt-foretag/uppgifter/", ANSWERS)
    cecilia.get("/nytt-foretag/avtal/")
    answer = cecilia.post("/nytt-foretag/avtal/", {})
    assert (answer.status_code, creditors()) == (400, [])
    assert "Kryssa i att du godkänner avtalet." in text_of(answer)


def test_an_agreement_that_was_not_shown_cannot_be_accepted(registers: str) -> None:
    cecilia = logged_in(CECILIA)
    cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"})
    cecilia.post("/nytt-foretag/uppgifter/", ANSWERS)
    cecilia.post("/nytt-foretag/avtal/", {"accept": "on"})
    assert creditors() == []


def test_what_the_browser_adds_is_ignored(registers: str) -> None:
    """Mass assignment: the register's facts, the role and the confirmation come from the server alone."""
    cecilia = logged_in(CECILIA)
    extra = {
        "name": "Annan AB",
        "legal_form": "IF",
        "organisation_number": "9699990017",
        "signatory_confirmed_at": "2020-01-01",
        "role": "owner",
        "is_staff": "1",
        "person_id": "1",
        "version": "7",
    }
    sign_up_at_the_pages(cecilia, answers=ANSWERS | extra | {"bankgiro": "990-2008"})
    [company] = creditors()
    assert (company.name, company.legal_form, company.organisation_number) == (
        "Åre Bygg AB",
        "AB",
        "5566778899",
    )
    assert company.is_held
    with tenant_scope(company.pk):
        assert Membership.objects.get().role == "admin"
        assert AcceptedAgreement.objects.get().agreement_id == 1


def test_a_company_signs_up_once(registers: str) -> None:
    a_creditor()
    didrik = logged_in(DIDRIK)
    answer = sign_up_at_the_pages(didrik)
    assert answer.status_code == 409
    assert "Be den som är administratör för Åre Bygg AB att bjuda in dig." in text_of(answer)
    assert len(creditors()) == 1
    assert "Du hör inte till något företag" in text_of(didrik.get("/"))


def test_whoever_presses_twice_comes_to_the_company(registers: str) -> None:
    cecilia = logged_in(CECILIA)
    cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"})
    cecilia.post("/nytt-foretag/uppgifter/", ANSWERS)
    cecilia.get("/nytt-foretag/avtal/")
    before = cecilia.session["application"]
    cecilia.post("/nytt-foretag/avtal/", {"accept": "on"})
    session = cecilia.session
    session["application"] = before  # the second press was under way when the first was answered
    session.save()
    assert cecilia.post("/nytt-foretag/avtal/", {"accept": "on"})["Location"] == "/"
    assert len(creditors()) == 1


def test_an_application_is_its_persons_own(registers: str) -> None:
    cecilia, didrik = logged_in(CECILIA), logged_in(DIDRIK)
    cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"})
    session = didrik.session
    session["application"] = cecilia.session["application"]
    session.save()
    assert didrik.get("/nytt-foretag/uppgifter/")["Location"] == "/nytt-foretag/"


def test_an_agency_without_tariff_and_agreement_takes_nobody(transactional_db: Any) -> None:
    answer = logged_in(ESKIL).get("/nytt-foretag/")
    assert "Vi tar inte emot nya företag än" in text_of(answer)


def test_nobody_signs_up_without_logging_in(agency: None) -> None:
    for name in ("sign_up", "sign_up_details", "sign_up_agreement", "signed_up"):
        url = reverse(f"accounts:{name}")
        assert Client().get(url)["Location"].startswith("/bankid/logga-in/?next=")
    assert ARE_BYGG.organisation_number not in text_of(Client().get("/"))
