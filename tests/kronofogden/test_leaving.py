"""What is laid out for Kronofogden leaves once, in files with running numbers, in their order."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError

from ekrav.filings.file import NotWritable, read
from ekrav.filings.payment_order import PaymentOrderApplication
from ekrav.filings.receipts import Outcome, RecordReceipt
from ekrav.kronofogden.channel import Unreachable
from ekrav.kronofogden.lay_out import LaidOutOtherwise, lay_out
from ekrav.kronofogden.make_file import hand_over, make_files
from ekrav.kronofogden.models import OUT, Filer, FilingFile, Outgoing
from ekrav.kronofogden.tasks import exchange_files
from ekrav.money import kronor
from ekrav.tenancy import agency_scope, tenant_scope
from tests.filings.given import application
from tests.kronofogden.given import (
    AT,
    ChannelOfPaper,
    Two,
    apply,
    files,
    from_authority,
    outgoing,
    receipt,
    take,
    withdraw,
)

pytestmark = pytest.mark.django_db(transaction=True)


def sent(channel: ChannelOfPaper) -> int:
    make_files(at=AT)
    return hand_over(channel=channel, at=AT)


def test_what_two_creditors_lay_out_leaves_in_one_file_in_the_order_it_was_laid(two: Two) -> None:
    first = apply(two.duveds_el, 1)
    apply(two.are_bygg, 2)
    withdraw(two.duveds_el, first)
    channel = ChannelOfPaper()
    assert sent(channel) == 1
    filing = read(channel.sent[0])
    assert (filing.filer, filing.number) == ("EKRA", 1)
    assert [record.id for record in filing.records] == ["A-1", "A-2", "W-1"]
    # Twice 11 155,07.
    assert filing.control_sum == kronor("22310.14")
    assert outgoing(two.duveds_el) == [("A-1", "filed", 1), ("W-1", "filed", 1)]
    assert outgoing(two.are_bygg) == [("A-2", "filed", 1)]
    assert files(OUT) == [(1, "handed_over")]


def test_nothing_leaves_twice_and_the_next_file_has_the_next_number(two: Two) -> None:
    reference = apply(two.are_bygg)
    channel = ChannelOfPaper()
    assert (sent(channel), sent(channel)) == (1, 0)
    withdraw(two.are_bygg, reference)
    assert sent(channel) == 1
    assert channel.numbers == [1, 2]


def test_a_file_whose_answer_was_lost_leaves_again_as_the_same_bytes_and_before_the_next(two: Two) -> None:
    reference = apply(two.are_bygg)
    channel = ChannelOfPaper(loses_answers=1)
    with pytest.raises(Unreachable):
        sent(channel)
    withdraw(two.are_bygg, reference)
    assert sent(channel) == 2
    assert channel.numbers == [1, 1, 2]
    assert channel.sent[0] == channel.sent[1]


def test_a_file_that_is_not_taken_keeps_the_reason_and_those_after_it_wait(two: Two) -> None:
    reference = apply(two.are_bygg)
    channel = ChannelOfPaper(refuses="Ingivaren är inte känd.")
    assert sent(channel) == 0
    withdraw(two.are_bygg, reference)
    assert sent(channel) == 0
    with agency_scope():
        assert list(FilingFile.objects.order_by("number").values_list("number", "state", "problem")) == [
            (1, "made", "Ingivaren är inte känd."),
            (2, "made", ""),
        ]
    channel.refuses = ""
    assert sent(channel) == 2


def test_the_same_record_again_is_the_one_that_was_laid_out(two: Two) -> None:
    apply(two.are_bygg)
    apply(two.are_bygg)
    assert outgoing(two.are_bygg) == [("A-1", "waiting", None)]


@pytest.mark.parametrize("changed", [{"id": "A-9"}, {"fee": kronor("301.00")}])
def test_another_application_under_the_same_reference_or_id_is_refused(
    two: Two, changed: dict[str, Any]
) -> None:
    apply(two.are_bygg)
    other: PaymentOrderApplication = replace(application(id="A-1", reference="11042950 BF"), **changed)
    with tenant_scope(two.are_bygg), pytest.raises(LaidOutOtherwise):
        lay_out(record=other, at=AT)
    assert outgoing(two.are_bygg) == [("A-1", "waiting", None)]


def test_what_cannot_be_written_is_not_laid_out(two: Two) -> None:
    with tenant_scope(two.are_bygg), pytest.raises(NotWritable):
        lay_out(record=application(grounds="bell \x07"), at=AT)
    assert outgoing(two.are_bygg) == []


def test_nothing_is_made_before_the_agencys_code_is_known(two: Two) -> None:
    with agency_scope():
        Filer.objects.update(code="")
    apply(two.are_bygg)
    assert make_files(at=AT) == 0
    assert outgoing(two.are_bygg) == [("A-1", "waiting", None)]


def test_a_receipt_settles_each_record_and_the_same_receipt_again_changes_nothing(two: Two) -> None:
    apply(two.are_bygg, 1)
    apply(two.duveds_el, 2)
    sent(ChannelOfPaper())
    no = RecordReceipt(id="A-2", outcome=Outcome.REFUSED, reason="Svarandens nummer är okänt.")
    answer = receipt(1, RecordReceipt(id="A-1", outcome=Outcome.APPROVED), no)
    assert take(from_authority(1, answer)).records == 1
    assert (outgoing(two.are_bygg), outgoing(two.duveds_el)) == (
        [("A-1", "approved", 1)],
        [("A-2", "refused", 1)],
    )
    assert files(OUT) == [(1, "approved")]
    take(from_authority(2, replace(receipt(1, outcome=Outcome.REFUSED, reason="Fel."), id="KV-2")))
    assert outgoing(two.are_bygg) == [("A-1", "approved", 1)]
    with tenant_scope(two.duveds_el):
        assert Outgoing.objects.get().problem == "Svarandens nummer är okänt."


def test_a_file_that_is_refused_whole_refuses_its_records_and_the_application_may_come_again(
    two: Two,
) -> None:
    apply(two.are_bygg)
    sent(ChannelOfPaper())
    take(from_authority(1, receipt(1, outcome=Outcome.REFUSED, reason="Fel summa.")))
    assert (outgoing(two.are_bygg), files(OUT)) == ([("A-1", "refused", 1)], [(1, "refused")])
    with tenant_scope(two.are_bygg):
        lay_out(record=application(id="A-1-2", reference="11042950 BF"), at=AT)
    channel = ChannelOfPaper()
    assert sent(channel) == 1
    assert channel.numbers == [2]


def test_the_database_lets_no_record_leave_again_and_no_number_be_skipped(two: Two) -> None:
    apply(two.are_bygg)
    sent(ChannelOfPaper())
    for change in ({"state": "waiting", "file_number": None}, {"file_number": 2}, {"state": "by_hand"}):
        with pytest.raises(DatabaseError), tenant_scope(two.are_bygg):
            Outgoing.objects.update(**change)
    with pytest.raises(DatabaseError), agency_scope():
        Filer.objects.update(made=3)
    for other in ({"content": b""}, {"record_id": "A-2"}, {"amount_ore": 1}):
        with pytest.raises(DatabaseError), tenant_scope(two.are_bygg):
            Outgoing.objects.update(**other)


def test_one_creditors_records_are_not_the_others(two: Two) -> None:
    apply(two.are_bygg)
    assert outgoing(two.duveds_el) == []


def test_without_a_channel_nothing_is_exchanged_and_a_silent_one_fails_nothing(
    two: Two, settings: Any
) -> None:
    apply(two.are_bygg)
    settings.KRONOFOGDEN_URL = ""
    assert exchange_files() == 0
    assert outgoing(two.are_bygg) == [("A-1", "waiting", None)]
    settings.KRONOFOGDEN_URL = "http://127.0.0.1:9/kronofogden"
    assert exchange_files() == 1
    assert files(OUT) == [(1, "made")]
