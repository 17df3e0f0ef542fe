"""The daily run and the acts of a case, fifty at once: the effect of one."""

from datetime import date

import pytest

from cases.apply_payment import apply_routed
from cases.due import do_due, due_batches
from cases.models import Case, CaseEvent
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import balance, credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from ekrav.payments.models import Payment
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, PEOPLE = 20, 50


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 October 2026."""
    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor()


def routed(creditor: int, case: Case, bank_entry: int) -> Payment:
    """One krona on the case's OCR, as the payments house routes it."""
    at, today = right_now()
    lines = [
        debit(Account.CLIENT_FUNDS, 100, case.subledger),
        credit(Account.PAYMENTS_TO_APPLY, 100, case.subledger),
    ]
    with tenant_scope(creditor):
        post(key=f"bank entry {bank_entry}", kind="route payment", booked_date=today, lines=lines)
        return Payment.objects.create(
            bank_entry_id=bank_entry,
            reference=case.reference,
            amount_ore=100,
            booked_date=today,
            routed_at=at,
        )


def test_fifty_daily_runs_at_once_send_one_reminder(are_bygg: int) -> None:
    cases = [a_case(are_bygg, invoice_number=f"{number}") for number in range(ROUNDS)]
    set_today(date(2026, 10, 13))
    at, today = right_now()
    rates = current_rates()

    def run(case: Case) -> int:
        return do_due(creditor_id=are_bygg, case_ids=[case.pk], today=today, at=at, rates=rates)

    with crowd(PEOPLE) as people:
        for case in cases:
            outcomes = people.rush(lambda _number, case=case: run(case))  # type: ignore[misc]
            assert (outcomes.count(0), outcomes.count(1)) == (PEOPLE - 1, 1)
    assert list(due_batches(today=today)) == []
    with tenant_scope(are_bygg):
        assert CaseEvent.objects.filter(kind=CaseEvent.Kind.REMINDED).count() == ROUNDS
        assert Dispatch.objects.count() == ROUNDS
        assert balance(account=Account.CLAIM_REMINDER) == ROUNDS * 6_000


def test_fifty_at_one_payment_apply_it_once(are_bygg: int) -> None:
    case = a_case(are_bygg)
    at, today = right_now()
    rates = current_rates()

    def run(payment: Payment) -> CaseEvent | None:
        return apply_routed(creditor_id=are_bygg, payment_id=payment.pk, today=today, at=at, rates=rates)

    with crowd(PEOPLE) as people:
        for bank_entry in range(1, ROUNDS + 1):
            payment = routed(are_bygg, case, bank_entry)
            outcomes = people.rush(lambda _number, payment=payment: run(payment))  # type: ignore[misc]
            assert [type(outcome) for outcome in outcomes if outcome is not None] == [CaseEvent]
    with tenant_scope(are_bygg):
        assert balance(account=Account.PAYMENTS_TO_APPLY) == 0
        assert balance(account=Account.CLIENT_FUNDS) == Ore(ROUNDS * 100)
        assert CaseEvent.objects.filter(kind=CaseEvent.Kind.PAID).count() == ROUNDS
        assert Case.objects.count() == 1
        assert Entry.objects.filter(kind="apply payment").count() == ROUNDS * 2
