"""Money on the case of somebody else than its payer: the names stand beside each other, and it is confirmed twice.

Bengt Persson has paid 1 842,00 without a reference. Bertil means to place it on Anna Lindqvist's case.
"""

from dataclasses import replace
from datetime import date

import pytest

from ekrav.payments.likely import called_alike
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import agency_scope
from tests.cast import a_creditor, an_agency, set_today, staff
from tests.pages import logged_in
from tests.payments.cast import AT, Debt, a_debt, agency_book, camt, case_book, paid
from tests.payments.test_placing_pages import words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna() -> Debt:
    """Anna's debt, and Bertil at the agency."""
    set_today(date(2026, 11, 20))
    an_agency()
    staff(BERTIL)
    return a_debt(a_creditor(), serial=1)


def waits(payer: str) -> str:
    """The address of 1 842,00 from that payer."""
    money = replace(paid("", "1842.00", bank_reference="B1"), payer_name=payer)
    receive(content=camt(money), name="camt-1.xml", at=AT)
    with agency_scope():
        return f"/handlaggning/oplacerade/{UnmatchedPayment.objects.get().public_id}/"


def test_on_anothers_case_it_is_placed_when_somebody_has_said_so_twice(anna: Debt) -> None:
    page, bertil = waits("Bengt Persson"), logged_in(BERTIL)
    found = words(bertil.post(page, {"number": anna.case_number}))
    assert "Betalaren heter Bengt Persson, gäldenären Anna Lindqvist." in found
    asked = bertil.post(page + "placera/", {"ocr": anna.ocr})
    assert (asked.status_code, "Bengt Persson har betalat. Ärendet är Anna Lindqvists." in words(asked)) == (
        200,
        True,
    )
    assert (agency_book(), case_book(anna)) == ({"client_funds": 184200, "unmatched": -184200}, {})
    assert bertil.post(page + "placera/", {"ocr": anna.ocr, "annan": "ja"}).status_code == 302
    assert case_book(anna) == {"payments_to_apply": -184200}


@pytest.mark.parametrize("payer", ["LINDQVIST ANNA", "Anna Maria Lindqvist", ""])
def test_on_the_payers_own_case_or_when_no_name_is_known_once_is_enough(anna: Debt, payer: str) -> None:
    page, bertil = waits(payer), logged_in(BERTIL)
    assert bertil.post(page + "placera/", {"ocr": anna.ocr}).status_code == 302
    assert case_book(anna) == {"payments_to_apply": -184200}


@pytest.mark.parametrize(
    ("payer", "debtor", "alike"),
    [
        ("ÅRE BYGG", "Åre Bygg AB", True),
        ("Lindqvist, Anna", "Anna Lindqvist", True),
        ("Anna Lindkvist", "Anna Lindqvist", False),
        ("Bygg AB", "Krokoms El AB", False),
        ("AB", "Anna Lindqvist", True),
    ],
)
def test_a_name_is_the_same_whatever_the_order_of_its_words(payer: str, debtor: str, alike: bool) -> None:
    assert called_alike(payer, debtor) is alike
