"""A missed instalment: waited for, warned of, and only then the end of the plan."""

from datetime import date

import pytest

from ekrav.law.missed import may_be_ended_on, missed_on, warning_pay_by
from ekrav.law.rates import Mark
from ekrav.law.shipped import shipped_rates

RATES = shipped_rates()


@pytest.mark.parametrize(
    ("due", "missed"),
    [
        ("2026-11-30", "2026-12-07"),  # Monday; 1, 2, 3 and 4 December are waited out, and a weekend passes
        ("2026-12-21", "2026-12-30"),  # 22, 23, 28 and 29 December: Christmas is not counted
    ],
)
def test_a_payment_on_its_way_is_waited_for(due: str, missed: str) -> None:
    assert missed_on(due=date.fromisoformat(due), rates=RATES) == date.fromisoformat(missed)


def test_a_warned_debtor_has_the_time_of_a_letter_and_the_banks_days_after_it() -> None:
    assert warning_pay_by(posted=date(2026, 11, 23), rates=RATES) == date(2026, 12, 4)
    assert may_be_ended_on(posted=date(2026, 11, 23), rates=RATES) == date(2026, 12, 11)


def test_the_rule_says_that_it_is_ours() -> None:
    row = RATES.on("plan.grace_bank_days", date(2026, 11, 23))
    assert (row.value, row.mark) == (4, Mark.DERIVED)
    assert row.source.startswith("produktregel")
