"""A rejected dispute's letter: a new lawful time, however late it goes, and its amount settles."""

from datetime import date

import pytest

from cases.decide_dispute import reject
from cases.models import Case, CaseEvent, Dispute, Ground, Notice
from cases.move import move
from cases.note_posted import note_all_posted
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from tests.cases.disputes import (
    dispute_whole,
    letters,
    mails,
    recalled_on,
    the_dispute,
)
from tests.cases.said import (
    ASTRID_ACTS,
    act,
    claims_of,
    fresh,
    last,
    locked,
    says,
    story,
    take_up,
    the_books_balance,
)
from tests.cast import a_case, right_now, set_today, take_as_posted
from tests.debtor_portal.given import pay, play

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's case, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


def test_rejected_the_case_goes_back_and_the_debtor_gets_a_new_lawful_time(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    event = act(case, reject, by=ASTRID_ACTS)
    # Posted 5 Nov; presumed there 12 Nov; four more bank days: 18 Nov. Grace to 24 Nov; next step 25 Nov.
    # Interest to 5 Nov, 36 days: 10 000 × 10 % × 36 / 365 = 98.630…
    assert event.facts == {
        "dispute": the_dispute(case).pk,
        "credited_ore": 0,
        "total_ore": 1_015_863,
        "pay_by": "2026-11-18",
    }
    back = fresh(case)
    assert (back.state, back.resumes, back.pay_by) == (State.REMINDED, "", date(2026, 11, 18))
    assert (back.next_action, back.next_date) == ("demand", date(2026, 11, 25))
    assert letters(case) == [("reminder", "posted"), ("dispute_outcome", "composed")]
    assert story(case)[2:] == [
        ("noticed", date(2026, 10, 20), "machine", "reminded"),
        ("disputed", date(2026, 10, 20), "machine", "disputed"),
        ("dispute_rejected", date(2026, 11, 4), "staff", "reminded"),
    ]
    assert claims_of(case) == {"claim_capital": 1_000_000, "claim_reminder": 6_000}
    assert the_books_balance()


def test_the_rejecting_letters_amount_in_its_time_closes_the_case(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    set_today(date(2026, 11, 5))
    take_as_posted(case.creditor_id)
    set_today(date(2026, 11, 18))
    pay(case, "10158.63", on=date(2026, 11, 18), bank_entry=1)
    assert fresh(case).state == State.PAID
    # 49 days would be 134.25; the letter said 98.63.
    assert last(case, CaseEvent.Kind.PAID).facts["waived_ore"] == 3_562
    assert the_books_balance()


def test_a_rejecting_letter_that_did_not_leave_is_told_again_with_a_new_lawful_time(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    # Its printed time was out on 18 November.
    assert recalled_on(date(2026, 11, 19)) == 1
    # Posted 20 Nov; presumed there 27 Nov; four more bank days: 3 Dec. Grace to 9 Dec; next step 10 Dec.
    waits = fresh(case)
    assert (waits.state, waits.pay_by) == (State.REMINDED, date(2026, 12, 3))
    assert (waits.next_action, waits.next_date) == (Action.DEMAND, date(2026, 12, 10))
    told = last(case, CaseEvent.Kind.TOLD)
    assert (told.facts["total_ore"], told.facts["pay_by"]) == (1_015_863, "2026-12-03")
    assert told.dispatch is not None
    assert told.dispatch.planned_on == date(2026, 11, 20)
    assert told.dispatch.facts["payment"]["pay_by"] == "2026-12-03"
    assert told.dispatch.facts["payment"]["amount"] == 1_015_863
    set_today(date(2026, 11, 20))
    take_as_posted(case.creditor_id)
    play(date(2026, 12, 9))
    before = [("reminder", "posted"), ("dispute_outcome", "cancelled"), ("dispute_outcome", "posted")]
    assert letters(case) == before
    play(date(2026, 12, 10))
    assert letters(case) == [*before, ("demand", "posted")]


def test_the_amount_of_the_letter_that_was_told_again_closes_the_case_in_its_new_time(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    assert recalled_on(date(2026, 11, 19)) == 1
    set_today(date(2026, 12, 3))
    pay(case, "10158.63", on=date(2026, 12, 3), bank_entry=1)
    assert fresh(case).state == State.PAID
    # 64 days would be 175.34; the letter said 98.63.
    assert last(case, CaseEvent.Kind.PAID).facts["waived_ore"] == 7_671
    assert the_books_balance()


def test_what_is_paid_before_the_letter_is_told_again_is_taken_off_it(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    set_today(date(2026, 11, 10))
    pay(case, "4000.00", on=date(2026, 11, 10), bank_entry=1)
    assert recalled_on(date(2026, 11, 19)) <= 1
    told = last(case, CaseEvent.Kind.TOLD)
    assert told.dispatch is not None
    # 10 158.63 − 4 000.00.
    assert (told.facts["total_ore"], told.dispatch.facts["payment"]["amount"]) == (615_863, 615_863)
    assert "4\u00a0000,00" in told.dispatch.facts["paragraphs"][-1]
    set_today(date(2026, 12, 1))
    pay(case, "6158.63", on=date(2026, 12, 1), bank_entry=2)
    assert fresh(case).state == State.PAID
    assert the_books_balance()


def test_a_debt_that_is_disputed_again_is_not_asked_for_by_the_letter_that_did_not_leave(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        move(
            case=locked(case),
            action=Action.DISPUTE,
            kind=CaseEvent.Kind.DISPUTED,
            on=today,
            at=at,
            by=ASTRID_ACTS,
            next_step=None,
        )
    assert recalled_on(date(2026, 11, 19)) == 0
    assert letters(case) == [("reminder", "posted"), ("dispute_outcome", "cancelled")]


def test_a_rejecting_letter_that_was_posted_late_puts_the_demand_off(case: Case) -> None:
    dispute_whole(case)
    set_today(date(2026, 11, 4))
    act(case, reject, by=ASTRID_ACTS)
    set_today(date(2026, 11, 12))
    take_as_posted(case.creditor_id)
    at, today = right_now()
    note_all_posted(today=today, at=at, rates=current_rates())
    # It says 18 Nov. Posted 12 Nov it is there on the 19th; four more bank days: 25 Nov. Grace to 1 Dec; then 2 Dec.
    assert last(case, CaseEvent.Kind.POSTED).facts == {"late": True, "moved": True}
    waits = fresh(case)
    assert (waits.next_action, waits.next_date) == (Action.DEMAND, date(2026, 12, 2))
    before = [("reminder", "posted"), ("dispute_outcome", "posted")]
    play(date(2026, 12, 1))
    assert letters(case) == before
    play(date(2026, 12, 2))
    assert letters(case) == [*before, ("demand", "posted")]


def test_whoever_gives_no_ground_is_asked_for_it_while_the_case_rests(case: Case) -> None:
    set_today(date(2026, 10, 20))
    says(case, Notice.Kind.DISPUTE)
    assert take_up() == 1
    assert letters(case) == [("reminder", "posted"), ("dispute_grounds", "composed")]
    assert story(case)[2:] == [
        ("noticed", date(2026, 10, 20), "machine", "reminded"),
        ("disputed", date(2026, 10, 20), "machine", "disputed"),
        ("told", date(2026, 10, 20), "machine", "disputed"),
    ]
    assert claims_of(case) == {"claim_capital": 1_000_000, "claim_reminder": 6_000}
    # The grounds come: the same dispute, and the creditor is told that there is more to read.
    says(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_GOODS, text="Kaklet sitter snett.")
    assert take_up() == 1
    with tenant_scope(case.creditor_id):
        assert Dispute.objects.count() == 1
    assert mails(case) == [
        f"Kravet är bestritt: ärende {case.number}, faktura 1042",
        f"Mer om bestridandet: ärende {case.number}, faktura 1042",
    ]
