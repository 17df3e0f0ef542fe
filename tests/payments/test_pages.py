"""Handläggning as Bertil uses it: the pile, one payment, what goes back, the bank's files."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ekrav.agency.models import StaffMember
from ekrav.bankfiles.refusal import FileRefused
from ekrav.look.figures import in_fours
from ekrav.payments.models import BankFile, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA
from ekrav.tenancy import agency_scope
from tests.cast import a_creditor, an_agency, set_today, staff
from tests.pages import logged_in
from tests.payments.cast import AT, Debt, a_debt, agency_book, camt, case_book, paid

pytestmark = pytest.mark.django_db(transaction=True)

PILE = "/handlaggning/oplacerade/"
FILES = "/handlaggning/bankfiler/"


@pytest.fixture
def anna() -> Debt:
    """Anna's debt to Åre Bygg AB, on 20 November 2026."""
    set_today(date(2026, 11, 20))
    an_agency()
    return a_debt(a_creditor(), serial=1)


@pytest.fixture
def bertil(anna: Debt) -> Client:
    """The browser of somebody in finance."""
    staff(BERTIL)
    return logged_in(BERTIL)


def on_the_pile(reference: str = "", *, text: str = "") -> str:
    """A payment nobody could place; the address of its page."""
    receive(
        content=camt(paid(reference, "1842.00", bank_reference="B1", text=text)), name="camt-1.xml", at=AT
    )
    with agency_scope():
        return f"{PILE}{UnmatchedPayment.objects.get().public_id}/"


def upload(browser: Client, content: bytes, name: str = "camt-1.xml") -> tuple[int, str]:
    """Bring a file by hand; status and page, after a redirect."""
    answer = browser.post(FILES, {"file": SimpleUploadedFile(name, content)}, follow=True)
    return answer.status_code, answer.content.decode().replace("\xa0", " ")


def test_an_empty_pile_says_so(bertil: Client) -> None:
    assert "Ingen betalning väntar" in bertil.get(PILE).content.decode()


def test_the_pile_shows_why_and_which_case_it_may_be(bertil: Client, anna: Debt) -> None:
    on_the_pile(text=f"avser {anna.ocr}")
    page = bertil.get(PILE).content.decode()
    assert "Betalningen saknar OCR-nummer. I texten står" in page
    assert f"Kan vara ärende {in_fours(anna.case_number)}, Anna Lindqvist" in page
    assert "1\xa0842,00" in page


def test_a_suggestion_is_placed_with_one_press(bertil: Client, anna: Debt) -> None:
    page = on_the_pile(text=f"avser {anna.ocr}")
    assert f"på ärende {in_fours(anna.case_number)}" in bertil.get(page).content.decode()
    answer = bertil.post(page + "placera/", {"ocr": anna.ocr}, follow=True)
    assert "1 842,00 kr är placerade på ärende" in answer.content.decode().replace("\xa0", " ")
    assert case_book(anna) == {"payments_to_apply": -1_842_00}
    assert "Placerad på ett ärende" in bertil.get(page).content.decode()
    assert "Bertil Falk" in bertil.get(PILE + "?vy=placerade").content.decode()


@pytest.mark.parametrize("typed", ["ocr", "case_number"])
def test_a_typed_number_is_looked_up_and_booked_only_by_the_next_press(
    bertil: Client, anna: Debt, typed: str
) -> None:
    page = on_the_pile()
    found = bertil.post(page, {"number": getattr(anna, typed)})
    assert found.status_code == 200
    assert "Ärendet du sökte" in found.content.decode()
    assert "skyldig Åre Bygg AB" in found.content.decode()
    assert agency_book() == {"client_funds": 1_842_00, "unmatched": -1_842_00}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Skriv ett OCR-nummer eller ett ärendenummer."),
        ("4711", "Inget ärende har det numret."),
        ("Anna", "Skriv bara siffror"),
        ("٣٠٠", "Skriv bara siffror"),
    ],
)
def test_a_number_of_no_case_is_told_in_a_sentence(bertil: Client, typed: str, told: str) -> None:
    page = on_the_pile()
    for answer in (bertil.post(page, {"number": typed}), bertil.post(page + "placera/", {"ocr": typed})):
        assert answer.status_code == 422
        assert told in answer.content.decode()


def test_whoever_comes_second_is_told_who_was_first(bertil: Client, anna: Debt) -> None:
    page = on_the_pile()
    bertil.post(page + "placera/", {"ocr": anna.ocr})
    for late in (bertil.post(page + "placera/", {"ocr": anna.ocr}), bertil.post(page + "aterbetala/")):
        assert late.status_code == 409
        assert "Bertil Falk placerade betalningen" in late.content.decode()
    assert bertil.get(page + "aterbetala/").status_code == 302


def test_money_goes_back_after_a_question(bertil: Client) -> None:
    page = on_the_pile()
    asked = bertil.get(page + "aterbetala/").content.decode()
    assert "betalas tillbaka?" in asked
    assert agency_book() == {"client_funds": 1_842_00, "unmatched": -1_842_00}
    bertil.post(page + "aterbetala/")
    assert agency_book() == {"client_funds": 1_842_00, "owed_to_payer": -1_842_00}
    assert "Det sköts under Återbetalningar" in bertil.get(PILE + "?vy=aterbetala").content.decode()


def test_a_file_brought_by_hand_is_read_and_the_page_says_what_it_did(bertil: Client, anna: Debt) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1"), paid("", "5.00", bank_reference="B2"))
    status, page = upload(bertil, content)
    assert status == 200
    assert (
        "camt-1.xml är inläst: 1 betalning på sitt ärende, 1 oplacerad. In: 1 847,00 kr, ut: 0,00 kr." in page
    )
    assert case_book(anna) == {"payments_to_apply": -1_842_00}
    status, page = upload(bertil, content, "other.xml")
    assert status == 409
    assert "Filen är redan inläst" in page
    assert "som camt-1.xml. Inget är bokfört en gång till." in page


def test_a_file_that_is_not_right_is_refused_with_a_sentence_and_stays_on_the_list(
    bertil: Client, anna: Debt
) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1")).replace(b"<Sum>1842.00", b"<Sum>1842.01")
    status, page = upload(bertil, content)
    assert status == 422
    assert "Filen är avvisad och inget är bokfört. Slutsumman: Banken skriver 1 842,01 kr" in page
    assert "Avvisad" in bertil.get(FILES).content.decode()
    assert case_book(anna) == {}


def test_no_file_and_an_empty_file_are_told_in_the_form(bertil: Client) -> None:
    assert "Välj en fil." in bertil.post(FILES).content.decode()
    status, page = upload(bertil, b"")
    assert status == 422
    assert "Filen är tom." in page
    with agency_scope():
        assert not BankFile.objects.exists()


def test_the_pages_are_for_finance_and_administrators_only(bertil: Client, anna: Debt) -> None:
    page = on_the_pile()
    staff(ASTRID)
    with agency_scope():
        StaffMember.objects.filter(name=ASTRID.name).update(roles=["handler"])
    for browser in (logged_in(ASTRID), logged_in(CECILIA)):
        for address in (PILE, page, page + "aterbetala/", FILES):
            assert browser.get(address).status_code == 404
        for address in (page + "placera/", page + "aterbetala/", FILES):
            assert browser.post(address, {"ocr": anna.ocr}).status_code == 404
    assert agency_book() == {"client_funds": 1_842_00, "unmatched": -1_842_00}
    assert Client().get(PILE).status_code == 302


def test_a_payment_that_does_not_exist_is_a_404(bertil: Client) -> None:
    nobody = f"{PILE}00000000-0000-4000-8000-000000000000/"
    assert bertil.get(nobody).status_code == 404
    assert bertil.post(nobody + "placera/", {"ocr": "1"}).status_code == 404
    assert bertil.post(nobody + "aterbetala/").status_code == 404
    assert bertil.get(PILE + "?vy=allt").status_code == 404
    assert bertil.get(PILE + "?sida=999999").status_code == 200


def refused_on_the_desk(browser: Client) -> bool:
    desk = browser.get("/handlaggning/").content.decode()
    return 'Bankfiler som inte kunde läsas</a></th><td class="num">1<' in desk


def test_a_file_of_the_banks_that_was_refused_waits_until_somebody_has_seen_to_it(bertil: Client) -> None:
    with pytest.raises(FileRefused):
        receive(content=b"<half", name="camt-2.xml", at=AT)
    assert refused_on_the_desk(bertil)
    with agency_scope():
        file = BankFile.objects.get().public_id
    page = f"{FILES}{file}/utredd/"
    assert ">Utredd<" in bertil.get(FILES).content.decode()
    said = [bertil.post(page, follow=True).content.decode() for _ in range(2)]
    assert ["Filen är utredd." in said[0], "Någon har redan utrett filen." in said[1]] == [True, True]
    assert not refused_on_the_desk(bertil)
    # The bank leaves it once more, as bad as before: somebody has to look again.
    with pytest.raises(FileRefused):
        receive(content=b"<half", name="camt-2.xml", at=AT)
    assert refused_on_the_desk(bertil)


def test_whoever_brings_a_file_that_is_refused_is_told_and_nobody_else_has_to_see_to_it(
    bertil: Client,
) -> None:
    status, page = upload(bertil, b"PK a document", "avtal.docx")
    assert (status, "Filen är avvisad och inget är bokfört." in page) == (422, True)
    assert not refused_on_the_desk(bertil)
