"""A case that comes back goes on where it was, with what its creditor has chosen.

Anna owes 10 000.00. On 2 November the demand goes, and 10 330.41 is everything: 33 days, 90.41, and 60 and 180.
"""

from datetime import date

import pytest

from cases.models import Case, StandingChoice
from cases.resume import resumed_step
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from tests.cases.endings import DEMANDED, REGISTERED, REMINDED, WAITING, annas_case, are_bygg_on, state
from tests.cases.said import fresh
from tests.cases.test_final_notice import wishes
from tests.cases.test_reversal import anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import right_now

pytestmark = pytest.mark.django_db(transaction=True)

PAY_BY = date(2026, 11, 13)


def goes_on(case: Case, *, pay_by: date | None = PAY_BY) -> tuple[str, date] | None:
    with tenant_scope(case.creditor_id):
        again = Case.objects.get(pk=case.pk)
        step = resumed_step(case=again, pay_by=pay_by, today=DEMANDED, rates=current_rates())
    return (step.action, step.on) if step else None


def test_a_case_whose_creditor_wants_a_final_notice_gets_it_after_a_reversal_too() -> None:
    creditor = are_bygg_on()
    wishes(creditor, final_notice=True)
    case = annas_case(creditor, through=DEMANDED)
    assert fresh(case).next_action == Action.FINAL_NOTICE
    anna_pays(case, "10330.41", DEMANDED)
    assert state(case) == State.PAID
    bank_takes_back("10330.41", DEMANDED)
    reversed_by_finance(case)
    # Told by a letter of the 3rd: there on the 10th, until the 16th; four bank days of grace.
    assert (fresh(case).next_action, fresh(case).next_date) == (Action.FINAL_NOTICE, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("through", "action"),
    [
        (REGISTERED, Action.REMIND),
        (REMINDED, Action.DEMAND),
        (DEMANDED, Action.AWAIT_DECISION),
        (WAITING, Action.ASK_AGAIN),
    ],
)
def test_every_place_has_its_step_after_the_time_that_was_given(through: date, action: Action) -> None:
    case = annas_case(are_bygg_on(), through=through)
    # Four bank days of grace after the 13th.
    assert goes_on(case) == (action, date(2026, 11, 20))
    # Whoever has never been written to has been given no time.
    assert goes_on(case, pay_by=None) == (action, date(2026, 11, 3))


def test_a_creditor_who_has_chosen_to_wait_is_not_asked_again() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    at, _today = right_now()
    with tenant_scope(case.creditor_id):
        wait = StandingChoice.Otherwise.WAIT
        StandingChoice.objects.create(otherwise=wait, tariff_version=1, made_at=at, made_by=1)
    assert goes_on(case) is None
