"""Mina sidor: a note's files, a period's, accounts, how notes are mailed, and a mail that came back."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from ekrav.accounts.models import Creditor, Membership
from ekrav.agency.models import StaffMember
from ekrav.outbox.bounces import read_bounces
from ekrav.outbox.models import Parcel
from ekrav.sandbox.demo_data import CECILIA, DIDRIK
from ekrav.sandbox.mail_bounces import notification
from ekrav.tenancy import tenant_scope
from payouts.chart import CREDITORS, accounts
from payouts.kinds import Purpose
from payouts.models import BookkeepingAccount, SettlementNote
from payouts.note_mail import mail_notes
from tests.outbox.returned import came_back, mail
from tests.pages import text_of
from tests.payouts.browsing import a_member
from tests.payouts.given import ANNA_PAID, MORNING, a_case, a_creditor, money_in
from tests.payouts.notes import (
    issued,
    note_of,
    paid_by_the_bank,
    read_sie,
    rendered_and_mailed,
    rows_of_csv,
    settled_by_the_bank,
    text_of_pdf,
)

pytestmark = pytest.mark.django_db(transaction=True)

BOOKS = "/utbetalningar/bokforing/"
PERIOD = {"fran": "2026-11-01", "till": "2026-11-30"}


@pytest.fixture
def note(are_bygg: int, today: date, astrid: StaffMember, bertil: StaffMember) -> SettlementNote:
    """Note 2026-0001 of 10 079.73, paid out."""
    money_in(are_bygg, ANNA_PAID)
    issued(astrid, bertil)
    settled_by_the_bank(are_bygg)
    return note_of(are_bygg)


@pytest.fixture
def cecilias(note: SettlementNote) -> Client:
    """Cecilia's browser: she is Åre Bygg's administrator."""
    return a_member(note.creditor_id, CECILIA, Membership.Role.ADMIN)


def test_a_note_is_had_as_pdf_csv_and_sie(note: SettlementNote, cecilias: Client) -> None:
    rendered_and_mailed()
    note = note_of(note.creditor_id)
    page = cecilias.get(f"/utbetalningar/noter/{note.number}/", follow=True)
    assert "Avräkningsnota (PDF) CSV SIE" in text_of(page)
    pdf, csv, sie = (cecilias.get(f"/utbetalningar/noter/1.{ending}") for ending in ("pdf", "csv", "si"))
    assert pdf.content == bytes(note.pdf or b"")
    assert [answer["Content-Disposition"] for answer in (pdf, csv, sie)] == [
        f'attachment; filename="avrakningsnota-2026-0001.{ending}"' for ending in ("pdf", "csv", "si")
    ]
    (row,) = rows_of_csv(csv.content)
    assert (row["Gäldenär"], row["Inbetalt"], row["Moms"], row["Till dig"]) == (
        "Anna Lindqvist",
        "10379,73",
        "-60,00",
        "10079,73",
    )
    (entry,) = read_sie(sie.content).entries
    assert [(account, ore) for account, ore, _text in entry.rows] == [
        ("1930", 1_007_973),
        ("6062", 24_000),
        ("2641", 6_000),
        ("1510", -1_000_000),
        ("8313", -13_973),
        ("3990", -24_000),
    ]


def test_another_companys_notes_do_not_exist(note: SettlementNote) -> None:
    other = a_creditor("Duveds El HB", bankgiro="9902008")
    didriks = a_member(other, DIDRIK, Membership.Role.ADMIN)
    for address in ("/", ".pdf", ".csv", ".si"):
        assert didriks.get(f"/utbetalningar/noter/1{address}").status_code == 404
    assert didriks.post("/utbetalningar/noter/1/mejla/").status_code == 404
    assert didriks.get("/utbetalningar/arsbesked/2026.pdf").status_code == 404
    assert "Ingen nota är utfärdad än." in text_of(didriks.get(BOOKS))
    assert "Ingen nota är utfärdad de dagarna." in text_of(didriks.get(f"{BOOKS}noter.csv", PERIOD))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "Välj den första dagen."),
        ({"fran": "nyss", "till": "2026-11-30"}, "Skriv dagen så här: 2026-11-27."),
        ({"fran": "2026-11-30", "till": "2026-11-01"}, "Den sista dagen är före den första. Byt dem."),
        ({"fran": "2020-01-01", "till": "2026-11-30"}, "Välj högst två år i taget."),
        ({"fran": "2025-01-01", "till": "2025-01-31"}, "Ingen nota är utfärdad de dagarna."),
    ],
)
def test_a_period_that_cannot_be_had_is_told_in_a_sentence(
    cecilias: Client, asked: dict[str, str], said: str
) -> None:
    for ending in ("csv", "si"):
        answer = cecilias.get(f"{BOOKS}noter.{ending}", asked)
        assert (answer.status_code, said in text_of(answer)) == (400, True)


def test_the_accounts_are_the_companys_own(note: SettlementNote, cecilias: Client) -> None:
    with tenant_scope(note.creditor_id):
        chosen = {purpose.value: number for purpose, number in accounts(CREDITORS).items()}
    changed = chosen | {"bank": "1940", "fee": "6992"}
    answer = cecilias.post(f"{BOOKS}konton/", changed)
    assert answer["Location"] == BOOKS
    assert "Kontona är sparade." in text_of(cecilias.get(BOOKS))
    sie = cecilias.get("/utbetalningar/noter/1.si")
    assert [row[0] for row in read_sie(sie.content).entries[0].rows][:3] == ["1940", "6992", "2641"]
    assert "1940 Utbetalt" in text_of(cecilias.get("/utbetalningar/noter/1/", follow=True))
    with tenant_scope(note.creditor_id):
        # Only what differs from the chart is kept.
        kept = dict(BookkeepingAccount.objects.values_list("purpose", "number"))
        assert kept == {Purpose.BANK: "1940", Purpose.FEE: "6992"}
    cecilias.post(f"{BOOKS}konton/", chosen)
    with tenant_scope(note.creditor_id):
        assert not BookkeepingAccount.objects.exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "Skriv ett konto, till exempel 1930."),
        ("193", "Ett konto har fyra siffror, till exempel 1930."),
        ("19 30", "Ett konto har fyra siffror, till exempel 1930."),
        ("6062", "6062 är inte ett sådant konto. Det ska börja på 1."),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_a_reason(
    note: SettlementNote, cecilias: Client, number: str, said: str
) -> None:
    with tenant_scope(note.creditor_id):
        chosen = {purpose.value: given for purpose, given in accounts(CREDITORS).items()}
    answer = cecilias.post(f"{BOOKS}konton/", chosen | {"bank": number})
    assert (answer.status_code, said in text_of(answer)) == (400, True)
    with tenant_scope(note.creditor_id):
        assert not BookkeepingAccount.objects.exists()


def test_who_may_only_read_changes_no_account_and_sends_no_mail(note: SettlementNote) -> None:
    reader = a_member(note.creditor_id, CECILIA)
    assert "En administratör eller användare byter konton." in text_of(reader.get(f"{BOOKS}konton/"))
    for address in (f"{BOOKS}konton/", "/utbetalningar/noter/1/mejla/", f"{BOOKS}mejl/"):
        assert reader.post(address).status_code == 404


def test_the_note_itself_is_mailed_when_an_administrator_wants_it(
    note: SettlementNote, cecilias: Client, astrid: StaffMember, bertil: StaffMember
) -> None:
    rendered_and_mailed()
    with tenant_scope(note.creditor_id):
        assert Parcel.objects.get(key="note 1").attachment is None
    answer = cecilias.post(f"{BOOKS}mejl/", {"attached": "pdf"}, follow=True)
    assert "En länk och notan som PDF" in text_of(answer)
    money_in(note.creditor_id, ANNA_PAID, case=a_case(note.creditor_id, invoice="1050"))
    issued(astrid, bertil, weeks=1)
    paid_by_the_bank(note.creditor_id)
    second = note_of(note.creditor_id, number=2)
    with tenant_scope(note.creditor_id):
        parcel = Parcel.objects.get(key="note 2")
    assert (bytes(parcel.attachment or b""), parcel.attachment_name) == (
        bytes(second.pdf or b""),
        "avrakningsnota-2026-0002.pdf",
    )
    assert cecilias.post(f"{BOOKS}mejl/").status_code == 400


@pytest.fixture
def came_back_from_the_server(note: SettlementNote, tmp_path: Path) -> None:
    """The first mail was sent, and the receiver's server sent it back: no such address."""
    rendered_and_mailed()
    with tenant_scope(note.creditor_id):
        Parcel.objects.update(state=Parcel.State.SENT)
        parcel = Parcel.objects.get(key="note 1")
    folder = tmp_path / "bounces"
    came_back(folder, notification(mail(parcel), status="5.1.1").as_bytes())
    assert read_bounces(folder=folder, at=MORNING) == 1


@pytest.mark.usefixtures("came_back_from_the_server")
def test_a_mail_that_came_back_is_shown_to_both_and_sent_again(
    note: SettlementNote, cecilias: Client, astrids: Client
) -> None:
    page = text_of(cecilias.get("/utbetalningar/noter/1/", follow=True))
    assert "Mejlet med notan kom inte fram till ekonomi@arebygg.example. Adressen finns inte." in page
    assert "Är adressen fel, ring oss så ändrar vi den. Skicka mejlet igen" in page
    assert "Avräkningsnotor som inte kom fram 1" in text_of(astrids.get("/handlaggning/"))
    listed = text_of(astrids.get("/handlaggning/noter/"))
    assert "Kom inte fram Ring borgenären, rätta adressen" in listed
    assert "2026-0001 Åre Bygg AB ekonomi@arebygg.example Adressen finns inte." in listed
    with tenant_scope(note.creditor_id):
        Creditor.objects.update(notes_email="ny@arebygg.example")
    answer = cecilias.post("/utbetalningar/noter/1/mejla/", follow=True)
    assert "Notan skickas till ny@arebygg.example inom någon minut." in text_of(answer)
    with tenant_scope(note.creditor_id):
        again = Parcel.objects.get(key="note 1 again 2")
    assert (again.recipient, again.state) == ("ny@arebygg.example", Parcel.State.QUEUED)
    assert mail_notes(at=MORNING) == 0
    assert "Kom inte fram" not in text_of(astrids.get("/handlaggning/noter/"))


def test_a_years_statement_sums_its_notes(
    note: SettlementNote, cecilias: Client, astrid: StaffMember, bertil: StaffMember
) -> None:
    money_in(note.creditor_id, ANNA_PAID, case=a_case(note.creditor_id, invoice="1050"))
    issued(astrid, bertil, weeks=1)
    # Twice 10 379.73 in, 240 and 60 kept, 10 079.73 out.
    page = text_of(cecilias.get(BOOKS)).replace("\u00a0", " ").replace("\u2212", "-")
    assert "2026 20 759,46 -480,00 -120,00 0,00 20 159,46 PDF för 2026 CSV för 2026" in page
    rows = rows_of_csv(cecilias.get("/utbetalningar/arsbesked/2026.csv").content)
    assert [(row["Nummer"], row["Inbetalt"], row["Utbetalt"]) for row in rows] == [
        ("2026-0001", "10379,73", "10079,73"),
        ("2026-0002", "10379,73", "10079,73"),
    ]
    paper = text_of_pdf(cecilias.get("/utbetalningar/arsbesked/2026.pdf").content)
    for said in (
        "Årsbesked 2026",
        "november 10 379,73 -240,00 -60,00 0,00 10 079,73",
        "december 10 379,73 -240,00 -60,00 0,00 10 079,73",
        "Summa, kr 20 759,46 -480,00 -120,00 0,00 20 159,46",
        "556677-8899",
    ):
        assert said in paper, said
    for year in ("2025", "1", "99999"):
        assert cecilias.get(f"/utbetalningar/arsbesked/{year}.pdf").status_code == 404
