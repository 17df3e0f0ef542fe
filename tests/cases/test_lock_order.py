"""Every act locks the case first and its letters after it: two at once wait for one another, and never both."""

from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from cases.models import Case, JointDebtor, Situation
from cases.note_posted import note_posted
from cases.situations.go_on import end
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.endings import REMINDED, annas_case, are_bygg_on, broken, log, opened, state, take_back_case
from tests.cases.happening import Registers, enters, handles, the
from tests.cases.test_late_news import due_on
from tests.cast import a_case, right_now, set_today, take_as_posted
from tests.debtor_portal.given import BO_OWES
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


def test_what_is_known_of_one_whose_other_cases_somebody_has_stops_them_by_the_next_round() -> None:
    creditor = are_bygg_on()
    own = a_case(creditor, debtor=BO_OWES)
    theirs = a_case(creditor, joint=[BO_OWES], invoice_number="2")
    shared = a_case(creditor, joint=[BO_OWES], invoice_number="3")
    held, begun = Barrier(2), Barrier(2)

    def act(number: int) -> str:
        if number:
            with opened(theirs), opened(shared):
                held.wait(PATIENCE)
                begun.wait(PATIENCE)
            return ""
        held.wait(PATIENCE)
        made = enters(creditor, own, Situation.Kind.BANKRUPTCY, right_now()[1])
        begun.wait(PATIENCE)
        return made.kind

    with crowd(2) as people:
        assert people.rush(act) == ["bankruptcy", ""]
    assert whose(creditor) == [(own.pk, None)]
    registers = Registers()
    registers.take_in()
    with tenant_scope(creditor):
        bo = dict(JointDebtor.objects.filter(label="Bo Nilsson").values_list("case_id", "debtor_id"))
    everywhere = [(own.pk, None), (theirs.pk, bo[theirs.pk]), (shared.pk, bo[shared.pk])]
    assert whose(creditor) == everywhere
    # What a handler has ended in one of them is not begun there anew.
    handles(creditor, theirs, end, situation=the(creditor, theirs, Situation.Kind.BANKRUPTCY))
    registers.take_in()
    assert whose(creditor) == everywhere


def test_what_is_known_of_one_of_two_reaches_the_cases_it_owes_alone() -> None:
    creditor = are_bygg_on()
    theirs = a_case(creditor, joint=[BO_OWES])
    with tenant_scope(creditor):
        bo = JointDebtor.objects.get(label="Bo Nilsson").debtor
    own = a_case(creditor, debtor=BO_OWES, invoice_number="2")
    with crowd(2) as people:
        held, begun = Barrier(2), Barrier(2)

        def act(number: int) -> str:
            if number:
                with opened(own):
                    held.wait(PATIENCE)
                    begun.wait(PATIENCE)
                return ""
            held.wait(PATIENCE)
            made = enters(creditor, theirs, Situation.Kind.BANKRUPTCY, right_now()[1], debtor=bo)
            begun.wait(PATIENCE)
            return made.kind

        assert people.rush(act) == ["bankruptcy", ""]
    assert whose(creditor) == [(theirs.pk, bo.pk)]
    Registers().take_in()
    assert whose(creditor) == [(theirs.pk, bo.pk), (own.pk, None)]


def whose(creditor: int) -> list[tuple[int, int | None]]:
    """In which cases something is known, of which of their debtors."""
    with tenant_scope(creditor):
        return list(Situation.objects.order_by("id").values_list("case_id", "debtor_id"))
