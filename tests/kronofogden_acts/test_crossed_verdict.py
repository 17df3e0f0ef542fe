"""A verdict crosses our withdrawal, and endings that come before we have told anything: no title and no place is lost.

Anna's order of 23 November 2026, as in `quick`; the verdict is of 14 December.
"""

from datetime import date

import pytest

from cases.authority.tell import tell_all
from cases.models import Case, Situation, Title
from cases.plan_end import Why, end_plan
from cases.plan_offer import Wish
from cases.situations.go_on import end
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.filings.enforcement import Closing, EnforcementClosing
from ekrav.filings.payment_order import Dismissal, Ending, PaymentOrderApplication
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.endings import CECILIA, are_bygg_on, broken, log, opened, state, take_back_case
from tests.cases.happening import enters, handles, the
from tests.cases.plans import accept, offer
from tests.cases.plans import fresh as loaded
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.kronofogden_acts.quick import applied, asked_of, confirmed, served, tell, verdict
from tests.kronofogden_acts.test_title import begun, next_step

pytestmark = pytest.mark.django_db

Kind = Situation.Kind
VERDICT = date(2026, 12, 14)


def tells() -> int:
    """The task runs."""
    at, today = right_now()
    return tell_all(today=today, at=at)


def verdict_comes(case: Case, *, number: int = 1) -> None:
    """On its day, about all that was asked for."""
    asked = asked_of(case)
    assert isinstance(asked, PaymentOrderApplication)
    set_today(VERDICT)
    tell(number, confirmed(asked.reference), served(asked.reference), verdict(asked))


def resumes(case: Case) -> str:
    return loaded(case.creditor_id, case).resumes


def titles(case: Case) -> int:
    with tenant_scope(case.creditor_id):
        return Title.objects.filter(case=case).count()


def test_a_verdict_that_crosses_the_withdrawal_of_a_stopped_case_is_its_title() -> None:
    case = applied(are_bygg_on())
    enters(case.creditor_id, case, Kind.BANKRUPTCY, date(2026, 11, 23))
    assert (tells(), state(case)) == (1, State.AWAITING_DECISION)
    verdict_comes(case)
    assert (state(case), titles(case), next_step(case)) == (State.TITLED, 1, ("", None))
    handles(case.creditor_id, case, end, situation=the(case.creditor_id, case, Kind.BANKRUPTCY))
    assert (state(case), next_step(case)[0]) == (State.TITLED, Action.ASK_AGAIN)
    assert (tells(), broken()) == (0, [])


def test_a_plan_ends_at_the_title_that_came_while_it_was_kept() -> None:
    case = applied(are_bygg_on(), agreed="12.00")
    accept(case.creditor_id, case, offer(case.creditor_id, case, Wish(months=4, first=date(2027, 1, 29))))
    assert (tells(), resumes(case)) == (1, State.AWAITING_DECISION)
    verdict_comes(case)
    assert (state(case), resumes(case), titles(case)) == (State.PLAN, State.TITLED, 1)
    assert broken() == []


def test_what_is_paid_or_withdrawn_keeps_its_title_and_stays_ended() -> None:
    case = applied(are_bygg_on())
    take_back_case(case)
    assert tells() == 1
    verdict_comes(case)
    assert (state(case), resumes(case), titles(case)) == (State.WITHDRAWN, State.TITLED, 1)
    assert log(case)[-1] == "titled"
    assert broken() == []


def test_an_order_that_is_dismissed_while_a_plan_goes_on_is_not_come_back_to() -> None:
    case = applied(are_bygg_on(), agreed="12.00")
    accept(case.creditor_id, case, offer(case.creditor_id, case, Wish(months=4, first=date(2027, 1, 29))))
    reference = f"{case.number}-B1"
    set_today(date(2026, 11, 24))
    dismissed = Dismissal(
        id="A-1",
        reference=reference,
        ending=Ending.DISMISSED,
        decided_on=date(2026, 11, 24),
        reason="Ej delgiven.",
    )
    tell(1, confirmed(reference), dismissed)
    assert (tells(), resumes(case)) == (0, State.AWAITING_DECISION)


def test_enforcement_that_is_closed_while_a_plan_goes_on_leads_back_to_the_title_and_wakes_nobody() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    creditor, day = case.creditor_id, date(2026, 12, 17)
    accept(creditor, case, offer(creditor, case, Wish(months=4, first=date(2027, 1, 29))))
    tell(
        3,
        EnforcementClosing(
            id="VS-1",
            reference=f"{case.number}-V1",
            closed_on=day,
            closing=Closing.NO_ASSETS,
            left=kronor("11000.00"),
        ),
    )
    assert (tells(), resumes(case)) == (0, State.TITLED)
    at, today = right_now()
    with opened(case) as mine:
        end_plan(case=mine, why=Why.AGENCY, today=today, at=at, by=CECILIA, rates=current_rates())
    assert (state(case), next_step(case)[0]) == (State.TITLED, Action.ASK_AGAIN)


def test_a_renewal_of_what_is_over_goes_on_from_the_title() -> None:
    """As when the two had crossed before: the step is due, and nothing is pending."""
    case = begun(are_bygg_on(), up_to=90_000)
    with tenant_scope(case.creditor_id):
        case.applications.filter(kind="enforcement").update(ended_on=date(2027, 1, 4), ending="closed")
    play(date(2027, 11, 15))
    assert (state(case), next_step(case)[0]) == (State.TITLED, Action.ASK_AGAIN)
