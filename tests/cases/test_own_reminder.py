"""The creditor has sent a reminder of its own: the case begins with the demand, and no reminder is charged by us.

10 000.00 due 30 September 2026 at 10 %. The demand of 13 October: 13 days, 35.62, and 180.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.forecast import plan_of
from cases.models import Case, CaseEvent
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.test_late_news import due_on
from tests.cases.test_process import pay, play
from tests.cast import HYTTAN_OWES, TEN_THOUSAND, a_case

pytestmark = pytest.mark.django_db(transaction=True)

DEMANDED, LAST_DAY, DECIDED = date(2026, 10, 13), date(2026, 10, 26), date(2026, 11, 2)
REMINDED_BY_ITSELF = replace(TEN_THOUSAND, own_reminder_on=date(2026, 10, 5))


def fresh(creditor: int, case: Case) -> Case:
    with tenant_scope(creditor):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def test_the_case_begins_with_a_demand_of_180_and_the_whole_time(are_bygg: int) -> None:
    case = a_case(are_bygg, claim=REMINDED_BY_ITSELF)
    with tenant_scope(are_bygg):
        ahead = plan_of(case=case, rates=current_rates())
    # Posted 13 Oct; presumed there 20 Oct (5 bank days); 4 more: 26 Oct. Grace of 4 bank days to 30 Oct.
    assert [(step.action, step.on, step.pay_by, step.cost) for step in ahead] == [
        (Action.DEMAND, DEMANDED, LAST_DAY, 18_000),
        (Action.AWAIT_DECISION, DECIDED, None, 0),
    ]
    play(DEMANDED)
    demanded = fresh(are_bygg, case)
    assert (demanded.state, demanded.pay_by, demanded.next_date) == (State.DEMANDED, LAST_DAY, DECIDED)
    with tenant_scope(are_bygg):
        told = Dispatch.objects.get().facts
    assert [(cost["name"], cost["amount"]) for cost in told["costs"]] == [("Inkassokrav", 18_000)]
    assert told["total"] == 1_021_562
    play(DECIDED)
    with tenant_scope(are_bygg):
        assert balance(account=Account.CLAIM_REMINDER) == 0
        kinds = list(case.events.order_by("id").values_list("kind", flat=True))
    kind = CaseEvent.Kind
    assert kinds == [kind.REGISTERED, kind.DEMANDED, kind.WAITING]


def test_a_demand_that_money_recalled_is_sent_again_and_charged_once(are_bygg: int) -> None:
    case = a_case(are_bygg, claim=REMINDED_BY_ITSELF)
    due_on(DEMANDED)
    pay(are_bygg, case, "1000.00", DEMANDED)
    assert fresh(are_bygg, case).next_action == Action.DEMAND
    play(DEMANDED)
    assert fresh(are_bygg, case).state == State.DEMANDED
    with tenant_scope(are_bygg):
        assert balance(account=Account.CLAIM_DEMAND) == 18_000
        assert balance(account=Account.CLAIM_REMINDER) == 0


def test_of_a_company_the_demand_asks_for_the_compensation_alone(are_bygg: int) -> None:
    case = a_case(are_bygg, debtor=HYTTAN_OWES, claim=replace(REMINDED_BY_ITSELF, late_payment_claimed=True))
    play(DEMANDED)
    with tenant_scope(are_bygg):
        accounts = (Account.CLAIM_REMINDER, Account.CLAIM_DEMAND, Account.CLAIM_LATE_PAYMENT)
        assert [balance(account=account) for account in accounts] == [0, 0, 45_000]
        assert case.events.get(kind=CaseEvent.Kind.DEMANDED).facts["total_ore"] == 1_048_562
