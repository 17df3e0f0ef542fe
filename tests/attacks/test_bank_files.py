"""Bank files that somebody has worked on: refused with the reason, and nothing of them is booked."""

from datetime import date

import pytest

from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.receive import receive
from tests.cast import set_today
from tests.payments.cast import AT, DAY, Debt, a_creditor, a_debt, agency_with_accounts, book, camt, paid

pytestmark = pytest.mark.django_db(transaction=True)

HONEST = {"account": "53172045", "amount": "100.00", "day": DAY.isoformat()}


@pytest.fixture
def anna() -> Debt:
    set_today(DAY)
    agency_with_accounts()
    return a_debt(a_creditor(), serial=1)


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        *(("amount", amount) for amount in ("-100.00", "NaN", "1e3", "٣٠٠", "0.001", "100,00", "", "9" * 16)),
        *(("day", day) for day in ("0001-01-01", "1900-01-01", "2026-02-30", "9999-12-31", "2026-11-21")),
        ("account", "50501055"),
    ],
)
def test_a_file_with_one_thing_changed_books_nothing(anna: Debt, what: str, instead: str) -> None:
    file = camt(paid(anna.ocr, "100.00", bank_reference="R1")).decode()
    assert HONEST[what] in file
    with pytest.raises(FileRefused):
        receive(content=file.replace(HONEST[what], instead).encode(), name="fil.xml", at=AT)
    assert book(anna.creditor_id) == {}


def test_a_forged_total_and_a_changed_amount_of_a_known_payment_book_nothing(anna: Debt) -> None:
    file = camt(paid(anna.ocr, "100.00", bank_reference="R1")).decode()
    with pytest.raises(FileRefused):
        receive(content=file.replace("100.00", "900.00", 1).encode(), name="fil.xml", at=AT)
    assert receive(content=file.encode(), name="fil.xml", at=AT).routed == 1
    with pytest.raises(FileRefused):
        receive(
            content=file.replace("100.00", "900.00").replace("CAMT-1", "CAMT-2").encode(), name="b.xml", at=AT
        )
    assert book(anna.creditor_id)["client_funds"] == 100_00


def test_every_beginning_of_a_file_is_refused(anna: Debt) -> None:
    file = camt(paid(anna.ocr, "100.00", bank_reference="R1", day=date(2026, 11, 19))).rstrip()
    for length in range(0, len(file), 97):
        with pytest.raises(FileRefused):
            receive(content=file[:length], name="fil.xml", at=AT)
    assert book(anna.creditor_id) == {}
