"""Every act locks the case first and its letters after it: two at once wait for one another, and never both."""

from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from cases.models import Case
from cases.note_posted import note_posted
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.endings import REMINDED, annas_case, are_bygg_on, broken, log, opened, state, take_back_case
from tests.cases.test_late_news import due_on
from tests.cast import a_case, right_now, set_today, take_as_posted
from tests.payments.crowd import PATIENCE, crowd

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, TRIES = 5, 100_000


def only_letter(case: Case) -> int:
    with tenant_scope(case.creditor_id):
        return Dispatch.objects.values_list("pk", flat=True).get(case_number=case.number, kind="reminder")


def note(case: Case, letter: int) -> str:
    at, today = right_now()
    event = note_posted(
        creditor_id=case.creditor_id, dispatch_id=letter, today=today, at=at, rates=current_rates()
    )
    return str(event.kind) if event else ""


def somebody_waits() -> bool:
    """Whether a connection waits for a lock, asked until one does."""
    with connection.cursor() as cursor:
        for _ in range(TRIES):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return True
    return False


def test_who_waits_for_the_case_holds_none_of_its_letters() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    letter, locked = only_letter(case), Barrier(2)

    def act(number: int) -> str:
        if number:
            locked.wait(PATIENCE)
            return note(case, letter)
        with opened(case):
            locked.wait(PATIENCE)
            assert somebody_waits()
            return Dispatch.objects.select_for_update(nowait=True).get(pk=letter).kind

    with crowd(2) as people:
        assert people.rush(act) == ["reminder", "posted"]
    assert log(case) == ["registered", "reminded", "posted"]


def test_a_letter_is_noted_as_posted_while_its_case_is_withdrawn() -> None:
    creditor = are_bygg_on()
    cases = [a_case(creditor, invoice_number=f"{number}") for number in range(ROUNDS)]
    due_on(REMINDED)
    take_as_posted(creditor)
    set_today(date(2026, 10, 14))
    with crowd(2) as people:
        for case in cases:
            letter = only_letter(case)
            acts = (
                lambda case=case, letter=letter: note(case, letter),
                lambda case=case: take_back_case(case).kind,
            )
            assert people.rush(lambda number, acts=acts: acts[number]()) == ["posted", "withdrawn"]  # type: ignore[misc]
            assert (state(case), sorted(log(case)[2:])) == (State.WITHDRAWN, ["posted", "withdrawn"])
    assert broken() == []
