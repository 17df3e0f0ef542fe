"""Handläggning: crediting a note with a reason, and the agency's VAT of a period, equal to the book."""

from datetime import date

import pytest
from django.test import Client

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import staff_scope, tenant_scope
from payouts.models import SettlementNote
from payouts.note_pdf import render_notes
from payouts.vat_report import vat_report
from tests.pages import text_of
from tests.payouts.browsing import a_member
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, Paid, a_case, a_creditor, money_in
from tests.payouts.notes import (
    issued,
    note_of,
    read_sie,
    rendered_and_mailed,
    rows_of_csv,
    settled_by_the_bank,
)

pytestmark = pytest.mark.django_db(transaction=True)

CREDIT = "/handlaggning/noter/1/kreditera/"
NOVEMBER = {"fran": "2026-11-01", "till": "2026-11-30"}
REASON = "Kravet skickades trots att fakturan var betald."


@pytest.fixture
def note(are_bygg: int, today: date, astrid: StaffMember, bertil: StaffMember) -> SettlementNote:
    """Note 2026-0001: fees of 240 and 180; paid out."""
    money_in(are_bygg, ANNA_PAID)
    money_in(are_bygg, Paid(capital="500.00", costs="180.00"), case=a_case(are_bygg, invoice="1043"))
    issued(astrid, bertil)
    settled_by_the_bank(are_bygg)
    return note_of(are_bygg)


def cases(note: SettlementNote) -> list[str]:
    return [line["case_number"] for line in note.facts["lines"]]


def test_staff_credit_a_case_and_the_creditor_reads_why(note: SettlementNote, astrids: Client) -> None:
    second = cases(note)[1]
    form = text_of(astrids.get(CREDIT)).replace("\u00a0", " ")
    assert f"Ärende {second[:4]} {second[4:]}: avgift 180,00 kr, moms 45,00 kr" in form
    assert "Notan ändras aldrig. Det går inte att ångra." in form
    answer = astrids.post(CREDIT, {"cases": [second], "reason": REASON}, follow=True)
    page = text_of(answer)
    assert "Kreditnota 2026-0002 är utfärdad. Den mejlas till borgenären." in page
    assert "Kreditnotor 2026-0002" in page
    with tenant_scope(note.creditor_id):
        events = AuditEvent.objects.filter(act__in=["note_opened", "note_credited"])
        assert sorted(set(events.values_list("act", flat=True))) == ["note_credited", "note_opened"]
    render_notes(at=MORNING)
    cecilias = a_member(note.creditor_id, CECILIA)
    theirs = text_of(cecilias.get("/utbetalningar/noter/2/")).replace("\u00a0", " ")
    assert "Kreditnota 2026-0002" in theirs
    assert "Ändrar avräkningsnota 2026-0001" in theirs
    assert f"Varför {REASON} Det som krediteras Avgift och moms 225,00" in theirs
    # Owed by the agency; the fee and its VAT are taken back.
    assert "1687 Tillbaka enligt kreditnota 225,00 6062 Inkasso 180,00 2641 Ingående moms 45,00" in theirs
    assert "Rättat Kreditnota 2026-0002" in text_of(cecilias.get("/utbetalningar/noter/1/", follow=True))
    assert f"2026-0002 2026-0001 {REASON}" in text_of(cecilias.get("/utbetalningar/"))
    (row,) = rows_of_csv(cecilias.get("/utbetalningar/noter/2.csv").content)
    assert (row["Ändrar nota"], row["Avgift"], row["Moms"], row["Avdrag"]) == (
        "2026-0001",
        "180,00",
        "45,00",
        "-225,00",
    )
    (entry,) = read_sie(cecilias.get("/utbetalningar/noter/2.si").content).entries
    assert entry.text == "Kreditnota 2026-0002, ändrar 2026-0001"
    assert [(account, ore) for account, ore, _text in entry.rows] == [
        ("6062", -18_000),
        ("2641", -4_500),
        ("1687", 22_500),
    ]


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({}, "Välj minst ett ärende."),
        ({"cases": ["x"], "reason": REASON}, "Välj bland notans ärenden."),
        ({"cases": "all"}, "Skriv varför, så att borgenären förstår."),
        ({"cases": "all", "reason": "x" * 301}, "Skriv kortare, högst 300 tecken."),
    ],
)
def test_a_credit_without_case_or_reason_is_asked_for_again(
    note: SettlementNote, astrids: Client, posted: dict[str, object], said: str
) -> None:
    if posted.get("cases") == "all":
        posted = posted | {"cases": cases(note)}
    answer = astrids.post(CREDIT, posted)
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    with tenant_scope(note.creditor_id):
        assert SettlementNote.objects.count() == 1


def test_who_comes_second_is_told_that_it_is_done(
    note: SettlementNote, astrids: Client, bertils: Client
) -> None:
    both = {"cases": cases(note), "reason": REASON}
    assert astrids.post(CREDIT, both).status_code == 302
    assert bertils.post(CREDIT, both).status_code == 422
    assert "Ingen avgift i notan är kvar att kreditera." in text_of(bertils.get(CREDIT))
    assert "Det är en kreditnota. Den krediteras inte." in text_of(
        bertils.get("/handlaggning/noter/2/kreditera/")
    )


def test_a_part_is_credited_once_though_the_form_is_sent_twice(note: SettlementNote, astrids: Client) -> None:
    assert 'name="seen" value="0"' in astrids.get(CREDIT).content.decode()
    fields = {"cases": cases(note)[1], "part": "50,00", "reason": REASON, "seen": "0"}
    assert astrids.post(CREDIT, fields).status_code == 302
    again = astrids.post(CREDIT, fields)
    assert again.status_code == 409
    assert "Läs notan igen." in text_of(again)
    without = astrids.post(CREDIT, {name: fields[name] for name in ("cases", "part", "reason")})
    assert (without.status_code, "Läs sidan igen" in text_of(without)) == (422, True)
    with tenant_scope(note.creditor_id):
        assert SettlementNote.objects.count() == 2


def test_nobody_credits_the_company_they_work_in(note: SettlementNote, astrids: Client) -> None:
    a_member(note.creditor_id, ASTRID)
    answer = astrids.post(CREDIT, {"cases": cases(note), "reason": REASON})
    assert answer.status_code == 409
    assert "Du arbetar själv i företaget." in text_of(answer)


def test_the_notes_are_found_by_number_and_unknown_ones_are_told(
    note: SettlementNote, astrids: Client
) -> None:
    rendered_and_mailed()
    for asked in ("1", "2026-0001"):
        assert "2026-0001 Åre Bygg AB" in text_of(astrids.get("/handlaggning/noter/", {"nummer": asked}))
    assert "Ingen nota med det numret" in text_of(astrids.get("/handlaggning/noter/", {"nummer": "7"}))
    assert astrids.get("/handlaggning/noter/7/").status_code == 404
    assert astrids.get("/handlaggning/noter/1.pdf").content == bytes(note_of(note.creditor_id).pdf or b"")


def test_the_vat_of_a_month_is_that_of_its_notes_and_of_the_book(
    note: SettlementNote, astrids: Client
) -> None:
    other = a_creditor("Hed Foto", bankgiro="9903006", vat=False)
    assert other
    astrids.post(CREDIT, {"cases": [cases(note)[1]], "reason": REASON})
    page = text_of(astrids.get("/handlaggning/moms/", NOVEMBER)).replace("\u00a0", " ").replace("\u2212", "-")
    # 420 and 105 charged, 180 and 45 credited: 240 and 60.
    assert "Avräkningsnotor 420,00 105,00 Kreditnotor -180,00 -45,00 Summa 240,00 60,00" in page
    assert "Lika med boken på öret" in page
    assert "Ruta 05, momspliktig försäljning 240 Ruta 10, utgående moms 25 % 60" in page
    rows = rows_of_csv(astrids.get("/handlaggning/moms.csv", NOVEMBER).content)
    assert [(row["Nummer"], row["Borgenär"], row["Avgift"], row["Moms"]) for row in rows] == [
        ("2026-0001", "Åre Bygg AB", "420,00", "105,00"),
        ("2026-0002", "Åre Bygg AB", "-180,00", "-45,00"),
    ]
    entries = read_sie(astrids.get("/handlaggning/moms.si", NOVEMBER).content).entries
    assert [[row[:2] for row in entry.rows] for entry in entries] == [
        [("1689", 52_500), ("3041", -42_000), ("2611", -10_500)],
        [("1689", -22_500), ("3041", 18_000), ("2611", 4_500)],
    ]


def test_the_agency_bookkeeps_on_its_own_accounts(note: SettlementNote, astrids: Client) -> None:
    wrong = astrids.post("/handlaggning/moms/konton/", {"owed": "1689", "fee": "6062", "vat": "2611"})
    assert (wrong.status_code, "6062 är inte ett sådant konto. Det ska börja på 3." in text_of(wrong)) == (
        400,
        True,
    )
    astrids.post("/handlaggning/moms/konton/", {"owed": "1690", "fee": "3001", "vat": "2611"})
    (entry,) = read_sie(astrids.get("/handlaggning/moms.si", NOVEMBER).content).entries
    assert [row[0] for row in entry.rows] == ["1690", "3001", "2611"]


def test_a_fee_that_is_in_the_book_and_on_no_note_is_told(note: SettlementNote, astrids: Client) -> None:
    case = a_case(note.creditor_id, invoice="x")
    lines = [debit(Account.CREDITOR_OWES, 100, case), credit(Account.AGENCY_FEES, 100, case)]
    with tenant_scope(note.creditor_id):
        post(key="past the notes", kind="settle", booked_date=FRIDAY, lines=lines)
    with staff_scope():
        report = vat_report(first=FRIDAY, last=FRIDAY)
    assert (report.agrees, report.total.fee, report.book.fee) == (False, 42_000, 42_100)
    assert "Notorna och boken är inte lika." in text_of(astrids.get("/handlaggning/moms/", NOVEMBER))


def test_a_period_that_is_none_is_asked_for_again(note: SettlementNote, astrids: Client) -> None:
    backwards = {"fran": "2026-11-30", "till": "2026-11-01"}
    for address in ("/handlaggning/moms/", "/handlaggning/moms.csv", "/handlaggning/moms.si"):
        answer = astrids.get(address, backwards)
        assert (answer.status_code, "Den sista dagen är före den första." in text_of(answer)) == (400, True)
