"""Handläggning as Astrid uses it: what is missing, a file by hand, a form to print and send, the agency's codes."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ekrav.audit.models import AuditEvent
from ekrav.kronofogden.by_hand import AlreadySent, NoSuchApplication, enter, note_sent
from ekrav.kronofogden.models import Filer, Incoming, Outgoing
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import agency_scope, tenant_scope
from tests.cast import a_creditor, an_agency, set_today, staff
from tests.kronofogden.given import ASTRID as ACTOR
from tests.kronofogden.given import AT, apply, confirmation, from_authority, outgoing, take
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

FILES = "/handlaggning/kronofogden/"
CODES = f"{FILES}koder/"
BY_HAND = f"{FILES}for-hand/"


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB at an agency that Kronofogden knows, on 12 May 2025."""
    set_today(date(2025, 5, 12))
    an_agency()
    with agency_scope():
        Filer.objects.update(code="EKRA")
    return a_creditor()


@pytest.fixture
def astrid(are_bygg: int, settings: Any) -> Client:
    """The browser of an administrator, where everything goes by hand."""
    settings.KRONOFOGDEN_URL = ""
    staff(ASTRID)
    return logged_in(ASTRID)


def record_address(creditor_id: int) -> str:
    with tenant_scope(creditor_id):
        return f"{BY_HAND}{Outgoing.objects.get().public_id}/"


def test_nothing_has_come_and_nothing_waits(astrid: Client) -> None:
    assert "Ingen fil har skickats eller kommit" in text_of(astrid.get(FILES))
    assert "Inget väntar på att skickas för hand" in text_of(astrid.get(BY_HAND))


def test_a_missing_file_is_an_alarm_that_says_which(astrid: Client, are_bygg: int) -> None:
    reference = apply(are_bygg)
    take(from_authority(3, confirmation(reference, "K-3")))
    page = text_of(astrid.get(FILES))
    assert (
        "2 filer från Kronofogden saknas. Be dem lägga ut löpnummer 1, 2 igen. Filerna efter väntar." in page
    )
    assert "Filer och svar hos Kronofogden att reda ut 2" in text_of(astrid.get("/handlaggning/"))


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "Filen är tom."),
        (b"%PDF", 422, "Filen är avvisad. rad 1: Filen är inte XML i UTF-8."),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(
    astrid: Client, content: bytes, status: int, words: str
) -> None:
    answer = astrid.post(FILES, {"file": SimpleUploadedFile("svar.xml", content)})
    assert (answer.status_code, words in text_of(answer)) == (status, True)


def test_a_file_brought_by_hand_is_read_once(astrid: Client, are_bygg: int) -> None:
    content = from_authority(1, confirmation(apply(are_bygg), "K-1"))
    for words in ("Filen är inläst. Nya uppgifter: 1.", "Filen är redan inläst."):
        answer = astrid.post(FILES, {"file": SimpleUploadedFile("svar.xml", content)}, follow=True)
        assert words in text_of(answer)
    with tenant_scope(are_bygg):
        assert Incoming.objects.count() == 1


def test_a_form_is_printed_sent_and_noted_once(astrid: Client, are_bygg: int) -> None:
    reference = apply(are_bygg)
    assert f"Ansökan om betalningsföreläggande {reference} Åre Bygg AB" in text_of(astrid.get(BY_HAND))
    address = record_address(are_bygg)
    form = astrid.get(f"{address}blankett.pdf")
    assert (form["Content-Type"], form.content[:5]) == ("application/pdf", b"%PDF-")
    sent = {"sent_on": "2025-05-12", "diary_number": "01-999-25"}
    assert "är noterad som skickad." in text_of(astrid.post(address, sent, follow=True))
    again = astrid.post(address, sent)
    assert (again.status_code, "Någon annan har redan noterat" in text_of(again)) == (409, True)
    assert outgoing(are_bygg) == [("A-1", "by_hand", None)]
    with tenant_scope(are_bygg):
        acts = list(AuditEvent.objects.filter(act__startswith="filing").values_list("act", flat=True))
    assert acts == ["filing_opened", "filing_sent_by_hand"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Skriv dagen, till exempel 2026-11-20."),
        ("i går", "Skriv dagen som 2026-11-20."),
        ("2025-05-13", "Dagen har inte varit än."),
        ("2024-05-12", "Dagen är före formulärets egen dag."),
    ],
)
def test_a_day_that_cannot_be_is_refused(astrid: Client, are_bygg: int, typed: str, words: str) -> None:
    apply(are_bygg)
    answer = astrid.post(record_address(are_bygg), {"sent_on": typed})
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert outgoing(are_bygg) == [("A-1", "waiting", None)]


def test_with_a_channel_nothing_stands_in_the_worklist(astrid: Client, are_bygg: int, settings: Any) -> None:
    apply(are_bygg)
    settings.KRONOFOGDEN_URL = "http://127.0.0.1:9/kronofogden"
    assert "Inget väntar" in text_of(astrid.get(BY_HAND))


def test_nobody_opens_the_records_of_a_company_they_are_a_member_of(astrid: Client, are_bygg: int) -> None:
    apply(are_bygg)
    staff(CECILIA)
    cecilia = logged_in(CECILIA)
    assert "Inget väntar" in text_of(cecilia.get(BY_HAND))
    assert cecilia.get(record_address(are_bygg)).status_code == 404
    assert cecilia.get(f"{record_address(are_bygg)}blankett.pdf").status_code == 404


def test_the_codes_are_saved_or_refused_with_a_sentence(astrid: Client) -> None:
    wrong = astrid.post(CODES, {"code": "åäö", "agent_code": ""})
    assert (wrong.status_code, "Skriv två till åtta stora bokstäver" in text_of(wrong)) == (422, True)
    assert "Koderna är sparade." in text_of(
        astrid.post(CODES, {"code": "NORD", "agent_code": "4711"}, follow=True)
    )
    with agency_scope():
        assert Filer.objects.values_list("code", "agent_code").get() == ("NORD", "4711")


def test_an_answer_on_paper_is_entered_once(astrid: Client, are_bygg: int) -> None:
    reference = apply(are_bygg)
    answer = confirmation(reference, "Bekraftelse-01-12345-25")
    assert [enter(answer=answer, by=ACTOR, at=AT) for _ in range(2)] == [True, False]
    with pytest.raises(NoSuchApplication):
        enter(answer=confirmation("99999999 BF", "K-9"), by=ACTOR, at=AT)
    with tenant_scope(are_bygg):
        assert Incoming.objects.values_list("file_number", "entered_by").get() == (None, ACTOR.id)


def test_two_who_note_it_at_once_note_it_once(astrid: Client, are_bygg: int) -> None:
    apply(are_bygg)
    with tenant_scope(are_bygg):
        public_id = Outgoing.objects.get().public_id
    sent: dict[str, Any] = {
        "public_id": public_id,
        "sent_on": date(2025, 5, 12),
        "diary_number": "",
        "by": ACTOR,
        "at": AT,
    }
    note_sent(**sent)
    with pytest.raises(AlreadySent):
        note_sent(**sent)
