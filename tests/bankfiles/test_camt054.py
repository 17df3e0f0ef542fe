"""What is read of a camt.054: one small true file per situation."""

from datetime import date, datetime, timedelta, timezone

import pytest

from ekrav.bankfiles import camt054
from ekrav.bankfiles.accounts import Account
from ekrav.bankfiles.notification import (
    BankTransaction,
    Deduction,
    Direction,
    Entry,
    LeftOut,
    ReferenceSource,
)
from ekrav.money import Ore
from tests.bankfiles.given import ARE_BYGG, OCR_ANNA, OCR_BO, OUR_BANKGIRO, OUR_IBAN, bank_file


def _transactions(name: str) -> tuple[BankTransaction, ...]:
    return camt054.read(bank_file(name)).transactions


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_a_payment_with_an_ocr_reference_is_the_same_in_every_version(version: str) -> None:
    notification = camt054.read(bank_file(f"camt054_{version}_one_ocr_payment.xml"))
    payment = BankTransaction(
        account=Account("BGNR", "50501055"),
        direction=Direction.CREDIT,
        amount=Ore(184200),
        booked_date=date(2025, 3, 4),
        value_date=date(2025, 3, 5),
        bank_reference="PAY-1",
        references=(OCR_ANNA,),
        payer_name="Anna Andersson",
        payer_account=OUR_IBAN,
    )
    entry = Entry(
        direction=Direction.CREDIT,
        amount=Ore(184200),
        booked_date=date(2025, 3, 4),
        value_date=date(2025, 3, 5),
        bank_reference="NTRY-1",
        transactions=(payment,),
    )
    assert notification.entries == (entry,)
    assert (notification.message_id, notification.version) == ("BANK-20250304-1", version)
    assert notification.created == datetime(2025, 3, 4, 18, tzinfo=timezone(timedelta(hours=1)))
    assert (notification.accounts, notification.left_out) == ((OUR_BANKGIRO,), ())


def test_three_payments_in_one_entry_are_three_records() -> None:
    payments = _transactions("camt054_08_three_payments_in_one_entry.xml")
    assert [(payment.payer_name, payment.amount, payment.bank_reference) for payment in payments] == [
        ("Anna Andersson", 184200, "PAY-1"),
        ("Bo Berg", 40000, "PAY-2"),
        ("Cecilia Ceder", 25800, "PAY-3"),
    ]


def test_twin_payments_are_two_records_with_keys_of_their_own() -> None:
    first, second = _transactions("camt054_08_twin_payments.xml")
    assert (first.amount, first.payer_name, first.references) == (
        second.amount,
        second.payer_name,
        second.references,
    )
    assert [first.key, second.key] == [
        "BGNR:50501055|2025-03-04|CRDT|NTRY-1/1|0",
        "BGNR:50501055|2025-03-04|CRDT|NTRY-2/1|0",
    ]


def test_one_payment_for_two_references_is_divided_as_the_bank_says() -> None:
    payments = _transactions("camt054_08_one_payment_for_two_references.xml")
    assert [(part.references, part.amount, part.bank_reference, part.part) for part in payments] == [
        ((OCR_ANNA,), 60000, "PAY-1", 1),
        ((OCR_BO,), 40000, "PAY-1", 2),
    ]
    assert len({part.key for part in payments}) == 2


def test_two_references_without_amounts_stay_one_payment() -> None:
    (payment,) = _transactions("camt054_08_two_references_without_amounts.xml")
    assert (payment.references, payment.amount, payment.part) == ((OCR_ANNA, OCR_BO), 100000, 0)


def test_parts_that_do_not_sum_to_the_payment_do_not_divide_it() -> None:
    data = bank_file("camt054_08_one_payment_for_two_references.xml").replace(b">600.00<", b">599.00<")
    (payment,) = camt054.read(data).transactions
    assert (payment.references, payment.amount, payment.unclear) == ((OCR_ANNA, OCR_BO), 100000, True)


def test_a_credit_note_is_told_apart_from_what_is_paid() -> None:
    # 1 000,00 − 200,00 = 800,00: what the bank has is what is paid on the reference.
    (payment,) = _transactions("camt054_08_credit_note_deducted.xml")
    assert (payment.references, payment.amount, payment.unclear) == ((OCR_ANNA,), 80000, False)
    assert payment.deductions == (Deduction(reference="KREDIT-77", amount=Ore(20000)),)


def test_a_credit_note_that_does_not_give_the_payment_leaves_it_unclear() -> None:
    # 1 000,00 − 199,00 = 801,00, and the bank has 800,00.
    data = bank_file("camt054_08_credit_note_deducted.xml").replace(b">200.00<", b">199.00<")
    (payment,) = camt054.read(data).transactions
    assert (payment.references, payment.amount, payment.unclear) == ((OCR_ANNA,), 80000, True)


def test_a_credit_note_is_taken_off_the_reference_it_names() -> None:
    # Anna 700,00 − 100,00 and Bo 400,00 are the 1 000,00 that came.
    (anna, bo) = _transactions("camt054_08_credit_note_on_one_of_two.xml")
    assert (anna.references, anna.amount, anna.part) == ((OCR_ANNA,), 60000, 1)
    assert (bo.references, bo.amount, bo.part) == ((OCR_BO,), 40000, 2)
    assert (anna.deductions, bo.deductions) == ((Deduction(reference=OCR_ANNA, amount=Ore(10000)),), ())


def test_free_text_is_kept_line_by_line_and_a_missing_id_is_nothing() -> None:
    (payment,) = _transactions("camt054_08_free_text.xml")
    assert payment.text == "Betalning faktura 88\n1104 2950 3425, mvh Anna"
    assert (payment.references, payment.end_to_end_id) == ((), "")


def test_without_references_of_their_own_payments_are_known_by_entry_and_place() -> None:
    payments = _transactions("camt054_02_only_entry_references.xml")
    assert [(payment.bank_reference, payment.reference_source) for payment in payments] == [
        ("NTRY-1/1", ReferenceSource.ENTRY),
        ("NTRY-1/2", ReferenceSource.ENTRY),
    ]


def test_a_reference_that_the_bank_repeats_within_an_entry_names_the_entry_only() -> None:
    data = bank_file("camt054_08_three_payments_in_one_entry.xml").replace(b">PAY-2<", b">PAY-1<")
    payments = camt054.read(data).transactions
    assert [payment.bank_reference for payment in payments] == ["NTRY-1/1", "NTRY-1/2", "PAY-3"]


def test_without_any_bank_reference_payments_are_known_by_account_message_and_place() -> None:
    payments = _transactions("camt054_08_no_bank_references.xml")
    assert [(payment.bank_reference, payment.reference_source) for payment in payments] == [
        ("BGNR:50501055/BANK-20250304-1/1", ReferenceSource.PLACE),
        ("BGNR:50501055/BANK-20250304-1/2", ReferenceSource.PLACE),
    ]


def test_a_payout_is_a_debit_that_carries_our_own_ids() -> None:
    (payment,) = _transactions("camt054_08_payout_debit.xml")
    assert (payment.direction, payment.amount) == (Direction.DEBIT, 147400)
    assert (payment.end_to_end_id, payment.payment_information_id) == ("EK-2025-17", "EK-20250304-20250304")
    assert (payment.payee_name, payment.payee_account) == ("Åre Bygg AB", ARE_BYGG)


def test_a_reversal_is_marked_and_never_has_the_key_of_what_it_reverses() -> None:
    (reversal,) = _transactions("camt054_08_reversal.xml")
    (payment,) = _transactions("camt054_08_two_references_without_amounts.xml")
    assert (reversal.reversal, reversal.direction, reversal.amount) == (True, Direction.DEBIT, 40000)
    assert reversal.bank_reference == payment.bank_reference == "PAY-1"
    assert reversal.key != payment.key


def test_an_entry_that_is_not_booked_gives_no_record_but_is_told() -> None:
    notification = camt054.read(bank_file("camt054_08_pending_and_booked.xml"))
    assert [payment.bank_reference for payment in notification.transactions] == ["PAY-2"]
    assert notification.left_out == (LeftOut(position="post 1", status="PDNG"),)


def test_an_entry_without_details_is_one_payment_with_the_banks_text() -> None:
    (payment,) = _transactions("camt054_08_entry_without_details.xml")
    assert (payment.direction, payment.amount) == (Direction.DEBIT, 9500)
    assert (payment.bank_reference, payment.text) == ("NTRY-1/1", "Avgift filtjänst")


def test_a_netted_entry_keeps_the_direction_of_each_payment() -> None:
    notification = camt054.read(bank_file("camt054_08_netted_batch.xml"))
    assert [(payment.direction, payment.amount) for payment in notification.transactions] == [
        (Direction.CREDIT, 40000),
        (Direction.DEBIT, 10000),
    ]
    assert notification.entries[0].amount == 30000


def test_a_payment_of_zero_is_left_out_and_told() -> None:
    data = bank_file("camt054_08_netted_batch.xml")
    data = data.replace(b">300.00<", b">0.00<").replace(b">400.00<", b">0.00<").replace(b">100.00<", b">0<")
    notification = camt054.read(data)
    assert notification.transactions == ()
    assert [left.position for left in notification.left_out] == ["post 1, betalning 1", "post 1, betalning 2"]


def test_one_message_may_speak_of_two_accounts() -> None:
    notification = camt054.read(bank_file("camt054_08_two_accounts.xml"))
    assert notification.accounts == (OUR_BANKGIRO, OUR_IBAN)
    assert [payment.account for payment in notification.transactions] == [OUR_BANKGIRO, OUR_IBAN]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (b"<Dt>2025-03-04</Dt>", date(2025, 3, 4)),
        (b"<Dt>2025-03-04Z</Dt>", date(2025, 3, 4)),
        (b"<DtTm>2025-03-04T23:30:00Z</DtTm>", date(2025, 3, 5)),
        (b"<DtTm>2025-07-04T22:30:00Z</DtTm>", date(2025, 7, 5)),
        (b"<DtTm>2025-03-04T23:30:00</DtTm>", date(2025, 3, 4)),
    ],
)
def test_the_booked_day_is_the_day_in_sweden(written: bytes, day: date) -> None:
    data = bank_file("camt054_08_one_ocr_payment.xml").replace(b"<Dt>2025-03-04</Dt>", written)
    assert camt054.read(data).transactions[0].booked_date == day


def test_a_duplicate_is_read_and_marked_when_it_has_the_banks_references() -> None:
    data = bank_file("camt054_08_one_ocr_payment.xml").replace(
        b"<Acct>", b"<CpyDplctInd>DUPL</CpyDplctInd><Acct>"
    )
    notification = camt054.read(data)
    (payment,) = _transactions("camt054_08_one_ocr_payment.xml")
    assert notification.duplicate is True
    assert [again.key for again in notification.transactions] == [payment.key]


def test_latin_1_is_read_when_the_file_says_so() -> None:
    text = bank_file("camt054_08_payout_debit.xml").decode().replace("UTF-8", "ISO-8859-1")
    assert camt054.read(text.encode("iso-8859-1")).transactions[0].payee_name == "Åre Bygg AB"


def test_a_byte_order_mark_does_no_harm() -> None:
    data = bank_file("camt054_08_payout_debit.xml")
    assert camt054.read(b"\xef\xbb\xbf" + data) == camt054.read(data)
