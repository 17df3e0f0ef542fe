"""When the agency is reminded of the Riksbank's decision, and when it is alarmed that there is none."""

from datetime import date
from fractions import Fraction

import pytest

from ekrav.agency.rate_watch import MissingRate, missing_rate
from ekrav.law.half_years import decision_day, half_year_of
from ekrav.law.interest import REFERENCE, known_through
from ekrav.law.rates import Mark, Rates, Row, Unit
from ekrav.law.shipped import shipped_rates

NEW_YEAR = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 12, 29), None),
        (date(2026, 12, 30), MissingRate(first=NEW_YEAR, late=False)),
        (date(2026, 12, 31), MissingRate(first=NEW_YEAR, late=False)),
        (date(2027, 1, 1), MissingRate(first=NEW_YEAR, late=True)),
        (date(2027, 8, 1), MissingRate(first=NEW_YEAR, late=True)),
    ],
)
def test_a_reminder_on_the_day_of_decision_and_an_alarm_from_day_one(
    today: date, said: MissingRate | None
) -> None:
    assert missing_rate(today=today, rates=shipped_rates()) == said


def test_a_half_year_after_a_gap_does_not_hide_the_gap() -> None:
    autumn = Row(
        key=REFERENCE,
        value=Fraction(2),
        unit=Unit.PERCENT,
        valid_from=date(2027, 7, 1),
        valid_to=date(2027, 12, 31),
        statute="9 §",
        source="prov",
        mark=Mark.READ,
    )
    rates = shipped_rates().with_rows([autumn])
    assert known_through(rates=rates) == date(2026, 12, 31)
    assert missing_rate(today=date(2027, 8, 1), rates=rates) == MissingRate(first=NEW_YEAR, late=True)


def test_without_any_row_nothing_is_known() -> None:
    assert known_through(rates=Rates(())) == date(2002, 6, 30)


def test_half_years_and_the_last_bank_day_before_them() -> None:
    assert half_year_of(date(2027, 6, 30)) == (date(2027, 1, 1), date(2027, 6, 30))
    assert half_year_of(date(2027, 7, 1)) == (date(2027, 7, 1), date(2027, 12, 31))
    # 31 December 2026 is bank-free; 30 June 2027 is a Wednesday; 30 and 31 December 2028 are a weekend.
    assert decision_day(date(2027, 1, 1)) == date(2026, 12, 30)
    assert decision_day(date(2027, 7, 1)) == date(2027, 6, 30)
    assert decision_day(date(2029, 1, 1)) == date(2028, 12, 29)
