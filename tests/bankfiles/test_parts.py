"""A long camt.054 is read in parts: together they say what the file says, and a fault in the last undoes them all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from ekrav.bankfiles import camt054, camt054_write
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Direction,
    Notification,
    entry_of,
)
from ekrav.bankfiles.refusal import FileRefused
from ekrav.markup import Fault, NotMarkup
from ekrav.markup_stream import branches
from ekrav.money import kronor
from tests.bankfiles.given import OCR_ANNA, OUR_BANKGIRO


def payment(number: int) -> BankTransaction:
    """The number in kronor, for Anna's case."""
    return BankTransaction(
        account=OUR_BANKGIRO,
        direction=Direction.CREDIT,
        amount=kronor(f"{number}.00"),
        booked_date=date(2025, 3, 4),
        value_date=date(2025, 3, 4),
        bank_reference=f"B{number}",
        references=(OCR_ANNA,),
    )


def two_notices() -> bytes:
    """Five entries of two payments, then one of one: 1 + 2 + … + 11 = 66 kronor."""
    entries = [entry_of(payment(first), payment(first + 1)) for first in range(1, 11, 2)]
    notices = (
        AccountNotice(notice_id="N1", account=OUR_BANKGIRO, sequence=7, entries=tuple(entries)),
        AccountNotice(notice_id="N2", account=OUR_BANKGIRO, sequence=8, entries=(entry_of(payment(11)),)),
    )
    created = datetime(2025, 3, 4, 18, tzinfo=UTC)
    return camt054_write.write(Notification(message_id="M", version="08", created=created, notices=notices))


def test_the_parts_together_say_what_the_whole_says_in_its_order() -> None:
    data = two_notices()
    whole, parts = camt054.read(data), list(camt054.parts(BytesIO(data), at_a_time=4))
    assert [len(part.transactions) for part in parts] == [4, 4, 2, 1]
    assert [part.notices[0].sequence for part in parts] == [7, 7, 7, 8]
    assert tuple(one for part in parts for one in part.transactions) == whole.transactions
    assert sum(one.amount for one in whole.transactions) == 66_00
    assert {replace(part, notices=()) for part in parts} == {replace(whole, notices=())}


@pytest.mark.parametrize(
    ("honest", "forged", "position"),
    [
        (b"<NbOfNtries>5<", b"<NbOfNtries>6<", "slutsumman"),
        (b">10.00<", b">10.01<", "post 5"),
        (b"<MsgId>M<", b"<MsgId>" + b"M" * 36 + b"<", "rad"),
        (b"</Document>", b"", "rad"),
    ],
)
def test_a_fault_that_is_seen_after_many_parts_refuses_the_file(
    honest: bytes, forged: bytes, position: str
) -> None:
    data = two_notices()
    assert honest in data
    with pytest.raises(FileRefused) as refused:
        list(camt054.parts(BytesIO(data.replace(honest, forged)), at_a_time=1))
    assert refused.value.position.startswith(position)


def named(data: bytes, *, most_tags: int = 100) -> list[str]:
    found = branches(BytesIO(data), named=("b",), largest=1 << 20, most_tags=most_tags)
    return [str(branch.tag) for branch in found]


def test_a_document_type_is_seen_though_it_begins_in_one_block_and_ends_in_the_next() -> None:
    blanks = b" " * ((1 << 16) - 5)
    with pytest.raises(NotMarkup, match=Fault.DOCUMENT_TYPE):
        named(blanks + b"<!DOCTYPE a><a/>")


def test_letters_that_two_blocks_share_are_read_and_half_a_letter_is_refused() -> None:
    text = "<a><b>" + "x" * ((1 << 16) - 7) + "å</b></a>"
    assert named(text.encode()) == ["b", "a"]
    with pytest.raises(NotMarkup, match=Fault.NOT_TEXT):
        named(b"<a>\xc3")


def test_so_many_tags_may_lie_between_two_branches_and_no_more() -> None:
    # Blocks are read whole, so each branch is longer than one.
    long = b"<b>" + b" " * (1 << 16) + b"</b>"
    assert len(named(b"<a>" + long * 10 + b"</a>", most_tags=10)) == 11
    with pytest.raises(NotMarkup, match=Fault.TOO_MANY_TAGS):
        named(b"<a>" + b"<c/>" * 101 + b"</a>")
