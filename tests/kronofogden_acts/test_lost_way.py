"""An order that came to nothing: the creditor's standing choice leads on where it reaches, or the creditor is asked."""

from datetime import date

import pytest

from cases.decide_dispute import reject
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.filings.payment_order import Dismissal, Ending
from ekrav.tenancy import tenant_scope
from tests.cases.endings import CECILIA, are_bygg_on, opened
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.kronofogden_acts.given import fresh
from tests.kronofogden_acts.quick import applied, confirmed, disputed, served, tell

pytestmark = pytest.mark.django_db

ENDED = date(2026, 12, 14)


def dismissed(reference: str, ending: Ending = Ending.DISMISSED) -> Dismissal:
    return Dismissal(
        id="A-1", reference=reference, ending=ending, decided_on=ENDED, reason="Svaranden har inte delgetts."
    )


def test_a_dismissed_order_is_watched_over_by_the_standing_choice() -> None:
    """Kronofogden up to 300 kr, and letters for 25 kr a year: what is left of the choice decides the same day."""
    case = applied(are_bygg_on(), watching=2_500)
    set_today(ENDED)
    tell(1, confirmed(f"{case.number}-B1"), dismissed(f"{case.number}-B1"))
    assert (fresh(case).state, fresh(case).next_date) == (State.AWAITING_DECISION, ENDED)
    play(ENDED)
    assert fresh(case).state == State.DECIDED
    play(ENDED)
    assert (fresh(case).state, fresh(case).next_action) == (State.SURVEILLANCE, Action.SURVEILLANCE_LETTER)


def test_without_such_a_choice_the_creditor_is_asked_in_a_month() -> None:
    case = applied(are_bygg_on())
    set_today(ENDED)
    tell(1, confirmed(f"{case.number}-B1"), dismissed(f"{case.number}-B1"))
    assert (fresh(case).next_action, fresh(case).next_date) == (Action.ASK_AGAIN, date(2027, 1, 13))


def test_a_dispute_that_fell_leads_on_by_the_standing_choice_when_the_debtors_new_time_is_out() -> None:
    case = applied(are_bygg_on(), watching=2_500)
    reference = f"{case.number}-B1"
    tell(1, confirmed(reference), served(reference), disputed(reference))
    set_today(ENDED)
    tell(2, dismissed(reference, Ending.WRITTEN_OFF))
    at, today = right_now()
    with opened(case) as mine:
        reject(case=mine, today=today, at=at, by=CECILIA, rates=current_rates())
    after = fresh(case)
    assert (after.state, after.next_action) == (State.AWAITING_DECISION, Action.ASK_AGAIN)
    assert after.pay_by is not None
    assert after.next_date is not None
    assert after.next_date > after.pay_by
    with tenant_scope(case.creditor_id):
        assert not case.applications.filter(ended_on=None).exists()
