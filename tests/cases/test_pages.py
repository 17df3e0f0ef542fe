"""Mina sidor as Cecilia uses it: overview, list, case, upload, check, register, a payment she has had."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client

from cases.models import Case, Claim, Draft
from cases.states import State
from ekrav.sandbox.demo_data import DIDRIK, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from tests.cases.given import ANSWERS, upload
from tests.cast import a_case, a_creditor
from tests.pages import fields_of, logged_in, press, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_uploaded_invoice_becomes_a_case_in_three_pages(cecilia: Client, are_bygg: int) -> None:
    check = upload(cecilia)
    page = cecilia.get(check).content.decode()
    assert "Kontrollera fakturan" in page
    assert "1042" in page
    confirm = cecilia.post(check, ANSWERS)
    assert confirm.status_code == 302, confirm.content.decode()
    sure = cecilia.get(confirm.url).content.decode()  # type: ignore[attr-defined]
    assert "Stämmer det här?" in sure
    assert "10 000,00 kr" in sure.replace("\u00a0", " ")
    assert ">60,00<" in sure.replace("\u00a0", " ")
    done = press(cecilia, confirm.url)  # type: ignore[attr-defined]
    assert "är registrerat." in done.content.decode()
    assert "Påminnelsen skickas tisdag 13 oktober." in done.content.decode()
    with tenant_scope(are_bygg):
        case = Case.objects.get()
        assert (case.state, case.next_date) == (State.REGISTERED, date(2026, 10, 13))
        assert Claim.objects.get().capital_ore == 1_000_000


def test_registering_twice_gives_one_case(cecilia: Client, are_bygg: int) -> None:
    check = upload(cecilia)
    confirm = cecilia.post(check, ANSWERS).url  # type: ignore[attr-defined]
    form = fields_of(cecilia.get(confirm))
    first, again = cecilia.post(confirm, form), cecilia.post(confirm, form)
    assert first["Location"] == again["Location"]
    assert first["Location"].startswith("/arenden/")
    with tenant_scope(are_bygg):
        assert Case.objects.count() == 1


def test_the_same_invoice_again_is_shown_before_it_is_registered(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    check = upload(cecilia)
    answer = cecilia.post(check, ANSWERS)
    assert answer.status_code == 400
    assert f"ärende {case.number}" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen är tom"),
        (b"hello", "Filen måste vara en faktura"),
        (b"%PDF-1.7 broken", "trasig"),
    ],
)
def test_a_file_that_is_no_invoice_gets_one_sentence_and_nothing_is_kept(
    cecilia: Client, are_bygg: int, content: bytes, words: str
) -> None:
    file = BytesIO(content)
    file.name = "x.pdf"
    answer = cecilia.post("/arenden/nytt/", {"invoice": file})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    with tenant_scope(are_bygg):
        assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"due_date": "2026-10-30"}, "förfaller"),
        ({"postcode": "0150"}, "Postnumret har fem siffror"),
        ({"debtor_number": "19950509-2389"}, "Personnumret stämmer inte"),
        ({"kind": "credit"}, "Vi tar inte emot krediter"),
        ({"amount": "0"}, "noll"),
        ({"due_agreed": ""}, "Svara om ni var överens om betalningstiden"),
    ],
)
def test_what_cannot_be_claimed_is_refused_in_words(
    cecilia: Client, are_bygg: int, changed: dict[str, str], words: str
) -> None:
    answer = cecilia.post(upload(cecilia), {**ANSWERS, **changed})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    with tenant_scope(are_bygg):
        assert Case.objects.count() == 0


def test_the_case_page_says_what_is_left_and_what_comes(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    page = cecilia.get(f"/arenden/{case.number}/").content.decode().replace("\u00a0", " ")
    # 12 days: 10 000 × 10 % × 12 / 365 = 32.876…
    assert "10 032,88" in page
    assert "Påminnelse tisdag 13 oktober" in page


def test_the_whole_paid_directly_closes_the_case(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    form = {"key": "6d0bd1b8-2f7c-4b39-8f7e-1b4c8a0ad4f3", "amount": "10 032,88", "paid_on": "2026-10-12"}
    for _ in range(2):
        assert cecilia.post(f"/arenden/{case.number}/betalning/", form).status_code == 302
    with tenant_scope(are_bygg):
        case.refresh_from_db()
        assert case.state == State.PAID
        assert case.direct_payments.count() == 1


def test_a_part_paid_directly_leaves_the_rest(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    form = {"key": "6d0bd1b8-2f7c-4b39-8f7e-1b4c8a0ad4f3", "amount": "4 032,88", "paid_on": "2026-10-12"}
    page = cecilia.post(f"/arenden/{case.number}/betalning/", form, follow=True)
    assert "6 000" in page.content.decode().replace("\u00a0", " ")


def test_too_much_is_refused_in_words(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    form = {"key": "6d0bd1b8-2f7c-4b39-8f7e-1b4c8a0ad4f3", "amount": "10 032,89", "paid_on": "2026-10-12"}
    answer = cecilia.post(f"/arenden/{case.number}/betalning/", form)
    assert answer.status_code == 400
    assert "större än hela skulden" in answer.content.decode()


def test_another_companys_case_is_not_there(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    a_creditor(DUVEDS_EL)
    didrik = logged_in(DIDRIK)
    for path in (
        f"/arenden/{case.number}/",
        f"/arenden/{case.number}/betalning/",
        f"/arenden/{case.number}/brev/1/",
    ):
        assert didrik.get(path).status_code == 404
    assert case.number not in didrik.get("/arenden/?vy=alla").content.decode()
    assert didrik.get(f"/arenden/?q={case.number}").content.decode().count("Anna Lindqvist") == 0


def test_overview_and_list_need_a_fixed_number_of_queries(
    cecilia: Client, are_bygg: int, django_assert_max_num_queries: object
) -> None:
    for index in range(12):
        a_case(are_bygg, invoice_number=f"2{index:03}")
    for path in ("/oversikt/", "/arenden/"):
        with django_assert_max_num_queries(40):  # type: ignore[operator]
            assert cecilia.get(path).status_code == 200


@pytest.mark.parametrize("query", ["sida=²", "sida=99999999999999999999999", "q=a%26b&sida=2"])
def test_nonsense_in_the_lists_address_is_no_error(cecilia: Client, are_bygg: int, query: str) -> None:
    assert cecilia.get(f"/arenden/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("behover-dig", "Inga ärenden behöver dig just nu Nästa händelse: tisdag 13 oktober, en påminnelse"),
        ("avslutade", "Inga ärenden är avslutade än"),
    ],
)
def test_an_empty_list_says_what_comes_next(cecilia: Client, are_bygg: int, view: str, words: str) -> None:
    a_case(are_bygg)
    assert words in text_of(cecilia.get(f"/arenden/?vy={view}"))
