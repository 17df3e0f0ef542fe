"""A file from the bank becomes money in the books: whole, once, and in the right book."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest

from ekrav.audit.models import AuditEvent
from ekrav.bankfiles import camt054
from ekrav.bankfiles.notification import Direction
from ekrav.bankfiles.refusal import FileRefused
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments import receive as reading
from ekrav.payments.debits import debits_taken_back, debits_to_settle
from ekrav.payments.keep import AlreadyRead
from ekrav.payments.models import BankEntry, BankFile, PayerDetail, Payment
from ekrav.payments.receive import receive
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope
from tests.payments.cast import (
    AT,
    DAY,
    Debt,
    agency_book,
    book,
    camt,
    camt_of_one,
    case_book,
    drawn,
    on_the_bank,
    paid,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("version", ["02", "08"])
def test_anna_pays_her_ocr_and_the_money_stands_on_her_case(anna: Debt, version: Literal["02", "08"]) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1"), version=version)
    receipt = receive(content=content, name="in/camt-1.xml", at=AT)
    assert (receipt.routed, receipt.routed_ore, receipt.unmatched, receipt.known) == (1, 1_842_00, 0, 0)
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -1_842_00}
    assert book(anna.creditor_id) == {"client_funds": 1_842_00, "payments_to_apply": -1_842_00}
    assert agency_book() == {}
    with tenant_scope(anna.creditor_id):
        payment = Payment.objects.select_related("reference").get()
    assert (payment.reference.ocr, payment.amount_ore, payment.booked_date) == (anna.ocr, 1_842_00, DAY)
    assert payment.applied_at is None


def test_the_bytes_are_kept_whole_under_their_hash(anna: Debt) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1"))
    receipt = receive(content=content, name="C:\\bank\\camt-1.xml", at=AT)
    with agency_scope():
        file = BankFile.objects.get(pk=receipt.file_id)
        payer = PayerDetail.objects.get()
        assert file.content == content
    assert (file.name, file.format, file.message_id) == ("camt-1.xml", "camt.054.001.08", "CAMT-1")
    assert (file.entry_count, file.credit_ore, file.debit_ore, file.outcome) == (1, 1_842_00, 0, "read")
    assert payer.name == "Anna Lindqvist"


def test_an_ocr_with_spaces_between_its_digits_is_the_same_ocr(anna: Debt) -> None:
    spaced = f"{anna.ocr[:4]} {anna.ocr[4:8]} {anna.ocr[8:]}"
    assert receive(content=camt(paid(spaced, "10.00", bank_reference="B1")), name="f", at=AT).routed == 1


def test_twin_payments_with_the_banks_own_references_are_two(anna: Debt) -> None:
    twins = camt(paid(anna.ocr, "500.00", bank_reference="B1"), paid(anna.ocr, "500.00", bank_reference="B2"))
    assert receive(content=twins, name="f", at=AT).routed == 2
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -1_000_00}


def test_one_file_pays_two_creditors_and_each_sees_its_own(anna: Debt, bo: Debt) -> None:
    content = camt(
        paid(anna.ocr, "1842.00", bank_reference="B1"),
        paid(bo.ocr, "300.00", bank_reference="B2"),
        paid("", "25.50", bank_reference="B3"),
    )
    receipt = receive(content=content, name="f", at=AT)
    assert (receipt.routed, receipt.unmatched, receipt.unmatched_ore) == (2, 1, 25_50)
    assert book(anna.creditor_id) == {"client_funds": 1_842_00, "payments_to_apply": -1_842_00}
    assert book(bo.creditor_id) == {"client_funds": 300_00, "payments_to_apply": -300_00}
    assert agency_book() == {"client_funds": 25_50, "unmatched": -25_50}
    assert on_the_bank([anna.creditor_id, bo.creditor_id]) == 2_167_50
    with agency_scope():
        assert list(BankEntry.objects.order_by("ordinal").values_list("creditor_id", flat=True)) == [
            anna.creditor_id,
            bo.creditor_id,
            None,
        ]
    with tenant_scope(bo.creditor_id):
        assert [payment.amount_ore for payment in Payment.objects.all()] == [300_00]


def test_the_router_sees_that_payments_wait_to_be_applied_and_nothing_more(anna: Debt) -> None:
    receive(content=camt(paid(anna.ocr, "10.00", bank_reference="B1")), name="f", at=AT)
    with routing_scope():
        waiting = Payment.objects.filter(applied_at__isnull=True).values_list("creditor_id", flat=True)
        assert list(waiting) == [anna.creditor_id]


@pytest.mark.parametrize("name", ["camt-1.xml", "another name.xml"])
def test_the_same_file_again_is_already_read_and_books_nothing(anna: Debt, name: str) -> None:
    content = camt(paid(anna.ocr, "1842.00", bank_reference="B1"))
    first = receive(content=content, name="camt-1.xml", at=AT)
    with pytest.raises(AlreadyRead) as told:
        receive(content=content, name=name, at=AT + timedelta(days=3))
    assert (told.value.at, told.value.name, told.value.file_id) == (AT, "camt-1.xml", first.file_id)
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -1_842_00}
    with agency_scope():
        assert BankFile.objects.count() == 1
        acts = AuditEvent.objects.filter(object_kind="bankfile").order_by("id").values_list("act", flat=True)
        assert list(acts) == ["bank_file_read", "bank_file_already_read"]


def test_the_same_payments_in_other_bytes_are_known_and_booked_once(anna: Debt) -> None:
    movements = [paid(anna.ocr, "1842.00", bank_reference="B1"), paid("", "5.00", bank_reference="B2")]
    receive(content=camt(*movements), name="f", at=AT)
    again = receive(content=camt(*movements, message_id="CAMT-2"), name="g", at=AT)
    assert (again.routed, again.unmatched, again.known) == (0, 0, 2)
    assert on_the_bank([anna.creditor_id]) == 1_847_00


def test_overlapping_files_book_what_is_new(anna: Debt) -> None:
    first, second, third = (paid(anna.ocr, "100.00", bank_reference=f"B{number}") for number in (1, 2, 3))
    receive(content=camt(first, second), name="f", at=AT)
    receipt = receive(content=camt(second, third, message_id="CAMT-2"), name="g", at=AT)
    assert (receipt.routed, receipt.known) == (1, 1)
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -300_00}


def test_a_payment_without_any_bank_reference_is_known_by_its_place(anna: Debt) -> None:
    twins = camt(paid(anna.ocr, "500.00", bank_reference=""), paid(anna.ocr, "500.00", bank_reference=""))
    assert receive(content=twins, name="f", at=AT).routed == 2
    with pytest.raises(AlreadyRead) as told:
        receive(content=twins + b"\n", name="g", at=AT)
    assert (told.value.name, told.value.at) == ("f", AT)
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -1_000_00}


def test_a_payment_over_two_cases_is_two_parts_of_one_bank_reference(anna: Debt, bo: Debt) -> None:
    half = paid(anna.ocr, "600.00", bank_reference="B1")
    other_half = replace(half, references=(bo.ocr,), amount=kronor("400.00"), part=2)
    parts = camt_of_one(replace(half, part=1), other_half)
    receipt = receive(content=parts, name="f", at=AT)
    assert receipt.routed == 2
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -600_00}
    assert case_book(bo) == {Account.PAYMENTS_TO_APPLY: -400_00}


def test_money_out_is_kept_for_the_payouts_and_not_booked(anna: Debt) -> None:
    content = camt(
        paid(anna.ocr, "1842.00", bank_reference="B1"), drawn("P-2026-47-1", "1542.00", bank_reference="B2")
    )
    receipt = receive(content=content, name="f", at=AT)
    assert (receipt.routed, receipt.debits, receipt.debits_ore) == (1, 1, 1_542_00)
    assert on_the_bank([anna.creditor_id]) == 1_842_00
    with agency_scope():
        debit = debits_to_settle().get()
        assert PayerDetail.objects.count() == 1
    assert (debit.end_to_end_id, debit.amount_ore, debit.booked_date) == ("P-2026-47-1", 1_542_00, DAY)


def test_what_the_bank_takes_back_is_neither_a_payout_nor_a_payment(anna: Debt) -> None:
    content = camt(
        replace(drawn("", "1842.00", bank_reference="B1"), reversal=True),
        replace(paid(anna.ocr, "99.00", bank_reference="B2"), reversal=True),
    )
    receipt = receive(content=content, name="f", at=AT)
    assert (receipt.routed, receipt.unmatched, receipt.debits) == (0, 1, 1)
    with agency_scope():
        assert not debits_to_settle().exists()
        assert debits_taken_back().get().amount_ore == 1_842_00


def test_a_large_file_is_posted_in_several_statements_and_one_transaction(anna: Debt) -> None:
    many = [paid(anna.ocr, "1.00", bank_reference=f"B{number}") for number in range(1_200)]
    assert receive(content=camt(*many), name="f", at=AT).routed == 1_200
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -1_200_00}


@pytest.mark.drill
def test_twenty_thousand_payments_in_one_file(anna: Debt, bo: Debt) -> None:
    both = (anna, bo)
    many = [paid(both[number % 2].ocr, "1.00", bank_reference=f"B{number}") for number in range(20_000)]
    assert receive(content=camt(*many), name="f", at=AT).routed == 20_000
    assert on_the_bank([anna.creditor_id, bo.creditor_id]) == 20_000_00


def test_directions_are_the_same_words_here_and_in_the_format() -> None:
    assert [direction.value for direction in BankEntry.Direction] == [
        direction.value for direction in Direction
    ]


@pytest.fixture(params=[0, 16_000])
def in_parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every entry of a file is a part of its own; each is booked at once, or all of them at the end."""
    monkeypatch.setattr(camt054.parts, "__kwdefaults__", {"at_a_time": 1})
    monkeypatch.setattr(reading, "_GATHERED", request.param)


@pytest.mark.usefixtures("in_parts")
def test_a_file_read_in_many_parts_is_booked_whole_and_its_numbers_once(anna: Debt, bo: Debt) -> None:
    content = camt(
        paid(anna.ocr, "1842.00", bank_reference="B1"),
        paid(bo.ocr, "300.00", bank_reference="B2"),
        paid("", "25.50", bank_reference="B3"),
        drawn("X", "10.00", bank_reference="B4"),
    )
    receipt = receive(content=content, name="f", at=AT)
    assert (receipt.routed_ore, receipt.unmatched_ore, receipt.debits_ore) == (2_142_00, 25_50, 10_00)
    assert on_the_bank([anna.creditor_id, bo.creditor_id]) == 2_167_50
    with agency_scope():
        file = BankFile.objects.get()
        assert list(BankEntry.objects.order_by("id").values_list("ordinal", flat=True)) == [1, 2, 3, 4]
    assert (file.entry_count, file.credit_ore, file.debit_ore, file.message_id) == (
        4,
        2_167_50,
        10_00,
        "CAMT-1",
    )
    with pytest.raises(AlreadyRead):
        receive(content=content + b"\n", name="g", at=AT)


@pytest.mark.usefixtures("in_parts")
def test_a_reference_that_two_parts_share_undoes_what_was_booked_of_the_first(anna: Debt) -> None:
    one = paid(anna.ocr, "100.00", bank_reference="B1")
    with pytest.raises(FileRefused, match="samma referens på två poster") as refused:
        receive(content=camt(one, one), name="f", at=AT)
    assert refused.value.position == "betalning 2"
    assert on_the_bank([anna.creditor_id]) == 0
    with agency_scope():
        assert not BankEntry.objects.exists()
        assert BankFile.objects.get().outcome == BankFile.Outcome.REFUSED


@pytest.mark.usefixtures("in_parts")
def test_a_sum_that_is_wrong_at_the_end_undoes_what_was_booked_before(anna: Debt) -> None:
    payments = [paid(anna.ocr, "100.00", bank_reference=f"B{number}") for number in (1, 2, 3)]
    forged = camt(*payments).replace(b"<Sum>300.00</Sum>", b"<Sum>300.01</Sum>")
    with pytest.raises(FileRefused, match="300,01"):
        receive(content=forged, name="f", at=AT)
    assert on_the_bank([anna.creditor_id]) == 0
