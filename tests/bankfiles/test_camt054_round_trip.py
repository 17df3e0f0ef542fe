"""What a bank writes as camt.054 is what we read."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekrav.bankfiles import camt054
from ekrav.bankfiles.accounts import BANKGIRO, BBAN, IBAN, PLUSGIRO, Account, account
from ekrav.bankfiles.build import NotWritable
from ekrav.bankfiles.camt054_write import write
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Deduction,
    Direction,
    Entry,
    Notification,
    entry_of,
)
from ekrav.money import Ore
from tests.bankfiles.given import ARE_BYGG, MORNING, OCR_ANNA, OCR_BO, OUR_BANKGIRO, OUR_IBAN, bank_file

_WORD = st.text("abcåäöÅÄÖ<>&'\"0123456789-", min_size=1, max_size=12)
_TEXT = st.lists(_WORD, max_size=3).map(" ".join)
_ID = st.text("ABCDEFGH0123456789-/", min_size=1, max_size=35).filter(lambda text: text != "NOTPROVIDED")
_DAY = st.dates(date(2025, 1, 1), date(2027, 12, 31))
_ACCOUNT = st.sampled_from(
    [
        OUR_BANKGIRO,
        OUR_IBAN,
        account(scheme=PLUSGIRO, number="12 34 56-6"),
        account(scheme=BBAN, number="83279003123456"),
        Account("", "12-A"),
    ]
)
# References without amounts; one less a credit note; credit notes of which no amount is told.
_AMOUNT = st.integers(1, 10**7).map(Ore)
_MEANT = st.one_of(
    st.lists(_ID, max_size=3).map(lambda ids: {"references": tuple(ids)}),
    st.builds(
        lambda one, notes: {"references": (one,), "deductions": tuple(notes)},
        _ID,
        st.lists(
            st.builds(lambda name, ore: Deduction(reference=name, amount=ore), _ID, _AMOUNT), max_size=2
        ),
    ),
    st.builds(
        lambda ids, note: {
            "references": tuple(ids),
            "deductions": (Deduction(reference=note, amount=None),),
            "unclear": True,
        },
        st.lists(_ID, max_size=3),
        _ID,
    ),
)


@st.composite
def _payments(draw: st.DrawFn, ours: Account, common: dict[str, Any], number: int) -> list[BankTransaction]:
    """Draw one payment, whole or in parts, with a bank reference that no other payment has."""
    whole = BankTransaction(
        account=ours,
        amount=Ore(draw(st.integers(1, 10**9))),
        bank_reference=f"PAY-{number}",
        end_to_end_id=draw(st.just("") | _ID),
        payment_information_id=draw(st.just("") | _ID),
        text="\n".join(draw(st.lists(_TEXT.filter(bool), max_size=3))),
        payer_name=draw(_TEXT),
        payer_account=draw(st.none() | _ACCOUNT),
        payee_name=draw(_TEXT),
        payee_account=draw(st.none() | _ACCOUNT),
        **common,
    )
    if draw(st.booleans()):
        return [replace(whole, **draw(_MEANT))]
    amounts = draw(st.lists(st.integers(1, 10**9), min_size=2, max_size=4))
    return [
        replace(whole, amount=Ore(amount), references=(draw(_ID),), part=part)
        for part, amount in enumerate(amounts, start=1)
    ]


@st.composite
def _notifications(draw: st.DrawFn) -> Notification:
    number = 0
    notices = []
    for notice in range(draw(st.integers(1, 2))):
        ours = (OUR_BANKGIRO, OUR_IBAN)[notice]
        entries = []
        for entry in range(draw(st.integers(0, 3))):
            common = {
                "direction": draw(st.sampled_from(Direction)),
                "booked_date": draw(_DAY),
                "value_date": draw(st.none() | _DAY),
                "reversal": draw(st.booleans()),
            }
            payments: list[BankTransaction] = []
            for _ in range(draw(st.integers(1, 3))):
                number += 1
                payments += draw(_payments(ours, common, number))
            entries.append(entry_of(*payments, bank_reference=draw(st.sampled_from(["", f"NTRY-{entry}"]))))
        sequence = draw(st.none() | st.integers(0, 10**6))
        notices.append(
            AccountNotice(notice_id=f"AVI-{notice}", account=ours, sequence=sequence, entries=tuple(entries))
        )
    return Notification(
        message_id=draw(_ID),
        version="08",
        created=MORNING + timedelta(seconds=draw(st.integers(0, 10**8))),
        duplicate=draw(st.booleans()),
        notices=tuple(notices),
    )


@settings(max_examples=60, deadline=None)
@given(_notifications(), st.sampled_from(["02", "08"]))
def test_what_is_written_is_read_again(notification: Notification, version: Literal["02", "08"]) -> None:
    assert camt054.read(write(notification, version=version)) == replace(notification, version=version)


@settings(max_examples=20, deadline=None)
@given(_notifications())
def test_the_same_notification_gives_the_same_bytes(notification: Notification) -> None:
    assert write(notification) == write(notification)


def _credit(**changed: Any) -> BankTransaction:
    known: dict[str, Any] = {
        "account": OUR_BANKGIRO,
        "direction": Direction.CREDIT,
        "amount": Ore(184200),
        "booked_date": date(2025, 3, 4),
        "bank_reference": "PAY-1",
        "references": (OCR_ANNA,),
    }
    return BankTransaction(**{**known, **changed})


def _notification(*entries: Entry) -> Notification:
    notice = AccountNotice(notice_id="AVI-1", account=OUR_BANKGIRO, entries=entries)
    return Notification(message_id="BANK-1", version="08", created=MORNING, notices=(notice,))


def test_credits_and_debits_are_summed_apart_in_the_file() -> None:
    debit = _credit(
        direction=Direction.DEBIT,
        amount=Ore(147400),
        bank_reference="PAY-2",
        references=(),
        end_to_end_id="EK-2025-17",
        payee_name="Åre Bygg AB",
        payee_account=ARE_BYGG,
    )
    data = write(_notification(entry_of(_credit()), entry_of(debit)))
    summary = data.decode().split("TxsSummry>")[1]
    assert "".join(summary.split()) == (
        "<TtlNtries><NbOfNtries>2</NbOfNtries><Sum>3316.00</Sum>"
        "<TtlNetNtry><Amt>368.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries>"
        "<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>1842.00</Sum></TtlCdtNtries>"
        "<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>1474.00</Sum></TtlDbtNtries></"
    )


def test_a_netted_entry_is_written_in_version_08_and_refused_in_02() -> None:
    entry = entry_of(_credit(), _credit(direction=Direction.DEBIT, amount=Ore(4200), bank_reference="PAY-2"))
    assert (entry.amount, entry.direction) == (180000, Direction.CREDIT)
    assert camt054.read(write(_notification(entry), version="08")).entries == (entry,)
    with pytest.raises(NotWritable):
        write(_notification(entry), version="02")


@pytest.mark.parametrize(
    "changed",
    [
        {"references": ("9" * 36,)},
        {"payer_name": "Anna\x00"},
        {"bank_reference": "P" * 36},
        {"part": 1, "references": (OCR_ANNA, OCR_BO)},
        {"payer_account": Account(IBAN, "not an IBAN")},
    ],
)
def test_what_the_format_has_no_room_for_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(NotWritable):
        write(_notification(entry_of(_credit(**changed))))


def test_a_time_keeps_its_zone() -> None:
    created = datetime(2025, 7, 1, 8, tzinfo=timezone(timedelta(hours=2)))
    data = write(replace(_notification(entry_of(_credit())), created=created))
    assert b"<CreDtTm>2025-07-01T08:00:00+02:00</CreDtTm>" in data


def test_a_payment_from_a_bankgiro_to_a_bankgiro_names_both() -> None:
    payment = _credit(payer_account=account(scheme=BANKGIRO, number="991-2346"), payee_account=OUR_BANKGIRO)
    (read,) = camt054.read(write(_notification(entry_of(payment)))).transactions
    assert (read.payer_account, read.payee_account) == (ARE_BYGG, OUR_BANKGIRO)


def test_a_file_read_and_written_says_the_same() -> None:
    notification = camt054.read(bank_file("camt054_08_three_payments_in_one_entry.xml"))
    assert camt054.read(write(notification, version="08")) == notification
