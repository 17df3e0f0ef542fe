"""What is read of a BgMax: one small true file per situation, and what must add up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekrav.bankfiles import bgmax
from ekrav.bankfiles.bgmax_write import write
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Deduction,
    Direction,
    Notification,
    ReferenceSource,
    entry_of,
)
from ekrav.bankfiles.refusal import FileRefused
from ekrav.money import Ore
from tests.bankfiles.given import ARE_BYGG, OCR_ANNA, OCR_BO, OUR_BANKGIRO, bank_file

STOCKHOLM = ZoneInfo("Europe/Stockholm")
TUESDAY = date(2025, 3, 4)
ONE = "bgmax_one_ocr_payment.txt"


def _payments(name: str) -> tuple[BankTransaction, ...]:
    return bgmax.read(bank_file(name)).transactions


def _refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(FileRefused) as refused:
        bgmax.read(data)
    return refused.value.position, refused.value.reason_sv.replace("\u00a0", " ")


def _changed(old: str, new: str, *, name: str = ONE) -> bytes:
    text = bank_file(name).decode("iso-8859-1")
    assert old in text
    return text.replace(old, new, 1).encode("iso-8859-1")


def test_a_payment_with_an_ocr_reference_is_read_as_from_any_other_format() -> None:
    told = bgmax.read(bank_file(ONE))
    assert told.transactions == (
        BankTransaction(
            account=OUR_BANKGIRO,
            direction=Direction.CREDIT,
            amount=Ore(184200),
            booked_date=TUESDAY,
            bank_reference="20250304-000000000001",
            references=(OCR_ANNA,),
            payer_name="Anna Andersson",
        ),
    )
    assert (told.format, told.message_id) == ("BgMax.01", "20250304180000000331")
    assert told.created == datetime(2025, 3, 4, 18, 0, 0, 331, tzinfo=STOCKHOLM)


def test_each_deposit_is_an_entry_with_its_payments() -> None:
    told = bgmax.read(bank_file("bgmax_two_deposits.txt"))
    assert [(entry.amount, len(entry.transactions)) for entry in told.entries] == [(224200, 2), (2550, 1)]
    assert told.transactions[2].text == "Faktura 88\nmvh Anna"
    assert told.transactions[2].references == ()


def test_a_deduction_is_money_out_in_the_same_deposit() -> None:
    # 2 400,00 − 500,00 = 1 900,00
    told = bgmax.read(bank_file("bgmax_deduction.txt"))
    assert told.entries[0].amount == 190000
    assert [(one.direction, one.amount) for one in told.transactions] == [("CRDT", 240000), ("DBIT", 50000)]


def test_extra_references_without_amounts_do_not_divide_the_payment() -> None:
    (payment,) = _payments("bgmax_extra_references.txt")
    assert (payment.references, payment.amount, payment.part) == ((OCR_ANNA, OCR_BO), 100000, 0)


def test_extra_references_with_amounts_that_add_up_do() -> None:
    parts = _payments("bgmax_extra_references_with_amounts.txt")
    assert [(one.references, one.amount, one.part) for one in parts] == [
        ((OCR_ANNA,), 60000, 1),
        ((OCR_BO,), 40000, 2),
    ]


def test_extra_references_with_amounts_that_do_not_add_up_leave_it_unclear() -> None:
    data = _changed(
        "000000000000060000", "000000000000059900", name="bgmax_extra_references_with_amounts.txt"
    )
    (payment,) = bgmax.read(data).transactions
    assert (payment.references, payment.amount, payment.unclear) == ((OCR_ANNA, OCR_BO), 100000, True)


def test_a_negative_extra_reference_is_a_deduction_in_the_payment() -> None:
    # 1 000,00 − 200,00 = 800,00
    (payment,) = _payments("bgmax_extra_reference_deducted.txt")
    assert (payment.references, payment.amount, payment.unclear) == ((OCR_ANNA,), 80000, False)
    assert payment.deductions == (Deduction(reference="KREDIT-77", amount=Ore(20000)),)


def test_a_reference_that_the_bank_calls_wrong_is_the_payers_words_only() -> None:
    (payment,) = _payments("bgmax_wrong_reference.txt")
    assert (payment.references, payment.text) == ((), OCR_ANNA)


def test_an_unknown_record_is_skipped_and_told() -> None:
    told = bgmax.read(bank_file("bgmax_unknown_records.txt"))
    assert told.transactions == bgmax.read(bank_file(ONE)).transactions
    assert [(left.position, left.status) for left in told.left_out] == [("rad 5, post 90", "90")]


def test_a_serial_number_used_twice_in_a_day_is_told_apart_by_its_turn() -> None:
    data = _changed("000000000002", "000000000001", name="bgmax_two_deposits.txt")
    assert [one.bank_reference for one in bgmax.read(data).transactions] == [
        "20250304-000000000001/1",
        "20250304-000000000001/2",
        "20250304-000000000003",
    ]


def test_without_a_serial_number_a_payment_is_known_by_file_and_line() -> None:
    (payment,) = bgmax.read(_changed("210000000000010", "210000000000000")).transactions
    assert payment.bank_reference == "BGNR:50501055/20250304180000000331/3"
    assert payment.reference_source is ReferenceSource.PLACE


@pytest.mark.parametrize(
    "harmless",
    [
        lambda data: data.replace(b"\r\n", b"\n"),
        lambda data: data.replace(b"\r\n", b""),
        lambda data: data.rstrip(),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\r\n".join(line.rstrip() for line in data.split(b"\r\n")),
    ],
)
def test_what_other_programs_do_to_the_lines_does_no_harm(harmless: Callable[[bytes], bytes]) -> None:
    assert bgmax.read(harmless(bank_file(ONE))).transactions == _payments(ONE)


def test_blanks_that_have_become_tabs_are_blanks_again() -> None:
    data = _changed("200000000000             1104", "200000000000\t\t 1104")
    assert bgmax.read(data).transactions == _payments(ONE)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8"])
def test_names_are_read_in_latin_1_and_in_utf_8(encoding: str) -> None:
    text = bank_file(ONE).decode("iso-8859-1").replace("Anna Andersson", "Åsa Öberg     ")
    assert bgmax.read(text.encode(encoding)).transactions[0].payer_name == "Åsa Öberg"


@pytest.mark.parametrize(
    ("old", "new", "position", "said"),
    [
        (
            "184200SEK00000001",
            "184201SEK00000001",
            "rad 5, post 15",
            "1 842,01 kr men delarna blir 1 842,00 kr",
        ),
        ("184200SEK00000001", "184200SEK00000002", "rad 5, post 15", "skriver 2 betalningar men filen har 1"),
        ("0000000000001842002", "0000000000001842012", "rad 5, post 15", "men delarna blir 1 842,01 kr"),
        ("7000000001", "7000000002", "rad 6, post 70", "Banken skriver 2 betalningar men filen har 1"),
        ("70000000010000000000000000", "70000000010000000000000001", "rad 6, post 70", "1 extra referenser"),
        ("0500505", "0600505", "rad 3, post 20", "står där den inte får stå, efter 01"),
        ("SEK    ", "EUR    ", "rad 2, post 05", "Valutan är EUR"),
        ("000331P", "000331T", "rad 1, post 01", "märkt som testfil"),
        ("01BGMAX               01", "01BGMAX               02", "rad 1, post 01", "inte BgMax version 01"),
        ("000000000000184200210", "900000000000184200210", "rad 3, post 20", "större än något konto rymmer"),
        ("200000000000   ", "200000000000\t\t", "rad 3, post 20", "större än något konto rymmer"),
        ("0120250304", "0120250231", "rad 1, post 01", "inte ett datum"),
        ("\r\n15", "\r\n\r\n15  ", "rad 6, post 15", "längre än 80 tecken"),
    ],
)
def test_what_does_not_add_up_refuses_the_file(old: str, new: str, position: str, said: str) -> None:
    where, why = _refusal(_changed(old, new))
    assert where == position
    assert said in why


def test_a_file_that_has_lost_its_start_is_told_so_and_not_that_it_is_no_xml() -> None:
    data = bank_file(ONE).split(b"\r\n", 1)[1]
    assert bgmax.is_bgmax(data)
    where, why = _refusal(data)
    assert (where, "ska inledas med posten 01BGMAX" in why) == ("rad 1, post 05", True)


@pytest.mark.parametrize("name", ["bgmax_in_euro.txt", "bgmax_test_file.txt"])
def test_files_that_are_not_for_us_are_refused(name: str) -> None:
    _refusal(bank_file(name))


_ID = st.text("0123456789ABC", min_size=1, max_size=25)
_ORE = st.integers(1, 10**9).map(Ore)


@st.composite
def _drawn(draw: st.DrawFn, number: int) -> list[BankTransaction]:
    """One payment, as the format can tell it."""
    whole = BankTransaction(
        account=OUR_BANKGIRO,
        direction=Direction.CREDIT,
        amount=draw(_ORE),
        booked_date=TUESDAY,
        bank_reference=f"20250304-{number:012}",
        text="\n".join(draw(st.lists(st.text("abcåäö", min_size=1, max_size=50), max_size=3))),
        payer_name=draw(st.text("abcåäöÅÄÖ", max_size=35)),
        payer_account=draw(st.none() | st.just(ARE_BYGG)),
    )
    shape = draw(st.sampled_from(["references", "parts", "deducted", "deduction"]))
    changes: dict[str, Any] = {"references": tuple(draw(st.lists(_ID, max_size=3, unique=True)))}
    if shape == "parts":
        amounts = draw(st.lists(_ORE, min_size=2, max_size=3))
        return [
            replace(whole, amount=ore, references=(draw(_ID),), part=part)
            for part, ore in enumerate(amounts, start=1)
        ]
    if shape == "deducted":
        note = Deduction(reference=draw(_ID), amount=draw(_ORE))
        changes = {"references": (draw(_ID),), "deductions": (note,)}
    if shape == "deduction":
        changes = {"direction": Direction.DEBIT, "amount": Ore(1), "references": (draw(_ID),)}
    return [replace(whole, **changes)]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_what_is_written_is_read_again(data: st.DataObject) -> None:
    number, notices = 0, []
    made = datetime(2025, 3, 4, 18, tzinfo=STOCKHOLM) + timedelta(
        microseconds=data.draw(st.integers(0, 10**10))
    )
    for section in range(data.draw(st.integers(1, 3))):
        payments: list[BankTransaction] = []
        for _ in range(data.draw(st.integers(1, 4))):
            number += 1
            payments += data.draw(_drawn(number))
        entry = entry_of(*payments)
        if entry.direction is Direction.DEBIT:
            continue
        name = f"50501055-20250304-{section:05}"
        notices.append(AccountNotice(notice_id=name, account=OUR_BANKGIRO, entries=(entry,)))
    told = Notification(
        standard="BgMax",
        message_id=f"{made:%Y%m%d%H%M%S%f}",
        version="01",
        created=made,
        notices=tuple(notices),
    )
    assert bgmax.read(write(told)) == told
