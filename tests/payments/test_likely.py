"""What a payment without a usable reference may be for is told with the reasons, and nothing is booked by it."""

from dataclasses import replace

import pytest

from ekrav.bankfiles import ocr
from ekrav.bankfiles.notification import BankTransaction
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.pile import one
from ekrav.payments.receive import receive
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from tests.payments.cast import AT, DAY, Debt, a_debt, agency_book, camt, paid

pytestmark = pytest.mark.django_db(transaction=True)

SLIPS = {
    "wrong": "OCR-numret är ärendets sånär som på en siffra.",
    "swapped": "OCR-numret är ärendets med två siffror omkastade.",
    "missing": "OCR-numret är ärendets men en siffra saknas.",
    "extra": "OCR-numret är ärendets med en siffra för mycket.",
}


def suggested(movement: BankTransaction) -> list[tuple[str, tuple[str, ...]]]:
    """The cases told on the payment's page, each with why."""
    receipt = receive(content=camt(movement), name="f", at=AT)
    assert (receipt.routed, receipt.unmatched) == (0, 1)
    with agency_scope():
        public_id = UnmatchedPayment.objects.get().public_id
    with staff_scope():
        waiting = one(public_id=public_id)
    assert waiting is not None
    assert set(agency_book()) == {"client_funds", "unmatched"}
    return [(suggestion.case_number, suggestion.reasons) for suggestion in waiting.suggestions]


def stranger(reference: str = "", *, text: str = "", amount: str = "10.00") -> BankTransaction:
    """Money from somebody who is called like nobody here."""
    return replace(paid(reference, amount, bank_reference="B1", text=text), payer_name="Cecilia Ek")


def slipped(number: str, slip: str) -> str:
    """The number with that slip of the hand; never a right one."""
    tried = {
        "wrong": (number[:5] + digit + number[6:] for digit in "0123456789"),
        "swapped": (number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(11)),
        "missing": (number[:at] + number[at + 1 :] for at in range(3, 12)),
        "extra": (number[:at] + "7" + number[at:] for at in range(3, 12)),
    }
    return next(one for one in tried[slip] if one != number and not ocr.is_valid(one))


@pytest.mark.parametrize("slip", SLIPS)
def test_an_ocr_with_one_slip_points_at_its_case(anna: Debt, slip: str) -> None:
    found = suggested(stranger(slipped(anna.ocr, slip)))
    assert (anna.case_number, (SLIPS[slip],)) in found


def test_a_slip_is_told_of_in_the_free_text_too(anna: Debt) -> None:
    wrong = slipped(anna.ocr, "wrong")
    found = suggested(stranger(text=f"avser {wrong[:4]} {wrong[4:8]} {wrong[8:]}"))
    assert (anna.case_number, (SLIPS["wrong"],)) in found


def test_an_invoice_number_in_the_text_points_at_its_case(anna: Debt, bo: Debt) -> None:
    assert suggested(stranger(text="Faktura f2, tack")) == [
        (bo.case_number, ("Fakturanumret står i det betalaren skrev.",))
    ]


def test_the_second_of_a_cases_invoice_numbers_points_at_it_too(bo: Debt) -> None:
    both = a_debt(bo.creditor_id, serial=7, label="Didrik Holm", invoices="F7, F77")
    assert suggested(stranger(text="Faktura f77")) == [
        (both.case_number, ("Fakturanumret står i det betalaren skrev.",))
    ]


def test_a_case_number_in_the_text_points_at_its_case(anna: Debt) -> None:
    assert suggested(stranger(text=f"Ärende {anna.case_number}.")) == [
        (anna.case_number, ("Ärendenumret står i det betalaren skrev.",))
    ]


@pytest.mark.parametrize("name", ["Anna Lindqvist", "LINDQVIST, ANNA", "lindqvist anna"])
def test_the_payers_name_points_at_the_debtor(anna: Debt, bo: Debt, name: str) -> None:
    movement = replace(stranger(), payer_name=name)
    assert suggested(movement) == [(anna.case_number, ("Betalaren heter som gäldenären.",))]


def test_the_likeliest_stands_first_and_the_amount_strengthens_it(anna: Debt) -> None:
    other = a_debt(anna.creditor_id, serial=3)
    with tenant_scope(other.creditor_id):
        lines = [debit(Account.CLAIM_CAPITAL, 184200, other.subledger), credit(Account.CLAIMS, 184200)]
        post(key="claim", kind="register", booked_date=DAY, lines=lines)
    found = suggested(replace(stranger(amount="1842.00"), payer_name="Anna Lindqvist"))
    assert found == [
        (
            other.case_number,
            (
                "Betalaren heter som gäldenären.",
                "Beloppet är vad som är kvar av skulden, utan ränta sedan sist.",
            ),
        ),
        (anna.case_number, ("Betalaren heter som gäldenären.",)),
    ]


def test_what_points_at_nothing_suggests_nothing(anna: Debt) -> None:
    assert suggested(stranger("4711", text="tack för hjälpen")) == []
