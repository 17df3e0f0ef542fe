"""A credit report is decided on for thirty days, the last one included."""

from datetime import date

import pytest

from ekrav.law.credit_report import fresh_through
from ekrav.law.rates import NoRow
from ekrav.law.shipped import shipped_rates


def test_a_report_of_3_march_may_be_decided_on_through_2_april() -> None:
    assert fresh_through(taken=date(2025, 3, 3), rates=shipped_rates()) == date(2025, 4, 2)


def test_before_the_rows_nothing_is_said() -> None:
    with pytest.raises(NoRow):
        fresh_through(taken=date(2011, 12, 31), rates=shipped_rates())
