"""Handläggning as Bertil uses it: a payment split by hand, money owed back, the payer's word."""

from datetime import date

import pytest
from django.test import Client

from ekrav.look.figures import in_fours
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import agency_scope
from tests.cast import a_creditor, an_agency, set_today, staff
from tests.pages import logged_in
from tests.payments.cast import AT, Debt, a_debt, agency_book, camt, case_book, paid

pytestmark = pytest.mark.django_db(transaction=True)


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


@pytest.fixture
def page(anna: Debt) -> str:
    """The address of 1 842,00 kr that nobody could place, from somebody called like Anna."""
    receive(content=camt(paid("", "1842.00", bank_reference="B1")), name="camt-1.xml", at=AT)
    with agency_scope():
        return f"/handlaggning/oplacerade/{UnmatchedPayment.objects.get().public_id}/"


def fours(debt: Debt) -> str:
    """The case's number as it is said, with an ordinary space."""
    return in_fours(debt.case_number).replace("\xa0", " ")


def words(answer: object) -> str:
    """The page, with ordinary spaces."""
    return str(answer.content.decode()).replace("\xa0", " ")  # type: ignore[attr-defined]


def test_the_payments_page_tells_why_it_may_be_that_case(bertil: Client, page: str) -> None:
    assert "<li>Betalaren heter som gäldenären.</li>" in words(bertil.get(page))


def test_bertil_splits_a_payment(bertil: Client, page: str, anna: Debt) -> None:
    other = a_debt(anna.creditor_id, serial=2)
    assert "Delarna ska tillsammans vara 1 842,00 kr" in words(bertil.get(page + "dela/"))
    told = {"number_1": anna.ocr, "amount_1": "1 000", "number_2": other.case_number, "amount_2": "842,00"}
    answer = bertil.post(page + "dela/", told, follow=True)
    assert f"Betalningen är delad på 2 ärenden: {fours(anna)}, {fours(other)}." in words(answer)
    assert (case_book(anna), case_book(other)) == (
        {"payments_to_apply": -100000},
        {"payments_to_apply": -84200},
    )
    assert bertil.get(page + "dela/").status_code == 302


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (
            {"number_2": "OCR", "amount_2": "841,99"},
            "Delarna är 1 841,99 kr tillsammans men betalningen är 1 842,00 kr",
        ),
        ({"number_2": "4711", "amount_2": "842"}, "Inget ärende har numret 4711"),
        ({"number_2": "OCR", "amount_2": "mycket"}, "Skriv beloppet i kronor och öre"),
        ({"number_2": "", "amount_2": "842"}, "Skriv ett OCR-nummer eller ett ärendenummer"),
        ({}, "Skriv ett OCR-nummer eller ett ärendenummer"),
    ],
)
def test_what_is_wrong_with_a_split_is_told_and_nothing_is_placed(
    bertil: Client, page: str, anna: Debt, second: dict[str, str], said: str
) -> None:
    other = a_debt(anna.creditor_id, serial=2)
    second = {name: other.ocr if value == "OCR" else value for name, value in second.items()}
    answer = bertil.post(page + "dela/", {"number_1": anna.ocr, "amount_1": "1000", **second})
    assert answer.status_code == 422
    assert said in words(answer)
    assert agency_book() == {"client_funds": 184200, "unmatched": -184200}


def test_money_is_used_on_another_debt_only_on_the_payers_word(bertil: Client, page: str, anna: Debt) -> None:
    told = {"number": anna.ocr, "how": "phone", "said_on": "2026-11-20", "said": ""}
    refused = bertil.post(page + "annan-skuld/", told)
    assert refused.status_code == 422
    assert "Utan betalarens ord går pengarna tillbaka" in words(refused)
    answer = bertil.post(page + "annan-skuld/", told | {"said": "Ta det på min räkning."}, follow=True)
    assert f"1 842,00 kr är placerade på ärende {fours(anna)}, som betalaren har bett om." in words(answer)
    assert case_book(anna) == {"payments_to_apply": -184200}
    assert bertil.get(page + "annan-skuld/").status_code == 302


def test_old_money_of_others_stands_on_the_worklist(bertil: Client, page: str) -> None:
    set_today(date(2026, 12, 5))
    desk = words(logged_in(BERTIL).get("/handlaggning/"))
    assert "Oplacerade som har legat för länge" in desk
    assert "Att återbetala som har legat för länge" in desk
