"""Letters reach the print house once, whatever breaks, and what it posted is noted once."""

import threading
from collections import Counter
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from ekrav import clock
from ekrav.sandbox.print_house import bring_letter_back, play
from ekrav.tenancy import agency_scope, tenant_scope
from letters import tasks
from letters.channels.print_house import Unreachable
from letters.dispatch import cancel, render_due
from letters.models import Dispatch, PrintJob
from letters.print_jobs import collect_posted, hand_over, take_back
from ops.postgres import SUPERUSER
from ops.throwaway import Throwaway
from tests.letters.cast import demand_facts, reminder_facts
from tests.letters.houses import Sandbox, Unlucky, taken_once
from tests.letters.test_dispatch import composed, founded, now

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)
State, Job = Dispatch.State, PrintJob.State
Letters = list[tuple[int, Dispatch]]


@pytest.fixture
def letters(monkeypatch: Any) -> Letters:
    """Three rendered letters: two of Åre Bygg's, one of another creditor's."""
    numbers = iter(range(100))
    # The PDFs' looks are other tests' business; here they only have to differ.
    monkeypatch.setattr("letters.dispatch.render", lambda **_: b"%PDF-1.7 " + str(next(numbers)).encode())
    monkeypatch.setattr("letters.dispatch.page_count", lambda _: 2)
    are, other = founded(), founded()
    made = [
        (are, composed(are, reminder_facts())),
        (are, composed(are, demand_facts())),
        (other, composed(other, demand_facts())),
    ]
    assert render_due().done == 3
    return made


def states(letters: Letters) -> list[str]:
    return [now(creditor, dispatch).state for creditor, dispatch in letters]


def jobs() -> list[PrintJob]:
    with agency_scope():
        return list(PrintJob.objects.order_by("pk"))


def test_a_days_letters_of_all_creditors_leave_in_one_job(sandbox: Sandbox, letters: Letters) -> None:
    assert hand_over(today=DAY, house=sandbox.house) == 3
    (job,) = jobs()
    assert (job.state, job.count, job.created_on) == (Job.HANDED_OVER, 3, DAY)
    assert states(letters) == [State.HANDED_OVER] * 3
    assert {str(dispatch.public_id) for _, dispatch in letters} == set(taken_once(sandbox))
    assert hand_over(today=DAY, house=sandbox.house) == 0
    assert len(jobs()) == 1


def test_the_print_house_has_the_very_bytes_that_are_kept(sandbox: Sandbox, letters: Letters) -> None:
    hand_over(today=DAY, house=sandbox.house)
    (job,) = jobs()
    for creditor, dispatch in letters:
        file = sandbox.store.folder("print") / str(job.public_id) / f"{dispatch.public_id}.pdf"
        pdf = now(creditor, dispatch).pdf
        assert pdf is not None
        assert file.read_bytes() == bytes(pdf)


def test_the_manifest_names_nobody(sandbox: Sandbox, letters: Letters) -> None:
    hand_over(today=DAY, house=sandbox.house)
    said = jobs()[0].manifest
    assert set(said) == {"job", "posting_day", "count", "letters"}
    assert all(set(letter) == {"id", "file", "sha256", "pages"} for letter in said["letters"])
    assert "Lindqvist" not in str(said)
    assert "11042950" not in str(said)


def test_a_letter_planned_for_later_waits(sandbox: Sandbox, letters: Letters) -> None:
    assert hand_over(today=DAY - timedelta(days=1), house=sandbox.house) == 0
    assert states(letters) == [State.RENDERED, State.RENDERED, State.RENDERED]
    assert hand_over(today=DAY, house=sandbox.house) == 3


def test_a_stopped_letter_does_not_leave(sandbox: Sandbox, letters: Letters) -> None:
    creditor, dispatch = letters[0]
    with tenant_scope(creditor):
        assert cancel(dispatch=dispatch)
    assert hand_over(today=DAY, house=sandbox.house) == 2
    assert str(dispatch.public_id) not in taken_once(sandbox)


def test_more_letters_than_a_job_holds_make_more_jobs(sandbox: Sandbox, letters: Letters) -> None:
    assert hand_over(today=DAY, house=sandbox.house, at_most=2) == 3
    assert [job.count for job in jobs()] == [2, 1]
    assert set(taken_once(sandbox).values()) == {1}


@pytest.mark.parametrize(("before", "after"), [(1, 0), (0, 1)])
def test_a_line_that_breaks_before_or_after_arrival_sends_nothing_twice(
    sandbox: Sandbox, letters: Letters, before: int, after: int
) -> None:
    house = Unlucky(sandbox.house, breaks_before=before, breaks_after=after)
    with pytest.raises(Unreachable):
        hand_over(today=DAY, house=house)
    assert [job.state for job in jobs()] == [Job.MADE]
    assert states(letters) == [State.RENDERED] * 3
    assert hand_over(today=DAY, house=house) == 3
    assert [job.state for job in jobs()] == [Job.HANDED_OVER]
    assert set(taken_once(sandbox).values()) == {1}


@pytest.mark.parametrize(("before", "after", "left"), [(1, 0, 0), (0, 1, 3)])
def test_a_job_whose_day_has_passed_leaves_only_if_it_arrived_that_day(
    sandbox: Sandbox, letters: Letters, before: int, after: int, left: int
) -> None:
    house = Unlucky(sandbox.house, breaks_before=before, breaks_after=after)
    with pytest.raises(Unreachable):
        hand_over(today=DAY, house=house)
    assert hand_over(today=MONDAY, house=house) == left
    assert len(taken_once(sandbox)) == left


def test_a_crash_between_the_hand_over_and_its_note_is_made_good(sandbox: Sandbox, letters: Letters) -> None:
    hand_over(today=DAY, house=sandbox.house)
    creditor, dispatch = letters[0]
    with tenant_scope(creditor):
        Dispatch.objects.filter(pk=dispatch.pk).update(state=State.RENDERED)
    with agency_scope():
        PrintJob.objects.update(state=Job.MADE)
    assert hand_over(today=DAY, house=sandbox.house) == 1
    assert states(letters) == [State.HANDED_OVER] * 3
    assert set(taken_once(sandbox).values()) == {1}


def test_a_letter_to_stop_in_a_job_that_never_arrived_is_stopped_and_the_rest_leave_in_a_new_job(
    sandbox: Sandbox, letters: Letters
) -> None:
    house = Unlucky(sandbox.house, breaks_before=1)
    with pytest.raises(Unreachable):
        hand_over(today=DAY, house=house)
    creditor, dispatch = letters[1]
    with tenant_scope(creditor):
        assert not cancel(dispatch=dispatch)
    assert hand_over(today=DAY, house=house) == 2
    assert states(letters) == [State.HANDED_OVER, State.CANCELLED, State.HANDED_OVER]
    first, second = jobs()
    assert (first.state, second.state, second.count) == (Job.REFUSED, Job.HANDED_OVER, 2)
    assert str(dispatch.public_id) not in taken_once(sandbox)


def test_a_letter_to_stop_in_a_job_that_did_arrive_has_left(sandbox: Sandbox, letters: Letters) -> None:
    house = Unlucky(sandbox.house, breaks_after=1)
    with pytest.raises(Unreachable):
        hand_over(today=DAY, house=house)
    creditor, dispatch = letters[1]
    with tenant_scope(creditor):
        assert not cancel(dispatch=dispatch)
    assert hand_over(today=DAY, house=house) == 3
    assert states(letters) == [State.HANDED_OVER] * 3


def test_a_refused_job_is_kept_with_its_reason_and_stops_no_other(sandbox: Sandbox, letters: Letters) -> None:
    with pytest.raises(Unreachable):
        hand_over(today=DAY, house=Unlucky(sandbox.house, breaks_before=1))
    (job,) = jobs()
    sandbox.house.bar(job_id=job.public_id)
    assert hand_over(today=DAY, house=sandbox.house) == 0
    (job,) = jobs()
    assert (job.state, job.problem) == (Job.REFUSED, '410: {"errors":["the id is barred"]}\n')
    take_back(job=job)
    assert hand_over(today=DAY, house=sandbox.house) == 3
    assert set(taken_once(sandbox).values()) == {1}


def test_bytes_that_are_no_longer_those_of_the_manifest_do_not_leave(
    sandbox: Sandbox, letters: Letters, servers: Throwaway
) -> None:
    with pytest.raises(Unreachable):
        hand_over(today=DAY, house=Unlucky(sandbox.house, breaks_before=1))
    # The application cannot do it: a disk that went wrong, or somebody with the server's keys.
    with psycopg.connect(servers.url(SUPERUSER), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE letters_dispatch SET pdf = %s WHERE id = %s", [b"%PDF-1.7", letters[0][1].pk])
    assert hand_over(today=DAY, house=sandbox.house) == 0
    (job,) = jobs()
    assert (job.state, job.problem) == (Job.REFUSED, "the bytes kept are not those of the manifest")
    assert taken_once(sandbox) == Counter()


def test_what_is_posted_is_noted_with_its_day(sandbox: Sandbox, letters: Letters) -> None:
    hand_over(today=DAY, house=sandbox.house)
    assert collect_posted(today=DAY, house=sandbox.house) == 0
    assert [job.state for job in jobs()] == [Job.ACCEPTED]
    assert play(store=sandbox.store, today=DAY - timedelta(days=1)) == 0
    assert play(store=sandbox.store, today=MONDAY) == 3
    assert collect_posted(today=MONDAY, house=sandbox.house) == 3
    assert [now(*letter).posted_on for letter in letters] == [MONDAY] * 3
    assert states(letters) == [State.POSTED] * 3
    assert [job.state for job in jobs()] == [Job.POSTED]
    assert collect_posted(today=MONDAY, house=sandbox.house) == 0


def test_a_letter_the_post_brings_back_weeks_later_is_noted(sandbox: Sandbox, letters: Letters) -> None:
    hand_over(today=DAY, house=sandbox.house)
    play(store=sandbox.store, today=DAY)
    collect_posted(today=DAY, house=sandbox.house)
    assert bring_letter_back(store=sandbox.store, letter_id=letters[2][1].public_id)
    later = DAY + timedelta(days=21)
    assert collect_posted(today=later, house=sandbox.house) == 1
    assert states(letters) == [State.POSTED, State.POSTED, State.RETURNED]
    assert now(*letters[2]).posted_on == DAY
    assert collect_posted(today=later, house=sandbox.house) == 0


def test_a_posting_day_that_cannot_be_is_not_believed(sandbox: Sandbox, letters: Letters) -> None:
    hand_over(today=DAY, house=sandbox.house)
    play(store=sandbox.store, today=MONDAY)
    assert collect_posted(today=DAY, house=sandbox.house) == 0
    assert states(letters) == [State.HANDED_OVER] * 3
    assert [job.state for job in jobs()] == [Job.ACCEPTED]


def test_a_job_the_print_house_lost_is_handed_over_again(sandbox: Sandbox, letters: Letters) -> None:
    hand_over(today=DAY, house=sandbox.house)
    (job,) = jobs()
    sandbox.store.take(space="print_job", key=str(job.public_id))
    assert collect_posted(today=DAY, house=sandbox.house) == 0
    assert play(store=sandbox.store, today=DAY) == 3
    assert collect_posted(today=DAY, house=sandbox.house) == 3


def test_many_workers_at_once_hand_every_letter_over_once(sandbox: Sandbox, letters: Letters) -> None:
    start, counts = threading.Barrier(8), []

    def work() -> None:
        try:
            start.wait()
            counts.append(hand_over(today=DAY, house=sandbox.house))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 3
    assert set(taken_once(sandbox).values()) == {1}
    assert len(taken_once(sandbox)) == 3
    assert states(letters) == [State.HANDED_OVER] * 3


def test_stopping_and_handing_over_at_once_never_both_win(sandbox: Sandbox, letters: Letters) -> None:
    start, stopped = threading.Barrier(2), []
    creditor, dispatch = letters[1]

    def stop() -> None:
        try:
            start.wait()
            with tenant_scope(creditor):
                stopped.append(cancel(dispatch=dispatch))
        finally:
            connection.close()

    worker = threading.Thread(target=stop)
    worker.start()
    start.wait()
    hand_over(today=DAY, house=sandbox.house)
    worker.join()
    left = str(dispatch.public_id) in taken_once(sandbox)
    assert stopped == [not left]


def test_the_tasks_take_a_letter_from_facts_to_the_post(sandbox: Sandbox, settings: Any) -> None:
    settings.PRINT_URL = sandbox.house.address
    with agency_scope():
        today = clock.today()
    creditor = founded()
    dispatch = composed(creditor, on=today)
    tasks.render_letters()
    tasks.hand_over_letters()
    assert play(store=sandbox.store, today=today) == 1
    tasks.collect_posted_letters()
    posted = now(creditor, dispatch)
    assert (posted.state, posted.posted_on) == (State.POSTED, today)
