"""The pages as Cecilia at Åre Bygg, and the agency's two, use them."""

import time
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ekrav.accounts.models import Creditor, Membership
from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA, DIDRIK, DemoPerson
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.confirm import settle_debits
from payouts.draft import draft_run
from payouts.hand_over import hand_over_files
from payouts.models import Payout, PayoutRun, SettlementNote
from payouts.note_pdf import render_notes
from payouts.refusal import Reason
from payouts.reports import read_reports
from payouts.words import WORDS
from tests.cast import a_person, right_now, set_today, staff
from tests.pages import logged_in, text_of
from tests.payouts.bank import TheBank, debited, report
from tests.payouts.given import (
    ANNA_PAID,
    FRIDAY,
    Paid,
    a_case,
    a_creditor,
    costs_paid_to_creditor,
    money_in,
)

pytestmark = pytest.mark.django_db(transaction=True)


def a_member(creditor_id: int, who: DemoPerson, role: Membership.Role = Membership.Role.READER) -> Client:
    """Somebody of the company, logged in."""
    person = a_person(who)
    at, _today = right_now()
    with tenant_scope(creditor_id):
        Membership.objects.create(person=person, role=role, name=who.name, since=at)
    return logged_in(person)


@pytest.fixture
def today(are_bygg: int) -> date:
    """Friday 27 November 2026, in the world's time."""
    set_today(FRIDAY)
    return FRIDAY


@pytest.fixture
def astrid(today: date) -> Client:
    """Her browser."""
    staff(ASTRID)
    return logged_in(ASTRID)


@pytest.fixture
def bertil(today: date) -> Client:
    """His browser."""
    staff(BERTIL)
    return logged_in(BERTIL)


def the_draft(creditor: int) -> PayoutRun:
    """10 079.73 to Åre Bygg, drafted today."""
    money_in(creditor, ANNA_PAID)
    at, _today = right_now()
    return draft_run(period_end=FRIDAY, at=at)


def url(run: PayoutRun, act: str = "") -> str:
    return f"/handlaggning/utbetalningar/{run.public_id}/{act}"


def approve(browser: Client, run: PayoutRun) -> Any:
    return browser.post(url(run, "godkann/"), {"content": bytes(run.content_hash).hex()})


def reloaded(run: PayoutRun) -> PayoutRun:
    with agency_scope():
        return PayoutRun.objects.get(pk=run.pk)


def test_two_people_approve_on_the_page(are_bygg: int, astrid: Client, bertil: Client) -> None:
    run = the_draft(are_bygg)
    page = text_of(astrid.get(url(run)))
    assert "Utbetalningskörning fredag 27 november" in page
    assert "Godkänn en utbetalning, 10 079,73 kr" in page
    assert "Ny mottagare" in page
    assert approve(astrid, run).status_code == 302
    assert "Ditt godkännande är sparat." in text_of(astrid.get(url(run)))
    page = text_of(bertil.get(url(run)))
    assert "Godkänd av Astrid Norén, 12:00" in page
    assert "Skicka en utbetalning, 10 079,73 kr" in page
    assert approve(bertil, run).status_code == 302
    assert reloaded(run).state == PayoutRun.State.FILE_MADE
    assert "Filen är gjord och går till banken nu." in text_of(bertil.get(url(run)))


def test_the_second_word_of_the_same_person_is_told_so(are_bygg: int, astrid: Client) -> None:
    run = the_draft(are_bygg)
    approve(astrid, run)
    assert "Skicka" not in text_of(astrid.get(url(run)))
    again = approve(astrid, run)
    assert again.status_code == 409
    assert "Du godkände redan 12:00. En annan person behöver också godkänna." in text_of(again)
    assert reloaded(run).state == PayoutRun.State.DRAFT


def test_whoever_comes_third_is_told_who_approved(are_bygg: int, astrid: Client, bertil: Client) -> None:
    run = the_draft(are_bygg)
    approve(astrid, run)
    approve(bertil, run)
    late = approve(astrid, run)
    assert late.status_code == 409
    assert "Körningen är redan godkänd, sist av Bertil Falk 12:00." in text_of(late)


def test_without_fresh_bankid_the_page_asks_for_it_first(are_bygg: int, astrid: Client) -> None:
    run = the_draft(are_bygg)
    session = astrid.session
    session["bankid"] = {**session["bankid"], "auth_time": int(time.time()) - 601}
    session.save()
    page = astrid.get(url(run))
    assert "Legitimera dig med BankID för att godkänna" in text_of(page)
    again = f"/bankid/igen/?next=%2Fhandlaggning%2Futbetalningar%2F{run.public_id}%2F"
    assert again in page.content.decode()
    answer = approve(astrid, run)
    assert (answer.status_code, answer["Location"]) == (302, again)
    with agency_scope():
        assert not run.approvals.exists()


@pytest.mark.parametrize("content", ["00", "not hex", ""])
def test_a_page_that_was_tampered_with_approves_nothing(are_bygg: int, astrid: Client, content: str) -> None:
    run = the_draft(are_bygg)
    answer = astrid.post(url(run, "godkann/"), {"content": content})
    assert answer.status_code == 409
    assert "Körningen är inte den du läste." in text_of(answer)


def test_a_draft_is_refused_with_a_reason(are_bygg: int, astrid: Client) -> None:
    run = the_draft(are_bygg)
    assert astrid.get(url(run, "avvisa/")).status_code == 200
    empty = astrid.post(url(run, "avvisa/"), {"reason": " "})
    assert (empty.status_code, "Skriv varför" in text_of(empty)) == (422, True)
    astrid.post(url(run, "avvisa/"), {"reason": "Fel bankgiro."})
    assert "Fel bankgiro." in text_of(astrid.get("/handlaggning/utbetalningar/"))
    assert "Utkastet är återkallat." in text_of(astrid.get(url(run)))
    assert astrid.post(url(run, "avvisa/"), {"reason": "Igen"}).status_code == 409


def test_the_file_is_fetched_as_it_goes_to_the_bank_and_that_is_logged(
    are_bygg: int, astrid: Client, bertil: Client
) -> None:
    run = the_draft(are_bygg)
    assert astrid.get(url(run, "fil.xml")).status_code == 404
    approve(astrid, run)
    approve(bertil, run)
    answer = astrid.get(url(run, "fil.xml"))
    assert answer.content == bytes(reloaded(run).file or b"")
    assert answer["Content-Disposition"] == f'attachment; filename="{run.message_id}.xml"'
    with agency_scope():
        assert AuditEvent.objects.filter(act="payout_file_downloaded").count() == 1


def test_a_file_that_stands_still_is_sent_again_or_given_up(
    are_bygg: int, astrid: Client, bertil: Client
) -> None:
    run = the_draft(are_bygg)
    assert astrid.post(url(run, "skicka-igen/")).status_code == 409
    assert astrid.post(url(run, "ge-upp/")).status_code == 409
    approve(astrid, run)
    approve(bertil, run)
    with agency_scope():
        PayoutRun.objects.update(problem="Banken tog inte emot filen: Avtal saknas")
    page = text_of(astrid.get(url(run)))
    assert "Avtal saknas" in page
    assert "Ge upp filen" in page
    assert astrid.post(url(run, "skicka-igen/")).status_code == 302
    with agency_scope():
        PayoutRun.objects.update(problem="Banken tog inte emot filen: Avtal saknas")
    assert astrid.post(url(run, "ge-upp/")).status_code == 302
    assert reloaded(run).state == PayoutRun.State.REJECTED


def test_what_differs_from_the_weeks_before_is_pointed_out(
    are_bygg: int, astrid: Client, bertil: Client
) -> None:
    at, _today = right_now()
    for week, capital in enumerate(("100.00", "100.00", "410.00")):
        day = date(2026, 11, 13 + 7 * week)
        money_in(are_bygg, Paid(capital=capital))
        if week == 2:
            with tenant_scope(are_bygg):
                Creditor.objects.update(bankgiro="9902008")
        run = draft_run(period_end=day, at=at)
        if week < 2:
            approve(astrid, run)
            approve(bertil, run)
    page = text_of(astrid.get(url(run)))
    assert "4,1 gånger mer än vanligt" in page
    assert "Ändrat bankgiro, förra gången 5050-1055" in page
    assert "Förra gången 100,00" in page


@pytest.mark.parametrize("act", ["", "fil.xml", "avvisa/"])
def test_a_handler_has_nothing_to_do_with_payouts(are_bygg: int, today: date, act: str) -> None:
    run = the_draft(are_bygg)
    staff(ASTRID)
    with agency_scope():
        StaffMember.objects.update(roles=[StaffMember.Role.HANDLER])
    browser = logged_in(ASTRID)
    assert browser.get(url(run, act)).status_code == 404
    assert browser.get("/handlaggning/utbetalningar/").status_code == 404
    assert approve(browser, run).status_code == 404


def paid_out(creditor: int, astrid: Client, bertil: Client) -> Payout:
    """The whole way: approved, sent, reported, debited, the note rendered."""
    run = the_draft(creditor)
    approve(astrid, run)
    approve(bertil, run)
    at, _today = right_now()
    hand_over_files(bank=TheBank(), at=at)
    with tenant_scope(creditor):
        payout = Payout.objects.get()
    report(run, {payout.end_to_end_id: "ACCP"})
    read_reports(at=at)
    debited({payout.end_to_end_id: payout.amount_ore}, on=FRIDAY)
    settle_debits(at=at)
    render_notes(at=at)
    with tenant_scope(creditor):
        return Payout.objects.select_related("note").get()


def test_a_payout_on_mina_sidor_agrees_with_the_note_to_the_ore(
    are_bygg: int, astrid: Client, bertil: Client
) -> None:
    payout = paid_out(are_bygg, astrid, bertil)
    cecilia = a_member(are_bygg, CECILIA)
    page = text_of(cecilia.get(f"/utbetalningar/{payout.public_id}/"))
    assert "Fredag 27 november" in page
    assert "Till bankgiro 5050-1055 · Bankens referens BANK" in page
    assert "Avräkningsnota 2026-0001" in page
    bridge = (
        "Betalt av gäldenärer i 1 ärende 10 379,73 Våra avgifter Kostnader som gäldenärerna betalat \u2212240,00"
        " Moms på avgifterna Räknad på 240,00 kr, avrundad en gång \u221260,00 Utbetalt, kr 10 079,73"
    )
    assert bridge in page
    booked = (
        "1930 Företagskonto 10 079,73 6062 Inkasso 240,00 2641 Ingående moms 60,00 1510 Kundfordringar"
        " 10 000,00 8313 Ränteintäkter 139,73 3990 Ersättning för kostnader 240,00 Summa, kr 10 379,73"
        " 10 379,73"
    )
    assert booked in page
    answer = cecilia.get(f"/utbetalningar/{payout.public_id}/avrakningsnota.pdf")
    with tenant_scope(are_bygg):
        assert answer.content == bytes(SettlementNote.objects.get().pdf or b"")
    assert answer["Content-Disposition"] == 'attachment; filename="avrakningsnota-2026-0001.pdf"'
    listed = text_of(cecilia.get("/utbetalningar/"))
    assert "Utbetald" in listed
    assert "Nästa utbetalning 0 kr Inget att betala ut nu" in listed


def test_another_companys_payout_is_not_there(are_bygg: int, astrid: Client, bertil: Client) -> None:
    payout = paid_out(are_bygg, astrid, bertil)
    other = a_creditor("Duveds El HB", bankgiro="9902008")
    didrik = a_member(other, DIDRIK)
    assert didrik.get(f"/utbetalningar/{payout.public_id}/").status_code == 404
    assert didrik.get(f"/utbetalningar/{payout.public_id}/avrakningsnota.pdf").status_code == 404
    assert "10 079,73" not in text_of(didrik.get("/utbetalningar/"))


def test_the_next_payout_is_shown_as_it_stands(are_bygg: int, today: date) -> None:
    cecilia = a_member(are_bygg, CECILIA)
    costs_paid_to_creditor(are_bygg, "240.00")
    page = text_of(cecilia.get("/utbetalningar/"))
    assert "\u2212300,00 kr förs över till nästa utbetalning" in page
    money_in(are_bygg, ANNA_PAID, case=a_case(are_bygg, invoice="1043"))
    page = text_of(cecilia.get("/utbetalningar/"))
    assert "Nästa utbetalning 9 779,73 kr Fredag 27 november Från 2 ärenden, så här långt." in page
    at, _today = right_now()
    draft_run(period_end=FRIDAY, at=at)
    page = text_of(cecilia.get("/utbetalningar/"))
    assert "Beloppet är fastställt och väntar på att två av oss godkänner det." in page


def test_a_held_company_is_told_why_it_waits(today: date) -> None:
    held = a_creditor("Ny AB", held=True)
    money_in(held, ANNA_PAID)
    assert "Utbetalningar väntar på kontroll." in text_of(a_member(held, CECILIA).get("/utbetalningar/"))


def test_a_failed_payout_says_why_and_what_happens_now(are_bygg: int, astrid: Client, bertil: Client) -> None:
    run = the_draft(are_bygg)
    approve(astrid, run)
    approve(bertil, run)
    at, _today = right_now()
    hand_over_files(bank=TheBank(), at=at)
    with tenant_scope(are_bygg):
        payout = Payout.objects.get()
    report(run, {payout.end_to_end_id: "RJCT"})
    read_reports(at=at)
    render_notes(at=at)
    cecilia = a_member(are_bygg, CECILIA)
    page = text_of(cecilia.get(f"/utbetalningar/{payout.public_id}/"))
    assert "Banken betalade inte ut pengarna. Kontot är avslutat." in page
    assert "Den här notan gäller inte." in page
    assert "Avräkningsnota (PDF)" not in page
    assert "Kontot är avslutat." in text_of(cecilia.get("/utbetalningar/"))
    assert "Banken har inte betalat något." in text_of(astrid.get(url(run)))


def test_strangers_are_shown_to_the_login(are_bygg: int) -> None:
    for path in ("/utbetalningar/", "/handlaggning/utbetalningar/"):
        assert Client().get(path)["Location"].startswith("/bankid/logga-in/")


def test_every_reason_has_its_sentence() -> None:
    assert set(WORDS) == set(Reason)
