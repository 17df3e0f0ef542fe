"""A file to the authority is read as it was written, or not at all."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekrav.filings.file import KINDS, Filing, NotWritable, read, record_bytes, record_of, write
from ekrav.filings.payment_order import Withdrawal, WithdrawalReason
from ekrav.filings.record import Record
from ekrav.filings.refusal import WORDS, FilingRefused, Wrong
from ekrav.money import kronor
from tests.filings.given import DAY, MADE, a_file, application, filings, records

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def withdrawal(number: int = 1) -> Withdrawal:
    return Withdrawal(
        id=f"W-{number}", reference="11042950 BF", withdrawn_on=DAY, reason=WithdrawalReason.PAID
    )


def refused(data: bytes) -> Wrong:
    with pytest.raises(FilingRefused) as caught:
        read(data)
    assert caught.value.reason_sv == WORDS[caught.value.wrong]
    return caught.value.wrong


def test_the_application_on_anna_comes_back_whole_and_its_sum_is_all_that_is_asked_for() -> None:
    filing = a_file(application(), withdrawal())
    # 10 000 + 235,07 + 60 + 180 + 300 + 380
    assert filing.control_sum == kronor("11155.07")
    assert read(write(filing)) == filing
    assert b"<Sum>11155.07</Sum>" in write(filing)


@SLOW
@given(filings)
def test_any_file_is_read_as_it_was_written_and_written_as_it_was_read(filing: Filing) -> None:
    data = write(filing)
    assert read(data) == filing
    assert write(read(data)) == data


@SLOW
@given(records)
def test_a_record_that_is_kept_alone_is_the_same_record(record: Record) -> None:
    assert record_of(record_bytes(record)) == record


def test_a_record_under_another_kinds_name_is_refused() -> None:
    data = write(a_file(withdrawal()))
    renamed = {kind: re.sub(rb"Withdrawal>", kind.encode() + b">", data) for kind in KINDS}
    assert {refused(altered) for kind, altered in renamed.items() if kind != "Withdrawal"} == {Wrong.SCHEMA}


def test_no_beginning_of_a_file_is_a_file() -> None:
    data = write(a_file(withdrawal()))
    assert {refused(data[:end]) for end in range(len(data))} == {Wrong.BROKEN}


@SLOW
@given(st.data())
def test_a_byte_that_was_changed_on_the_way_refuses_the_whole_file(data: st.DataObject) -> None:
    written = write(a_file(application()))
    place = data.draw(st.integers(0, len(written) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != written[place]))
    refused(written[:place] + bytes([other]) + written[place + 1 :])


@SLOW
@given(st.data())
def test_bytes_that_were_lost_or_added_refuse_the_whole_file(data: st.DataObject) -> None:
    written = write(a_file(application()))
    first = data.draw(st.integers(0, len(written)))
    last = data.draw(st.integers(first, min(first + 200, len(written))))
    put = data.draw(st.binary(max_size=20))
    if written[:first] + put + written[last:] != written:
        refused(written[:first] + put + written[last:])


@pytest.mark.parametrize(
    ("was", "becomes", "wrong"),
    [
        ("<Count>1<", "<Count>2<", Wrong.CONTROLS),
        ("<Sum>11155.07<", "<Sum>11155.08<", Wrong.CONTROLS),
        ("<Sum>11155.07<", "<Sum>11155,07<", Wrong.SCHEMA),
        ("<Number>1<", "<Number>2<", Wrong.ALTERED),
        ("Anna Lindqvist", "Anna Lindkvist", Wrong.ALTERED),
        ("<AppliedOn>2025-05-12", "<AppliedOn>2025-02-30", Wrong.SCHEMA),
        ("<Records>", '<Records xmlns:x="urn:x">', Wrong.ALTERED),
        ("<Records>", "<Records><!-- hidden -->", Wrong.ALTERED),
        ("<Filing ", "<!DOCTYPE a [<!ENTITY b 'c'>]><Filing ", Wrong.DOCUMENT_TYPE),
        ("urn:ekrav:filing:1", "urn:ekrav:filing:2", Wrong.SCHEMA),
    ],
)
def test_what_is_wrong_has_a_name_and_a_sentence(was: str, becomes: str, wrong: Wrong) -> None:
    text = write(a_file(application())).decode()
    assert was in text
    assert refused(text.replace(was, becomes, 1).encode()) is wrong


@pytest.mark.parametrize("data", [b"", b"  ", b"%PDF-1.7", b"\xff\xfe", b"<a/>", b"<Filing/>", b"[]"])
def test_something_else_is_no_file(data: bytes) -> None:
    refused(data)


def test_an_entity_opens_nothing() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><Filing>&a;</Filing>'
    )
    assert refused(bomb) is Wrong.DOCUMENT_TYPE


def test_what_has_no_room_in_the_format_is_not_written() -> None:
    for wrong in (
        a_file(),
        a_file(withdrawal(), withdrawal()),
        a_file(application(grounds="a" * 6001)),
        a_file(application(grounds="bell \x07")),
        a_file(application(respondents=())),
        a_file(withdrawal(), number=0),
        replace(a_file(withdrawal()), made_at=MADE.replace(tzinfo=None)),
        replace(a_file(withdrawal()), made_at=MADE.replace(microsecond=1)),
    ):
        with pytest.raises(NotWritable):
            write(wrong)


def test_a_sentence_of_refusal_names_nobody_and_says_what_to_do() -> None:
    assert set(WORDS) == set(Wrong)
    assert [words for words in WORDS.values() if words.count(".") < 2 or not words.endswith(".")] == []
