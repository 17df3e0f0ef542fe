"""A last letter between the demand and the choice, for the creditor who wants one: free, and with time to pay."""

from datetime import date

import pytest

from cases.forecast import plan_of
from cases.models import Case, CaseEvent, StandingChoice
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.test_late_news import due_on
from tests.cases.test_process import pay, play
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

REMINDED, DEMANDED, LAST = date(2026, 10, 13), date(2026, 11, 2), date(2026, 11, 20)
# Posted Friday 20 November, there on the 27th, four bank days more; then four of grace.
UNTIL, DECIDED = date(2026, 12, 3), date(2026, 12, 10)


def wishes(creditor: int, *, final_notice: bool) -> None:
    at, _today = right_now()
    with tenant_scope(creditor):
        StandingChoice.objects.create(final_notice=final_notice, tariff_version=1, made_at=at, made_by=1)


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 October 2026, which wants a last letter."""
    set_today(date(2026, 10, 12))
    an_agency()
    creditor = a_creditor()
    wishes(creditor, final_notice=True)
    return creditor


def fresh(case: Case) -> Case:
    with tenant_scope(case.creditor_id):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def test_it_follows_the_demand_costs_nothing_and_leads_to_the_choice(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    assert (fresh(case).next_action, fresh(case).next_date) == (Action.FINAL_NOTICE, LAST)
    play(LAST)
    last = fresh(case)
    assert (last.state, last.pay_by, last.next_action, last.next_date) == (
        State.FINAL_NOTICE,
        UNTIL,
        Action.AWAIT_DECISION,
        DECIDED,
    )
    with tenant_scope(are_bygg):
        event = last.events.get(kind=CaseEvent.Kind.FINAL_NOTICE)
        # 51 days at 2.7397 kr: 139.73; 60 and 180 as before, and nothing for this letter.
        assert (event.amount_ore, event.entry, event.facts["total_ore"]) == (0, None, 1_037_973)
        assert balance(account=Account.CLAIM_REMINDER) + balance(account=Account.CLAIM_DEMAND) == 24_000
        letter = Dispatch.objects.get(kind="final_notice")
        assert (letter.template_version, letter.facts["next_steps"][0]["cost"]) == ("final-1", 68_000)
    play(DECIDED)
    assert fresh(case).state == State.AWAITING_DECISION


def test_its_printed_sum_closes_the_case_on_its_last_day(are_bygg: int) -> None:
    case = a_case(are_bygg)
    for day in (REMINDED, DEMANDED, LAST):
        play(day)
    set_today(UNTIL)
    pay(are_bygg, case, "10379.73", UNTIL)
    assert fresh(case).state == State.PAID


def test_one_that_did_not_leave_on_its_day_is_written_again(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    due_on(LAST)
    due_on(date(2026, 11, 23))
    assert (fresh(case).state, fresh(case).pay_by) == (State.FINAL_NOTICE, date(2026, 12, 4))
    with tenant_scope(are_bygg):
        states = Dispatch.objects.filter(kind="final_notice").order_by("id").values_list("state", flat=True)
        assert list(states) == ["cancelled", "composed"]


def test_the_wish_counts_that_stood_when_the_case_was_registered(are_bygg: int) -> None:
    before = a_case(are_bygg, invoice_number="1")
    wishes(are_bygg, final_notice=False)
    after = a_case(are_bygg, invoice_number="2")
    rates = current_rates()

    def ahead(case: Case) -> list[str]:
        case = fresh(case)
        with tenant_scope(are_bygg):
            return [step.action.value for step in plan_of(case=case, rates=rates)]

    assert ahead(before) == ["remind", "demand", "final_notice", "await_decision"]
    assert ahead(after) == ["remind", "demand", "await_decision"]
