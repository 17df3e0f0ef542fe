"""Whatever was paid and when: a payment taken back leaves the debt that would be there if it had never come."""

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.charged_interest import charged_interest
from cases.debt import debt_of
from cases.models import Case
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from tests.cases.endings import REMINDED, annas_case, are_bygg_on, broken
from tests.cases.test_process import play
from tests.cases.test_reversal import anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import a_case, set_today

pytestmark = pytest.mark.django_db(transaction=True)

# Less than the printed amount together, so that no case closes; before the demand.
ORE = st.integers(min_value=1, max_value=400_000)
DAYS = st.integers(min_value=0, max_value=18)
LAST = date(2026, 11, 1)
_numbers = count(1)


def owed_and_its_interest(case: Case) -> tuple[int, int]:
    """The whole debt, and the interest that its capital of each day has borne."""
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("debtor", "subledger").get(pk=case.pk)
        debt = debt_of(case=fresh, on=LAST, rates=current_rates())
        return debt.total, charged_interest(case=fresh, rates=current_rates()) + debt.accrued.ore


@pytest.fixture
def creditor(transactional_db: None) -> int:
    """Åre Bygg, whose reminders have left."""
    creditor = are_bygg_on()
    annas_case(creditor, through=REMINDED)
    return creditor


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gone=ORE, stays=ORE, gone_on=DAYS, stays_on=DAYS)
@example(gone=400_000, stays=10_000, gone_on=0, stays_on=18)
@example(gone=9_562, stays=1, gone_on=18, stays_on=0)
def test_a_payment_taken_back_is_as_if_it_had_never_come(
    creditor: int, gone: int, stays: int, gone_on: int, stays_on: int
) -> None:
    set_today(date(2026, 10, 12))
    number = next(_numbers)
    case = a_case(creditor, invoice_number=f"P{number}")
    play(REMINDED)
    set_today(LAST)
    anna_pays(case, _kronor(gone), REMINDED + timedelta(days=gone_on), f"G{number}")
    anna_pays(case, _kronor(stays), REMINDED + timedelta(days=stays_on), f"S{number}")
    bank_takes_back(_kronor(gone), LAST, f"G{number}")
    reversed_by_finance(case)
    owed, interest = owed_and_its_interest(case)
    # 10 000 and the reminder's 60, less only what stays; and no day's interest is lost or asked for twice.
    assert owed == 1_000_000 + 6_000 + interest - stays
    assert broken() == []


def _kronor(ore: int) -> str:
    return f"{ore // 100}.{ore % 100:02}"
