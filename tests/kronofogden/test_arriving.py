"""What comes from Kronofogden is taken once, in its order, whole or not at all, and goes to its creditor."""

from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekrav.filings.file import write
from ekrav.filings.refusal import Wrong
from ekrav.kronofogden.alarms import Alarms, alarms
from ekrav.kronofogden.fetch import Fetched, fetch_files
from ekrav.kronofogden.models import IN, Filer, FilingFile, Incoming, Unplaced
from ekrav.kronofogden.pull import answers, creditors_with_answers, laid_out, note_taken_up
from ekrav.kronofogden.take_in import Came, Taken
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from tests.filings.given import a_file, application
from tests.kronofogden.given import (
    AT,
    ChannelOfPaper,
    Two,
    apply,
    confirmation,
    files,
    from_authority,
    incoming,
    take,
)

pytestmark = pytest.mark.django_db(transaction=True)


def seen() -> Alarms:
    with staff_scope():
        return alarms(at=AT)


def test_each_answer_goes_to_the_creditor_whose_application_it_is_about(two: Two) -> None:
    annas, bos = apply(two.are_bygg, 1), apply(two.duveds_el, 2)
    taken = take(from_authority(1, confirmation(bos, "K-1"), confirmation(annas, "K-2")))
    assert taken == Taken(came=Came.TAKEN, files=1, records=2)
    assert (incoming(two.are_bygg), incoming(two.duveds_el)) == (["K-2"], ["K-1"])
    assert creditors_with_answers() == [two.are_bygg, two.duveds_el]
    with tenant_scope(two.are_bygg):
        ((row, record),) = answers(reference=annas)
        assert record == confirmation(annas, "K-2")
        assert (note_taken_up(row, at=AT), note_taken_up(row, at=AT)) == (True, False)
        assert list(answers()) == []
        assert [kept.reference for _, kept in laid_out(reference=annas)] == [annas]
    assert creditors_with_answers() == [two.duveds_el]


def test_the_same_file_again_is_known_and_does_nothing(two: Two) -> None:
    content = from_authority(1, confirmation(apply(two.are_bygg), "K-1"))
    assert [take(content).came for _ in range(3)] == [Came.TAKEN, Came.KNOWN, Came.KNOWN]
    assert incoming(two.are_bygg) == ["K-1"]


def test_a_file_before_its_turn_waits_and_is_taken_with_the_one_it_waited_for(two: Two) -> None:
    reference = apply(two.are_bygg)
    one, two_, three = (from_authority(n, confirmation(reference, f"K-{n}")) for n in (1, 2, 3))
    assert (take(three).came, take(two_).came, take(two_).came) == (Came.WAITS, Came.WAITS, Came.KNOWN)
    assert incoming(two.are_bygg) == []
    assert seen().missing == (1,)
    assert take(one) == Taken(came=Came.TAKEN, files=3, records=3)
    assert incoming(two.are_bygg) == ["K-1", "K-2", "K-3"]
    assert files(IN) == [(3, "read"), (2, "read"), (1, "read")]
    assert seen().count == 0


def test_a_number_used_twice_with_other_bytes_is_refused_and_shown(two: Two) -> None:
    reference = apply(two.are_bygg)
    take(from_authority(1, confirmation(reference, "K-1")))
    taken = take(from_authority(1, confirmation(reference, "K-9")))
    assert taken.came is Came.REFUSED
    assert "redan läst" in taken.problem
    assert files(IN) == [(1, "read"), (None, "refused")]
    assert incoming(two.are_bygg) == ["K-1"]


def test_an_answer_that_comes_in_two_files_is_kept_once(two: Two) -> None:
    reference = apply(two.are_bygg)
    take(from_authority(1, confirmation(reference, "K-1")))
    assert take(from_authority(2, confirmation(reference, "K-1"))).records == 0
    assert incoming(two.are_bygg) == ["K-1"]


def test_an_answer_to_nobodys_application_waits_for_a_person(two: Two) -> None:
    take(from_authority(1, confirmation("99999999 BF", "K-1")))
    with agency_scope():
        assert Unplaced.objects.get().reference == "99999999 BF"
    assert seen().unplaced == 1


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"not xml", Wrong.NOT_XML),
        (write(a_file(application())), Wrong.OTHER_WAY),
        (from_authority(1, confirmation("1 BF", "K-1"), filer="OTHER"), Wrong.OTHER_FILER),
        (from_authority(1, confirmation("1 BF", "K-1"))[:-1], Wrong.BROKEN),
    ],
)
def test_what_is_not_for_us_is_kept_with_its_reason_and_takes_no_number(
    two: Two, content: bytes, wrong: Wrong
) -> None:
    assert [take(content).came for _ in range(2)] == [Came.REFUSED, Came.REFUSED]
    assert files(IN) == [(None, "refused")]
    with agency_scope():
        assert Filer.objects.get().taken == 0


def test_a_file_refused_while_the_code_was_wrong_is_taken_when_it_is_right(two: Two) -> None:
    content = from_authority(1, confirmation(apply(two.are_bygg), "K-1"))
    with agency_scope():
        Filer.objects.update(code="WRONG")
    assert take(content).came is Came.REFUSED
    with agency_scope():
        Filer.objects.update(code="EKRA")
    assert take(content).came is Came.TAKEN
    assert files(IN) == [(1, "read")]


def test_fetching_goes_on_after_the_last_and_a_refused_one_is_not_in_the_way(two: Two) -> None:
    reference = apply(two.are_bygg)
    channel = ChannelOfPaper(
        [("a", b"broken"), ("b", from_authority(2, confirmation(reference, "K-2")))],
    )
    assert fetch_files(channel=channel, at=AT) == Fetched(refused=1, waiting=1)
    channel.laid.append(("c", from_authority(1, confirmation(reference, "K-1"))))
    channel.laid.append(("d", from_authority(1, confirmation(reference, "K-1"))))
    assert fetch_files(channel=channel, at=AT) == Fetched(taken=1, known=1, records=2)
    assert fetch_files(channel=channel, at=AT) == Fetched()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(range(1, 7)).flatmap(lambda order: st.lists(st.sampled_from(order), max_size=6).map(
    lambda again: [*order, *again] if len(again) % 2 else [*again, *order])))  # fmt: skip
def test_lost_doubled_and_reordered_files_end_the_same(two: Two, order: list[int]) -> None:
    with agency_scope():
        start = Filer.objects.get().taken
    reference = apply(two.are_bygg, start + 1)
    for number in order:
        take(from_authority(start + number, confirmation(reference, f"K-{start + number}")))
    with tenant_scope(two.are_bygg):
        came = list(
            Incoming.objects.filter(reference=reference).order_by("id").values_list("record_id", flat=True)
        )
    assert came == [f"K-{start + number}" for number in range(1, 7)]
    assert seen().count == 0


def test_ten_who_bring_the_same_file_at_once_take_it_once(two: Two) -> None:
    content = from_authority(1, confirmation(apply(two.are_bygg), "K-1"))
    gate, went = Barrier(10), []

    def bring() -> None:
        gate.wait()
        went.append(take(content).came)
        connection.close()

    threads = [Thread(target=bring) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(went) == [Came.KNOWN] * 9 + [Came.TAKEN]
    assert incoming(two.are_bygg) == ["K-1"]


def test_the_database_lets_no_answer_be_taken_up_again_and_no_file_change(two: Two) -> None:
    take(from_authority(1, confirmation(apply(two.are_bygg), "K-1")))
    with tenant_scope(two.are_bygg):
        Incoming.objects.update(taken_up_at=AT)
    with pytest.raises(DatabaseError), tenant_scope(two.are_bygg):
        Incoming.objects.update(taken_up_at=None)
    for change in ({"state": "waiting"}, {"number": 2}, {"content": b""}):
        with pytest.raises(DatabaseError), agency_scope():
            FilingFile.objects.update(**change)


def test_files_without_a_receipt_and_missing_numbers_are_alarms() -> None:
    assert Alarms(missing=(4,), without_receipt=(2,), not_taken=(), refused_records=1, unplaced=0).count == 3
