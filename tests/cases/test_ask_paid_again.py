""" "Have you been paid?" once more: a case that comes back to a step has a new last day, and much may have happened."""

from collections.abc import Callable
from datetime import date

import pytest

from cases.decide_dispute import reject
from cases.models import Case, CaseEvent, Question
from cases.plan_end import Why, end_plan
from cases.plan_offer import Wish, offer_plan
from cases.questions import open_questions
from cases.respite import Reason, give_respite
from cases.states import Action
from ekrav.tenancy import tenant_scope
from tests.cases.disputes import dispute_whole
from tests.cases.plans import accept
from tests.cases.said import ASTRID_ACTS, act, fresh
from tests.cases.test_ask_paid import ask
from tests.cases.test_reversal import anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import a_case, set_today
from tests.debtor_portal.given import play

pytestmark = pytest.mark.django_db(transaction=True)

Detour = Callable[[Case], object]
FRIDAY = date(2026, 10, 30)


def a_dispute_rejected(case: Case) -> None:
    dispute_whole(case)
    set_today(FRIDAY)
    act(case, reject, by=ASTRID_ACTS)


def a_plan_ended(case: Case) -> None:
    set_today(date(2026, 10, 29))
    plan = act(case, offer_plan, wish=Wish(months=4, first=date(2026, 11, 30)), by=ASTRID_ACTS)
    accept(case.creditor_id, case, plan)
    set_today(FRIDAY)
    act(case, end_plan, why=Why.DEBTOR, by=ASTRID_ACTS)


def a_payment_taken_back(case: Case) -> None:
    set_today(date(2026, 10, 29))
    anna_pays(case, "10139.45", date(2026, 10, 29))
    set_today(FRIDAY)
    bank_takes_back("10139.45", FRIDAY)
    reversed_by_finance(case)


def asked_on(case: Case) -> list[date]:
    with tenant_scope(case.creditor_id):
        rows = case.events.filter(kind=CaseEvent.Kind.ASKED_PAID).order_by("id")
        return list(rows.values_list("on", flat=True))


@pytest.mark.parametrize("detour", [a_dispute_rejected, a_plan_ended, a_payment_taken_back])
def test_who_is_back_at_the_demand_is_asked_about_before_it(are_bygg: int, detour: Detour) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    assert ask(date(2026, 10, 28)) == 1
    detour(case)
    # Told on Monday 2 November, to pay by the 13th: the demand is due on the 20th, three bank days after the 17th.
    assert (fresh(case).next_action, fresh(case).next_date) == (Action.DEMAND, date(2026, 11, 20))
    assert [ask(date(2026, 11, day)) for day in (16, 17, 18)] == [0, 1, 0]
    assert asked_on(case) == [date(2026, 10, 28), date(2026, 11, 17)]
    with tenant_scope(are_bygg):
        # Of the two that nobody has answered, only the last means something.
        assert [row.asked_on for row in open_questions()] == [date(2026, 11, 17)]
        assert Question.objects.count() == 2


def test_after_a_respite_the_company_is_asked_again(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    assert ask(date(2026, 10, 28)) == 1
    set_today(FRIDAY)
    act(case, give_respite, reason=Reason.ASKED, until=date(2026, 11, 30), by=ASTRID_ACTS)
    # Monday 30 November and five bank days for what is on its way: the demand on Monday 7 December.
    assert fresh(case).next_date == date(2026, 12, 7)
    assert [ask(date(2026, 12, day)) for day in (1, 2, 3)] == [0, 1, 0]


def test_a_step_that_is_held_from_day_to_day_is_not_asked_about_every_day(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    assert ask(date(2026, 10, 28)) == 1
    with tenant_scope(are_bygg):
        Case.objects.filter(pk=case.pk).update(next_date=date(2026, 11, 9))
    assert [ask(date(2026, 11, day)) for day in (3, 4, 5, 6)] == [0, 0, 0, 0]
