"""Rent: the day the debtor paid decides, and a bank's file tells it as the bank day before the money came.

10 000.00 due 30 September 2026 at 10 %. The reminder of 13 October prints 10 095.62 by 26 October; the demand is sent
on Monday 2 November. Without its 180 the debt is 10 142.19 on Friday 30 October (30 days: 82.19), and 10 150.41 on the
Monday (33 days: 90.41).
"""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from cases.debt import debt_of
from cases.direct_payment import Reported, register_direct_payment
from cases.models import Case, CaseEvent, Claim
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account, Entry
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.test_process import pay, play
from tests.cast import TEN_THOUSAND, a_case, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

REMINDED, LAST_DAY, FRIDAY = date(2026, 10, 13), date(2026, 10, 26), date(2026, 10, 30)
MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)
RENT, SERVICES = Claim.Kind.RENT, Claim.Kind.SERVICES


def a_demanded_case(creditor: int, kind: Claim.Kind = RENT) -> Case:
    case = a_case(creditor, claim=replace(TEN_THOUSAND, kind=kind, description="hyra september"))
    play(REMINDED)
    play(MONDAY)
    return case


def fresh(creditor: int, case: Case) -> Case:
    with tenant_scope(creditor):
        return Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)


def test_rent_booked_on_the_day_of_the_demand_was_paid_before_it(are_bygg: int) -> None:
    case = a_demanded_case(are_bygg)
    pay(are_bygg, case, "10142.19", MONDAY)
    assert fresh(are_bygg, case).state == State.PAID
    with tenant_scope(are_bygg):
        accounts = (Account.CLAIM_DEMAND, Account.DUE_COSTS, Account.DUE_INTEREST, Account.DUE_CAPITAL)
        assert [balance(account=account) for account in accounts] == [0, -6_000, -8_219, -1_000_000]
        assert list(case.events.order_by("id").values_list("kind", "on", "amount_ore")) == [
            (CaseEvent.Kind.REGISTERED, date(2026, 10, 12), 1_000_000),
            (CaseEvent.Kind.REMINDED, REMINDED, 6_000),
            (CaseEvent.Kind.DEMANDED, MONDAY, 18_000),
            (CaseEvent.Kind.PAID, FRIDAY, 1_014_219),
            (CaseEvent.Kind.CLOSED, FRIDAY, None),
        ]
        # The money itself came when the bank says so.
        assert Entry.objects.get(key="payment 1 applied").booked_date == MONDAY


@pytest.mark.parametrize(("kind", "booked"), [(RENT, TUESDAY), (SERVICES, MONDAY)])
def test_paid_on_the_day_the_demand_was_sent_its_fee_is_owed(
    are_bygg: int, kind: Claim.Kind, booked: date
) -> None:
    case = a_demanded_case(are_bygg, kind)
    pay(are_bygg, case, "10142.19", booked)
    still = fresh(are_bygg, case)
    assert still.state == State.DEMANDED
    with tenant_scope(are_bygg):
        # 10 000 + 90.41 + 60 + 180 − 10 142.19
        assert debt_of(case=still, on=MONDAY, rates=current_rates()).total == 18_822


@pytest.mark.parametrize(("kind", "state"), [(RENT, State.PAID), (SERVICES, State.REMINDED)])
def test_the_printed_sum_booked_the_day_after_the_last_day_settles_rent_alone(
    are_bygg: int, kind: Claim.Kind, state: State
) -> None:
    case = a_case(are_bygg, claim=replace(TEN_THOUSAND, kind=kind))
    play(REMINDED)
    pay(are_bygg, case, "10095.62", date(2026, 10, 27))
    assert fresh(are_bygg, case).state == state


@pytest.mark.parametrize(("paid_on", "amount", "state"), [
    (FRIDAY, "10142.19", State.PAID),
    (MONDAY, "10330.41", State.PAID),
    (MONDAY, "10142.19", State.DEMANDED),
])  # fmt: skip
def test_rent_paid_to_the_landlord_counts_from_the_day_it_was_paid(
    are_bygg: int, paid_on: date, amount: str, state: State
) -> None:
    case = a_demanded_case(are_bygg)
    set_today(TUESDAY)
    at, today = right_now()
    reported = Reported(key=uuid.uuid4(), amount=kronor(amount), paid_on=paid_on)
    found = fresh(are_bygg, case)
    with tenant_scope(are_bygg):
        register_direct_payment(
            case=found, reported=reported, today=today, at=at, by=MACHINE, rates=current_rates()
        )
    assert fresh(are_bygg, case).state == state
