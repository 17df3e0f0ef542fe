"""What becomes known after the fact: money dated before a letter, a letter that never left, a payment in two parts.

Anna owes 10 000.00 due 30 September 2026 at 10 %: 2.7397 kr a day. The reminder of 13 October prints 10 095.62
(13 days: 35.62, and 60) to be paid by 26 October; the demand is due on 2 November.
"""

import uuid
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

import cases.due
import cases.tasks
from cases.debt import debt_of
from cases.direct_payment import NotADirectPayment, Reported, register_direct_payment
from cases.due import do_all_due, do_due, due_batches
from cases.models import Case, CaseEvent
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.models import Payment
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.test_process import pay, play
from tests.cast import (
    STOCKHOLM,
    TEN_THOUSAND,
    a_case,
    a_creditor,
    an_agency,
    right_now,
    set_today,
    take_as_posted,
)

pytestmark = pytest.mark.django_db(transaction=True)

OCT_12, REMINDED, LAST_DAY = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 26)
DEMANDED, DECIDED = date(2026, 11, 2), date(2026, 11, 20)


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 October 2026."""
    set_today(OCT_12)
    an_agency()
    return a_creditor()


def due_on(day: date) -> int:
    """Only what is due in the cases: no letter leaves the house."""
    set_today(day)
    at, today = right_now()
    return do_all_due(today=today, at=at, rates=current_rates())


def fresh(creditor: int, case: Case) -> Case:
    with tenant_scope(creditor):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def owed(creditor: int, case: Case, on: date) -> int:
    case = fresh(creditor, case)
    with tenant_scope(creditor):
        return debt_of(case=case, on=on, rates=current_rates()).total


def test_the_printed_sum_paid_in_time_closes_the_case_however_late_it_becomes_known(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    pay(are_bygg, case, "10095.62", LAST_DAY)
    assert fresh(are_bygg, case).state == State.PAID
    with tenant_scope(are_bygg):
        assert balance(account=Account.DUE_COSTS) == -6_000
        assert balance(account=Account.OWED_TO_PAYER) == 0


def test_the_printed_sum_paid_in_two_parts_closes_the_case(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    set_today(LAST_DAY)
    pay(are_bygg, case, "5000.00", date(2026, 10, 20), bank_entry=1)
    pay(are_bygg, case, "5095.62", LAST_DAY, bank_entry=2)
    assert fresh(are_bygg, case).state == State.PAID


def test_a_payment_dated_before_another_takes_back_interest_charged_since(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    set_today(date(2026, 11, 20))
    pay(are_bygg, case, "1000.00", date(2026, 11, 20), bank_entry=1)
    pay(are_bygg, case, "4000.00", date(2026, 10, 31), bank_entry=2)
    # The first paid 60 + 180 + 139.73 (51 days) + 620.27 of the capital. The second was paid before the demand: 4 000
    # of the capital, which was charged 20 days too many at 10 %: 21.92, now off the capital, 0.12 of it for those days.
    # 10 000.00 − 620.27 − 4 000.00 − 22.04 = 5 357.69.
    assert owed(are_bygg, case, date(2026, 11, 20)) == 535_769


def test_the_demand_adds_up_after_payments_that_came_in_the_wrong_order(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    set_today(date(2026, 10, 30))
    pay(are_bygg, case, "1000.00", date(2026, 10, 30), bank_entry=1)
    pay(are_bygg, case, "4000.00", date(2026, 10, 20), bank_entry=2)
    due_on(DEMANDED)
    assert fresh(are_bygg, case).state == State.DEMANDED


def test_a_payment_dated_before_the_demand_pays_none_of_its_fee(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    pay(are_bygg, case, "1000.00", date(2026, 10, 30))
    with tenant_scope(are_bygg):
        assert balance(account=Account.CLAIM_DEMAND) == 18_000
        assert balance(account=Account.DUE_COSTS) == -6_000


def test_a_late_payment_of_everything_after_the_demand_was_paid_does_not_stick(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    set_today(date(2026, 11, 10))
    pay(are_bygg, case, "500.00", date(2026, 11, 10), bank_entry=1)
    pay(are_bygg, case, "10142.19", date(2026, 10, 30), bank_entry=2)
    with tenant_scope(are_bygg):
        assert Payment.objects.filter(applied_at=None).count() == 0
    assert fresh(are_bygg, case).state == State.PAID


def test_money_while_the_demand_waits_recalls_it_and_its_fee(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    due_on(DEMANDED)
    # 33 days: 90.41.
    pay(are_bygg, case, "10150.41", DEMANDED)
    closed = fresh(are_bygg, case)
    assert closed.state == State.PAID
    with tenant_scope(are_bygg):
        assert balance(account=Account.CLAIM_DEMAND) == 0
        assert Dispatch.objects.get(kind="demand").state == Dispatch.State.CANCELLED


def test_a_part_paid_while_the_demand_waits_gives_one_demand_of_the_rest(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    due_on(DEMANDED)
    pay(are_bygg, case, "150.41", DEMANDED)
    assert (fresh(are_bygg, case).state, fresh(are_bygg, case).pay_by) == (State.REMINDED, LAST_DAY)
    due_on(DEMANDED)
    assert fresh(are_bygg, case).state == State.DEMANDED
    with tenant_scope(are_bygg):
        waiting = Dispatch.objects.get(kind="demand", state=Dispatch.State.COMPOSED)
        assert waiting.facts["total"] == 1_018_000
        assert balance(account=Account.CLAIM_DEMAND) == 18_000


def test_a_letter_that_did_not_leave_on_its_day_is_written_again(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    due_on(DEMANDED)
    due_on(date(2026, 11, 4))
    again = fresh(are_bygg, case)
    assert (again.state, again.pay_by) == (State.DEMANDED, date(2026, 11, 17))
    with tenant_scope(are_bygg):
        states = Dispatch.objects.filter(kind="demand").order_by("id").values_list("state", "planned_on")
        assert list(states) == [("cancelled", DEMANDED), ("composed", date(2026, 11, 4))]
        assert balance(account=Account.CLAIM_DEMAND) == 18_000
    assert due_on(date(2026, 11, 4)) == 0


def test_a_demand_that_was_not_posted_leads_to_no_decision(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    due_on(DEMANDED)
    take_as_posted(are_bygg)
    with tenant_scope(are_bygg):
        Dispatch.objects.filter(kind="demand").update(state=Dispatch.State.HANDED_OVER, posted_on=None)
    due_on(DECIDED)
    held = fresh(are_bygg, case)
    assert (held.state, held.next_date) == (State.DEMANDED, date(2026, 11, 23))


def test_no_letter_follows_one_that_came_back(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    with tenant_scope(are_bygg):
        Dispatch.objects.update(state=Dispatch.State.RETURNED)
    due_on(DEMANDED)
    assert fresh(are_bygg, case).state == State.REMINDED
    with tenant_scope(are_bygg):
        assert case.events.get(kind=CaseEvent.Kind.HELD).facts["stops"] == "letter_returned"


def test_a_claim_without_interest_by_agreement_gets_its_reminder(are_bygg: int) -> None:
    case = a_case(are_bygg, claim=replace(TEN_THOUSAND, agreed_rate=Decimal("0.00")))
    play(REMINDED)
    assert fresh(are_bygg, case).state == State.REMINDED
    assert owed(are_bygg, case, REMINDED) == 1_006_000


def test_one_case_that_fails_stands_in_no_other_cases_way(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = a_case(are_bygg, invoice_number="1"), a_case(are_bygg, invoice_number="2")
    set_today(REMINDED)
    at, today = right_now()
    real = cases.due.take_steps

    def fails_for_one(*, cases: list[Case], **rest: Any) -> None:
        if broken.pk in {case.pk for case in cases}:
            raise RuntimeError("a broken case")
        real(cases=cases, **rest)

    monkeypatch.setattr(cases.due, "take_steps", fails_for_one)
    for creditor, ids in due_batches(today=today):
        assert do_due(creditor_id=creditor, case_ids=ids, today=today, at=at, rates=current_rates()) == 1
    assert fresh(are_bygg, sound).state == State.REMINDED


@pytest.mark.parametrize(("hour", "found"), [(8, 0), (9, 1)])
def test_no_letter_is_written_before_the_banks_morning(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch, hour: int, found: int
) -> None:
    a_case(are_bygg)
    at = datetime(2026, 10, 13, hour, tzinfo=STOCKHOLM)
    monkeypatch.setattr(cases.tasks, "_moment", lambda: (at, REMINDED))
    monkeypatch.setattr(cases.tasks.do_due_cases, "delay", lambda *_whose: None)
    assert cases.tasks.wake_due_cases() == found


def test_a_direct_payment_cannot_be_more_than_was_owed_on_its_day(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    at, today = right_now()
    # On 30 October: 10 000 + 82.19 + 60. The demand's 180 came later.
    reported = Reported(key=uuid.uuid4(), amount=kronor("10142.20"), paid_on=date(2026, 10, 30))
    case = fresh(are_bygg, case)
    with tenant_scope(are_bygg), pytest.raises(NotADirectPayment, match="too_much"):
        register_direct_payment(
            case=case, reported=reported, today=today, at=at, by=MACHINE, rates=current_rates()
        )
