"""A case from registration to closure, by the calendar, with every krona worked out by hand."""

from datetime import date

import pytest

from cases.apply_payment import apply_routed, find_routed
from cases.debt import debt_of
from cases.due import do_due, due_batches
from cases.models import Case, CaseEvent
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import balance, credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.models import Payment
from ekrav.tenancy import tenant_scope
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today, take_as_posted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 October 2026."""
    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor()


def play(day: date) -> None:
    """Do everything that is due on `day`; letters are taken as posted the same day."""
    set_today(day)
    at, today = right_now()
    for creditor, ids in due_batches(today=today):
        do_due(creditor_id=creditor, case_ids=ids, today=today, at=at, rates=current_rates())
        take_as_posted(creditor)


def pay(creditor: int, case: Case, amount: str, on: date, bank_entry: int = 1) -> None:
    """Money on the case's OCR, as the payments house routes it, and applied."""
    at, today = right_now()
    ore = kronor(amount)
    with tenant_scope(creditor):
        Payment.objects.create(
            bank_entry_id=bank_entry, reference=case.reference, amount_ore=ore, booked_date=on, routed_at=at
        )
        post(
            key=f"bank entry {bank_entry}",
            kind="route payment",
            booked_date=on,
            lines=[
                debit(Account.CLIENT_FUNDS, ore, case.subledger),
                credit(Account.PAYMENTS_TO_APPLY, ore, case.subledger),
            ],
        )
    for creditor_id, payment in find_routed():
        apply_routed(creditor_id=creditor_id, payment_id=payment, today=today, at=at, rates=current_rates())


def test_ten_thousand_kronor_paid_in_full_on_20_november(are_bygg: int) -> None:
    case = a_case(are_bygg)
    assert case.next_date == date(2026, 10, 13)
    play(date(2026, 10, 13))
    with tenant_scope(are_bygg):
        case.refresh_from_db()
        # Posted 13 Oct; presumed there 20 Oct (5 bank days); 4 more: 26 Oct. Grace of 4 bank days to 30 Oct.
        assert (case.state, case.pay_by, case.next_date) == (
            State.REMINDED,
            date(2026, 10, 26),
            date(2026, 11, 2),
        )
        # 13 days of interest: 10 000 × 10 % × 13 / 365 = 35.616…
        assert case.events.get(kind=CaseEvent.Kind.REMINDED).facts["total_ore"] == 1_009_562
    play(date(2026, 11, 2))
    with tenant_scope(are_bygg):
        case.refresh_from_db()
        assert (case.state, case.pay_by) == (State.DEMANDED, date(2026, 11, 13))
        assert case.next_date == date(2026, 11, 20)
    set_today(date(2026, 11, 20))
    with tenant_scope(are_bygg):
        debt = debt_of(case=case, on=date(2026, 11, 20), rates=current_rates())
        assert (debt.capital, debt.interest, debt.reminder, debt.demand) == (1_000_000, 13_973, 6_000, 18_000)
    pay(are_bygg, case, "10379.73", date(2026, 11, 20))
    with tenant_scope(are_bygg):
        case.refresh_from_db()
        assert (
            Case.objects.filter(state=State.PAID, closed_on=date(2026, 11, 20), next_date=None).count() == 1
        )
        for account in (
            Account.CLAIM_CAPITAL,
            Account.CLAIM_INTEREST,
            Account.CLAIM_REMINDER,
            Account.CLAIM_DEMAND,
        ):
            assert balance(account=account) == 0
        assert balance(account=Account.DUE_CAPITAL) == -1_000_000
        assert balance(account=Account.DUE_INTEREST) == -13_973
        assert balance(account=Account.DUE_COSTS) == -24_000
        assert balance(account=Account.CLIENT_FUNDS) == 1_037_973


def test_the_printed_sum_on_its_last_day_closes_the_case(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 26))
    pay(are_bygg, case, "10095.62", date(2026, 10, 26))
    with tenant_scope(are_bygg):
        case.refresh_from_db()
        assert case.state == State.PAID
        # 26 days would be 71.23; the letter said 35.62; the 35.61 between are given up by a posting of their own.
        assert case.events.get(kind=CaseEvent.Kind.PAID).facts["waived_ore"] == 3_561
        assert balance(account=Account.DUE_INTEREST) == -3_562


def test_an_ore_less_than_printed_keeps_the_case_open(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 26))
    pay(are_bygg, case, "10095.61", date(2026, 10, 26))
    with tenant_scope(are_bygg):
        case.refresh_from_db()
        assert case.state == State.REMINDED
        assert debt_of(case=case, on=date(2026, 10, 26), rates=current_rates()).total == 3_562


def test_a_payment_the_day_before_the_demand_leaves_its_fee_unowed(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    play(date(2026, 11, 2))
    # Booked on 30 October, 30 days: 82.19; the bank's file came after the demand had been sent.
    pay(are_bygg, case, "10142.19", date(2026, 10, 30))
    with tenant_scope(are_bygg):
        case.refresh_from_db()
        assert case.state == State.PAID
        assert balance(account=Account.CLAIM_DEMAND) == 0
        assert balance(account=Account.DUE_COSTS) == -6_000


def test_running_the_due_work_again_does_nothing_more(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    play(date(2026, 10, 13))
    with tenant_scope(are_bygg):
        assert case.events.filter(kind=CaseEvent.Kind.REMINDED).count() == 1
        assert balance(account=Account.CLAIM_REMINDER) == 6_000


def test_money_on_a_closed_case_is_the_payers(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    pay(are_bygg, case, "10095.62", date(2026, 10, 14), bank_entry=1)
    pay(are_bygg, case, "10095.62", date(2026, 10, 14), bank_entry=2)
    with tenant_scope(are_bygg):
        assert balance(account=Account.OWED_TO_PAYER) == -1_009_562
