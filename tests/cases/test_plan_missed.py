"""A payment that does not come: a warning with a new day, and only then the end of the plan."""

from datetime import date

import pytest

from cases.interrupt import interrupt
from cases.models import CaseEvent, InstalmentPlan
from cases.plan_end import Why, end_plan
from cases.plan_offer import Wish
from cases.plan_step import plan_step
from cases.recall import recall_all_unsent
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.plans import accept, annas_case, books_broken, fresh, locked, log, offer, pay, play
from tests.cast import a_creditor, an_agency, right_now, set_today, take_as_posted

pytestmark = pytest.mark.django_db(transaction=True)

BEGUN = date(2026, 1, 12)
FOUR = Wish(months=4, first=date(2026, 2, 27))
# Due on 27 February. Four bank days for money on its way; missed on 6 March. The warning is posted on Monday 9 March:
# there on the 16th, four days to the 20th, four for what is on its way, and on 27 March the plan may be ended.
MISSED, WARNED_UNTIL, ENDED = date(2026, 3, 6), date(2026, 3, 20), date(2026, 3, 27)


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 January 2026."""
    set_today(BEGUN)
    an_agency()
    return a_creditor()


def test_a_missed_part_is_warned_of_and_then_ends_the_plan(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    play(date(2026, 2, 13))
    play(date(2026, 3, 5))
    play(MISSED)
    with tenant_scope(are_bygg):
        warning = case.events.get(kind=CaseEvent.Kind.PLAN_WARNING)
        assert warning.facts == {"asked_ore": kronor("2613.31"), "until": WARNED_UNTIL.isoformat()}
        plan = InstalmentPlan.objects.get()
        assert (plan.warned_on, plan.warned_until) == (MISSED, WARNED_UNTIL)
    assert fresh(are_bygg, case).next_date == ENDED
    play(date(2026, 3, 26))
    play(ENDED)
    play(ENDED)
    # Posted on Monday 30 March. Good Friday and Easter Monday: there on 8 April, to pay by the 14th, the 20th for what
    # is on its way, and the reminder on the 21st.
    ended = fresh(are_bygg, case)
    assert (ended.state, ended.pay_by, ended.next_action, ended.next_date) == (
        State.REGISTERED,
        date(2026, 4, 14),
        Action.REMIND,
        date(2026, 4, 21),
    )
    with tenant_scope(are_bygg):
        # 10 202.88, and 74 days from 12 January to 27 March: 202.74.
        told = case.events.get(kind=CaseEvent.Kind.PLAN_ENDED)
        assert (told.facts["why"], told.facts["total_ore"]) == ("missed", kronor("10405.62"))
        assert InstalmentPlan.objects.get().state == InstalmentPlan.State.BROKEN
    assert log(are_bygg, case) == [
        ("registered", BEGUN, "registered"),
        ("plan_offered", BEGUN, "registered"),
        ("plan_accepted", BEGUN, "plan"),
        ("plan_notice", date(2026, 2, 13), "plan"),
        ("plan_warning", MISSED, "plan"),
        ("plan_ended", ENDED, "registered"),
    ]
    assert books_broken() == []


def test_what_was_missed_and_comes_after_the_warning_keeps_the_plan(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    play(date(2026, 2, 13))
    play(MISSED)
    pay(are_bygg, case, "2613.31", WARNED_UNTIL)
    # The notice for 27 March was to be written on the 13th: it is written now.
    assert (fresh(are_bygg, case).next_action, fresh(are_bygg, case).next_date) == (
        Action.PLAN_NOTICE,
        date(2026, 3, 13),
    )
    play(date(2026, 3, 23))
    assert (fresh(are_bygg, case).next_action, fresh(are_bygg, case).next_date) == (
        Action.PLAN_WARNING,
        date(2026, 4, 7),
    )
    play(ENDED)
    assert fresh(are_bygg, case).state == State.PLAN


def test_a_part_of_what_was_missed_is_not_enough(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    play(date(2026, 2, 13))
    play(MISSED)
    pay(are_bygg, case, "2613.30", WARNED_UNTIL)
    play(ENDED)
    assert fresh(are_bygg, case).state == State.REGISTERED


def test_late_days_interest_is_asked_for_when_all_parts_are_paid(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, Wish(months=1, first=date(2026, 2, 27))))
    play(date(2026, 2, 13))
    # 10 202.88 and 46 days: 126.03. Three days late: 3 × 10 000 × 10 % / 365 = 8.219…; 49 days at once are 134.25.
    pay(are_bygg, case, "10328.91", date(2026, 3, 2))
    assert (fresh(are_bygg, case).next_action, fresh(are_bygg, case).next_date) == (
        Action.END_PLAN,
        date(2026, 3, 3),
    )
    play(date(2026, 3, 3))
    with tenant_scope(are_bygg):
        ended = case.events.get(kind=CaseEvent.Kind.PLAN_ENDED)
        assert (ended.facts["why"], ended.facts["total_ore"]) == ("rest", kronor("8.22"))
        assert InstalmentPlan.objects.get().state == InstalmentPlan.State.ENDED
    pay(are_bygg, case, "8.22", date(2026, 3, 16))
    assert fresh(are_bygg, case).state == State.PAID
    assert books_broken() == []


def test_the_letter_that_ends_a_plan_and_did_not_leave_names_its_new_day_in_its_words_too(
    are_bygg: int,
) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    take_as_posted(are_bygg)
    set_today(MISSED)
    (at, today), rates = right_now(), current_rates()
    with tenant_scope(are_bygg):
        anna = locked(are_bygg, case)
        end_plan(case=anna, why=Why.AGENCY, today=today, at=at, by=MACHINE, rates=rates)
        ended = case.events.get(kind=CaseEvent.Kind.PLAN_ENDED)
    # To be posted on Monday 9 March, and to be paid by Friday the 20th.
    assert ended.facts["pay_by"] == "2026-03-20"
    set_today(date(2026, 3, 11))
    at, today = right_now()
    assert recall_all_unsent(today=today, at=at, rates=rates) == 1
    # Posted on Thursday 12 March: there on the 19th, to pay by the 25th, the 31st for what is on its way.
    asked = fresh(are_bygg, case)
    assert (asked.pay_by, asked.next_action, asked.next_date) == (
        date(2026, 3, 25),
        Action.REMIND,
        date(2026, 4, 1),
    )
    with tenant_scope(are_bygg):
        told = case.events.select_related("dispatch").get(kind=CaseEvent.Kind.TOLD)
        assert told.dispatch is not None
        assert told.dispatch.facts["paragraphs"] == [
            "Din amorteringsplan gäller inte längre.",
            "Nu ska det som är kvar av skulden betalas, senast onsdag 25\u00a0mars.",
        ]
        assert told.facts == {**ended.facts, "pay_by": "2026-03-25"}


def test_running_a_step_again_does_nothing_more(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    set_today(date(2026, 2, 13))
    at, today = right_now()
    for _ in range(2):
        with tenant_scope(are_bygg):
            plan_step(case=locked(are_bygg, case), today=today, at=at, rates=current_rates())
    with tenant_scope(are_bygg):
        assert case.events.filter(kind=CaseEvent.Kind.PLAN_NOTICE).count() == 1


def test_something_stronger_ends_the_plan_and_lets_an_offer_lapse(are_bygg: int) -> None:
    case = annas_case(are_bygg)
    accept(are_bygg, case, offer(are_bygg, case, FOUR))
    offer(are_bygg, case, Wish(months=3, first=date(2026, 2, 27)))
    at, today = right_now()
    with tenant_scope(are_bygg):
        interrupt(case=locked(are_bygg, case), on=today, at=at)
        assert list(InstalmentPlan.objects.order_by("version").values_list("state", "ended_on")) == [
            ("ended", BEGUN),
            ("lapsed", None),
        ]
        assert balance(account=Account.CLAIM_PLAN) == kronor("170.00")
