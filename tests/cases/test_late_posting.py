"""The printed date holds only if the post did: what becomes of a letter that was posted later than it says.

Anna owes 10 000.00 due 30 September 2026 at 10 %: 2.7397 kr a day. A letter gives five bank days for the post and four
more to pay.
"""

from datetime import date
from typing import Any

import pytest

from cases.debt import debt_of
from cases.models import Case, CaseEvent
from cases.move import Next, move
from cases.note_posted import note_all_posted
from cases.states import Action, State
from cases.timeline import past_events
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.test_late_news import due_on
from tests.cases.test_process import pay, play
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today, take_as_posted

pytestmark = pytest.mark.django_db(transaction=True)

REMINDED, DEMANDED = date(2026, 10, 13), date(2026, 11, 2)


def registered(on: date) -> Case:
    set_today(on)
    an_agency()
    return a_case(a_creditor())


def fresh(case: Case) -> Case:
    with tenant_scope(case.creditor_id):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def posted(case: Case, on: date) -> int:
    """The waiting letter is posted on `on`, and the case is told that day; how many cases were told."""
    set_today(on)
    take_as_posted(case.creditor_id)
    return told()


def told() -> int:
    at, today = right_now()
    return note_all_posted(today=today, at=at, rates=current_rates())


def kinds_of(case: Case) -> list[str]:
    with tenant_scope(case.creditor_id):
        return list(case.events.order_by("id").values_list("kind", flat=True))


def test_a_demand_posted_three_days_late_counts_as_not_sent_and_is_written_again_with_its_fee() -> None:
    case = registered(date(2026, 10, 12))
    play(REMINDED)
    due_on(DEMANDED)
    told()
    # Printed: Friday 13 November. Posted on Thursday the 5th it is there on the 12th; four bank days later is the 18th.
    assert posted(case, date(2026, 11, 5)) == 1
    back = fresh(case)
    assert (back.state, back.pay_by, back.next_action, back.next_date) == (
        State.REMINDED,
        date(2026, 10, 26),
        Action.DEMAND,
        date(2026, 11, 6),
    )
    rates = current_rates()
    with tenant_scope(case.creditor_id):
        debt = debt_of(case=back, on=date(2026, 11, 5), rates=rates)
        # 36 days: 98.63; the reminder's 60 stands, the demand's 180 does not.
        assert (debt.reminder, debt.demand, debt.total) == (6_000, 0, 1_015_863)
    assert told() == 0
    play(date(2026, 11, 6))
    again = fresh(case)
    assert (again.state, again.pay_by) == (State.DEMANDED, date(2026, 11, 19))
    with tenant_scope(case.creditor_id):
        assert balance(account=Account.CLAIM_DEMAND) == 18_000
        letters = Dispatch.objects.order_by("letter_number").values_list("kind", "state", "void")
        assert list(letters) == [
            ("reminder", "posted", False),
            ("demand", "posted", True),
            ("demand", "posted", False),
        ]
        # 37 days: 101.37.
        assert again.events.filter(kind=CaseEvent.Kind.DEMANDED).latest("id").facts["total_ore"] == 1_034_137


def test_a_demand_posted_a_day_late_over_the_weekend_still_gives_its_time() -> None:
    case = registered(date(2026, 10, 9))
    play(date(2026, 10, 12))
    due_on(date(2026, 10, 30))
    told()
    # Posted on Saturday instead of Friday: there on Friday 6 November all the same, and the printed 12th is lawful.
    assert posted(case, date(2026, 10, 31)) == 1
    still = fresh(case)
    assert (still.state, still.pay_by, still.next_action, still.next_date) == (
        State.DEMANDED,
        date(2026, 11, 12),
        Action.AWAIT_DECISION,
        date(2026, 11, 19),
    )
    with tenant_scope(case.creditor_id):
        assert balance(account=Account.CLAIM_DEMAND) == 18_000
        event = still.events.get(kind=CaseEvent.Kind.POSTED, on=date(2026, 10, 31))
        assert event.facts == {"late": True, "moved": False}
        assert (
            past_events(case=still, events=[event])[0].line
            == "Senare än planerat. Tiden i brevet räcker ändå."
        )


def test_a_reminder_posted_late_goes_back_to_the_beginning() -> None:
    case = registered(date(2026, 10, 12))
    due_on(REMINDED)
    # Printed 26 October; posted on the 14th it would have had to say the 27th.
    assert posted(case, date(2026, 10, 14)) == 1
    assert (fresh(case).state, fresh(case).pay_by) == (State.REGISTERED, None)
    assert (fresh(case).next_action, fresh(case).next_date) == (Action.REMIND, date(2026, 10, 15))
    assert kinds_of(case) == ["registered", "reminded", "not_sent"]
    with tenant_scope(case.creditor_id):
        assert balance(account=Account.CLAIM_REMINDER) == 0


def test_a_fee_that_has_been_paid_stands_and_the_new_letter_has_none() -> None:
    case = registered(date(2026, 10, 12))
    play(REMINDED)
    due_on(DEMANDED)
    told()
    set_today(date(2026, 11, 5))
    take_as_posted(case.creditor_id)
    # 60 + 180 + 98.63 (36 days) + 161.37 of the capital.
    pay(case.creditor_id, case, "500.00", date(2026, 11, 5))
    assert told() == 1
    assert fresh(case).state == State.REMINDED
    play(date(2026, 11, 6))
    with tenant_scope(case.creditor_id):
        again = case.events.filter(kind=CaseEvent.Kind.DEMANDED).latest("id")
        # 9 838.63 and a day of it: 2.70.
        assert (again.amount_ore, again.facts["total_ore"]) == (0, 984_133)
        assert balance(account=Account.DUE_COSTS) == -24_000


def test_in_a_dispute_the_news_waits_until_the_case_is_back() -> None:
    case = registered(date(2026, 10, 12))
    play(REMINDED)
    due_on(DEMANDED)
    told()
    disputed = fresh(case)
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        happened: dict[str, Any] = {"on": today, "at": at, "by": MACHINE, "next_step": None}
        move(case=disputed, action=Action.DISPUTE, kind=CaseEvent.Kind.DISPUTED, **happened)
    assert posted(case, date(2026, 11, 5)) == 0
    with tenant_scope(case.creditor_id):
        happened["next_step"] = Next(action=Action.AWAIT_DECISION, on=date(2026, 11, 20))
        kind = CaseEvent.Kind.DISPUTE_REJECTED
        move(case=disputed, action=Action.REJECT_DISPUTE, kind=kind, **happened)
    assert told() == 1
    assert (fresh(case).state, fresh(case).next_action) == (State.REMINDED, Action.DEMAND)


def test_a_case_that_was_paid_before_the_news_stays_closed() -> None:
    case = registered(date(2026, 10, 12))
    play(REMINDED)
    due_on(DEMANDED)
    told()
    set_today(date(2026, 11, 5))
    take_as_posted(case.creditor_id)
    # 36 days: 98.63, and 60 and 180.
    pay(case.creditor_id, case, "10338.63", date(2026, 11, 5))
    assert fresh(case).state == State.PAID
    assert told() == 1
    assert fresh(case).state == State.PAID
    assert kinds_of(case)[-1] == "posted"
