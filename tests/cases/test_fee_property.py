"""Two payments, before the demand or after it, in whatever sums: when the first is taken back, the fees are those that
the second alone has left. The demand's stands when anything was left on the day before it was sent.

She owes 10 000.00 due 30 September 2026 at 10 %; the reminder (60) goes on 13 October, the demand (180) on 2 November.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cases.apply_payment import apply_all
from cases.charged_fees import standing_fees
from cases.debt import debt_of
from cases.models import Case
from ekrav.agency.rates import current_rates
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.payments.receive import receive
from ekrav.tenancy import tenant_scope
from tests.cases.endings import DEMANDED, REMINDED, are_bygg_on, broken
from tests.cases.test_process import play
from tests.cases.test_reversal import OURS, bank_takes_back, reversed_by_finance
from tests.cast import a_case, right_now, set_today
from tests.payments.cast import camt, paid

pytestmark = pytest.mark.django_db(transaction=True)

KNOWN = date(2026, 11, 6)
SUMS = st.integers(min_value=1, max_value=1_050_000)
# From the reminder's day to two days after the demand's.
DAYS = st.integers(min_value=0, max_value=22)
_numbers = count(1)


@pytest.fixture
def creditor(transactional_db: None) -> int:
    """Åre Bygg."""
    return are_bygg_on()


def demanded(creditor: int) -> Case:
    set_today(date(2026, 10, 12))
    case = a_case(creditor, invoice_number=f"F{next(_numbers)}")
    play(REMINDED)
    play(DEMANDED)
    set_today(KNOWN)
    return case


def pays(case: Case, *payments: tuple[int, int]) -> list[str]:
    """Sums and the days they were paid on, all known today before any is applied; what the bank calls each."""
    at, today = right_now()
    names: list[str] = []
    for ore, days in payments:
        name, day = f"F{case.number}{len(names)}", REMINDED + timedelta(days=days)
        movement = paid(case.reference.ocr, kronor(ore), bank_reference=name, day=day)
        content = camt(replace(movement, account=OURS), account=OURS, message_id=name)
        receive(content=content, name="camt.xml", at=at)
        names.append(name)
    apply_all(today=today, at=at, rates=current_rates())
    return names


def left(case: Case) -> tuple[dict[str, int], int]:
    """The letters' fees that stand, and what Anna owes less what lies with us as hers."""
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_related("debtor", "subledger").get(pk=case.pk)
        fees = {fee.part.value: int(fee.amount) for fee in standing_fees(case=fresh)}
        over = balance(account=Account.OWED_TO_PAYER, subledger=fresh.subledger)
        return fees, debt_of(case=fresh, on=KNOWN, rates=current_rates()).total + over


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gone=SUMS, stays=SUMS, gone_on=DAYS, stays_on=DAYS)
# Everything before the demand: by both, by the second alone, by the first alone; and 1 öre less.
@example(gone=500_000, stays=514_086, gone_on=16, stays_on=17)
@example(gone=6_000, stays=1_014_219, gone_on=17, stays_on=17)
@example(gone=50_000, stays=1_014_219, gone_on=22, stays_on=17)
@example(gone=18_000, stays=1_014_219, gone_on=22, stays_on=17)
@example(gone=1_014_219, stays=1_014_219, gone_on=17, stays_on=17)
@example(gone=500_000, stays=1_014_218, gone_on=7, stays_on=17)
# What was charged for the days between is not paid before the capital that was owed on the second's day.
@example(gone=1, stays=9_995, gone_on=13, stays_on=0)
# The reminder's printed sum by both, and by the second alone.
@example(gone=500_000, stays=509_562, gone_on=0, stays_on=7)
@example(gone=500_000, stays=1_009_562, gone_on=0, stays_on=13)
def test_the_fees_are_those_that_the_other_payment_alone_has_left(
    creditor: int, gone: int, stays: int, gone_on: int, stays_on: int
) -> None:
    case, twin = demanded(creditor), demanded(creditor)
    first, _second = pays(case, (gone, gone_on), (stays, stays_on))
    bank_takes_back(kronor(gone), KNOWN, first)
    reversed_by_finance(case)
    pays(twin, (stays, stays_on))
    (fees, owed), (right_fees, right) = left(case), left(twin)
    assert fees == right_fees
    # Never more, but for interest that was rounded twice. What the second has paid stays where it went, so that it may
    # have left costs that bear no interest in the place of capital that does.
    assert owed <= right + 2
    assert broken() == []


def kronor(ore: int) -> str:
    return f"{ore // 100}.{ore % 100:02}"
