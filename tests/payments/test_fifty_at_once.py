"""Fifty connections import the same bank file: the effect of one, twenty rounds. Files that overlap never lock up."""

import random
from datetime import datetime, timedelta
from functools import partial

import pytest

from ekrav.ledger.models import Account
from ekrav.payments.models import BankEntry, BankFile, Payment
from ekrav.payments.receive import Receipt, receive
from ekrav.tenancy import agency_scope, tenant_scope
from tests.payments.cast import AT, Debt, camt, case_book, on_the_bank, paid
from tests.payments.crowd import crowd, kinds

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 20


def read(content: bytes, who: int) -> Receipt:
    """One of the crowd brings the file."""
    return receive(content=content, name=f"camt-{who}.xml", at=AT)


def test_fifty_who_import_the_same_file_book_it_once_twenty_rounds(anna: Debt, bo: Debt) -> None:
    with crowd() as people:
        for number in range(ROUNDS):
            content = camt(
                paid(anna.ocr, "100.00", bank_reference=f"{number}A"),
                paid(bo.ocr, "50.00", bank_reference=f"{number}B"),
                paid("", "1.00", bank_reference=f"{number}C"),
                message_id=f"CAMT-{number}",
            )
            outcomes = people.rush(partial(read, content))
            assert kinds(outcomes) == {"AlreadyRead": people.size - 1, "Receipt": 1}
            assert on_the_bank([anna.creditor_id, bo.creditor_id]) == (number + 1) * 151_00
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -ROUNDS * 100_00}
    assert case_book(bo) == {Account.PAYMENTS_TO_APPLY: -ROUNDS * 50_00}
    with agency_scope():
        assert (BankFile.objects.count(), BankEntry.objects.count()) == (ROUNDS, 3 * ROUNDS)
    with tenant_scope(anna.creditor_id):
        assert Payment.objects.count() == ROUNDS


def test_fifty_files_that_overlap_in_any_order_book_each_payment_once(anna: Debt, bo: Debt) -> None:
    movements = [paid((anna, bo)[n % 2].ocr, "10.00", bank_reference=f"B{n}") for n in range(40)]
    dice = random.Random(4711)
    files = [camt(*dice.sample(movements, 30), message_id=f"CAMT-{n}") for n in range(50)]
    told = {movement.bank_reference for movement in movements}
    with crowd() as people:
        outcomes = people.rush(lambda who: read(files[who], who))
    assert kinds(outcomes) == {"Receipt": 50}
    assert on_the_bank([anna.creditor_id, bo.creditor_id]) == len(told) * 10_00


def test_fifty_who_retry_a_refused_file_read_it_once(anna: Debt) -> None:
    early = AT - timedelta(days=1)
    content = camt(paid(anna.ocr, "100.00", bank_reference="B1"))

    def retry(at: datetime) -> Receipt:
        return receive(content=content, name="f", at=at)

    with crowd() as people:
        assert kinds(people.rush(lambda _: retry(early))) == {"FileRefused": 50}
        assert kinds(people.rush(lambda _: retry(AT))) == {
            "AlreadyRead": 49,
            "Receipt": 1,
        }
    assert on_the_bank([anna.creditor_id]) == 100_00
