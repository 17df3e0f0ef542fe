"""Mina sidor, as Cecilia at Åre Bygg sees the payouts."""

from datetime import date

import pytest
from django.test import Client

from ekrav.sandbox.demo_data import CECILIA, DIDRIK
from ekrav.tenancy import tenant_scope
from payouts.credit_due import credit_due
from payouts.draft import draft_run
from payouts.hand_over import hand_over_files
from payouts.models import Payout, SettlementNote
from payouts.reports import read_reports
from tests.cast import right_now
from tests.pages import text_of
from tests.payouts.bank import TheBank, report
from tests.payouts.browsing import a_member, approve, notes_drawn, paid_out, the_draft, url
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


def test_a_payout_on_mina_sidor_agrees_with_the_note_to_the_ore(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    payout = paid_out(are_bygg, astrids, bertils)
    notes_drawn()
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
        " 10 000,00 8313 Ränteintäkter 139,73 3990 Påminnelser och inkassokrav 240,00 Summa, kr 10 379,73"
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


def test_compensation_in_a_payout_is_shown_by_name(are_bygg: int, today: date) -> None:
    money_in(are_bygg, Paid(capital="1000.00", late_payment="450.00"))
    at, _today = right_now()
    draft_run(period_end=FRIDAY, at=at)
    with tenant_scope(are_bygg):
        address = f"/utbetalningar/{Payout.objects.get().public_id}/"
    page = text_of(a_member(are_bygg, CECILIA).get(address)).replace("\u00a0", " ")
    assert "Betalt av gäldenärer i 1 ärende, varav förseningsersättning 450,00 kr 1 450,00" in page
    assert (
        "6062 Inkasso 450,00 2641 Ingående moms 112,50 1510 Kundfordringar 1 000,00 3990 Förseningsersättning"
        in page
    )


def test_another_companys_payout_is_not_there(are_bygg: int, astrids: Client, bertils: Client) -> None:
    payout = paid_out(are_bygg, astrids, bertils)
    notes_drawn()
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


def test_a_failed_payout_says_why_and_what_happens_now(
    are_bygg: int, astrids: Client, bertils: Client
) -> None:
    run = the_draft(are_bygg)
    approve(astrids, run)
    approve(bertils, run)
    at, _today = right_now()
    hand_over_files(bank=TheBank(), at=at)
    with tenant_scope(are_bygg):
        payout = Payout.objects.get()
    report(run, {payout.end_to_end_id: "RJCT"})
    read_reports(at=at)
    credit_due(at=at)
    notes_drawn()
    cecilia = a_member(are_bygg, CECILIA)
    page = text_of(cecilia.get(f"/utbetalningar/{payout.public_id}/"))
    assert "Banken betalade inte ut pengarna. Kontot är avslutat." in page
    assert "Den här notan gäller inte: kreditnotan nedan tar tillbaka den." in page
    assert "Rättat Kreditnota 2026-0002" in page
    assert page.count("Banken betalade inte ut pengarna. Kontot är avslutat.") == 2
    assert "Kontot är avslutat." in text_of(cecilia.get("/utbetalningar/"))
    assert "Banken har inte betalat något." in text_of(astrids.get(url(run)))


def test_strangers_are_shown_to_the_login(are_bygg: int) -> None:
    for path in ("/utbetalningar/", "/handlaggning/utbetalningar/"):
        assert Client().get(path)["Location"].startswith("/bankid/logga-in/")
