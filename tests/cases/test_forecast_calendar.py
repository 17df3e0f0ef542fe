"""What is foretold over holidays and half-years: the days that are waited for, and the rates that hold."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ekrav.agency.rates import current_rates
from ekrav.law.interest import REFERENCE
from ekrav.law.rates import Mark, Rates, Row, Unit
from tests.cases.test_forecast import forecast, foretold, plain
from tests.cast import TEN_THOUSAND, a_case, set_today

pytestmark = pytest.mark.django_db(transaction=True)


def rates_of_2027() -> Rates:
    """As if the Riksbank had decided 2.5 % for the first half of 2027: late interest is 10.5 %."""
    decided = Row(
        key=REFERENCE,
        value=Fraction(5, 2),
        unit=Unit.PERCENT,
        valid_from=date(2027, 1, 1),
        valid_to=date(2027, 6, 30),
        statute="räntelagen 9 §",
        source="supposed",
        mark=Mark.SIMULATED,
    )
    return current_rates().with_rows([decided])


def test_over_new_year_each_half_year_has_its_rate(are_bygg: int) -> None:
    # 62 days, 82 days, and 92 days at 10 % with 15 at 10.5 %: 252.0548 + 43.1507.
    assert foretold(are_bygg, on=date(2026, 11, 30), rates=rates_of_2027()) == [
        ("remind", date(2026, 12, 1), "60.00", "10229.86"),
        ("demand", date(2026, 12, 21), "180.00", "10464.66"),
        ("await_decision", date(2027, 1, 15), "0.00", "10535.21"),
    ]


def test_christmas_new_year_and_epiphany_are_waited_for(are_bygg: int) -> None:
    # Posted 18 December: the ninth bank day is 7 January, and five more make it the 14th.
    # 79 days; 92 and 14; 92 and 34.
    assert foretold(are_bygg, on=date(2026, 12, 17), rates=rates_of_2027()) == [
        ("remind", date(2026, 12, 18), "60.00", "10276.44"),
        ("demand", date(2027, 1, 14), "180.00", "10532.33"),
        ("await_decision", date(2027, 2, 3), "0.00", "10589.86"),
    ]


def test_midsummer_eve_is_waited_for(are_bygg: int) -> None:
    # Due 29 May; 14, 35 and 55 days. Midsummer Eve, Friday 19 June, is no bank day.
    spring: dict[str, Any] = {
        "invoice_date": date(2026, 4, 29),
        "sent_on": date(2026, 4, 29),
        "delivered_on": date(2026, 4, 27),
        "due_date": date(2026, 5, 29),
    }
    assert foretold(are_bygg, on=date(2026, 6, 11), **spring) == [
        ("remind", date(2026, 6, 12), "60.00", "10098.36"),
        ("demand", date(2026, 7, 3), "180.00", "10335.89"),
        ("await_decision", date(2026, 7, 23), "0.00", "10390.68"),
    ]


def test_an_agreed_rate(are_bygg: int) -> None:
    # 24 %: 6.575 342 a day.
    assert foretold(are_bygg, agreed_rate="24.00") == [
        ("remind", date(2026, 10, 13), "60.00", "10145.48"),
        ("demand", date(2026, 11, 2), "180.00", "10456.99"),
        ("await_decision", date(2026, 11, 20), "0.00", "10575.34"),
    ]


def test_past_the_last_decided_rate_the_sum_says_that_it_is_todays(are_bygg: int) -> None:
    set_today(date(2026, 11, 30))
    case = a_case(are_bygg)
    seen = forecast(are_bygg, case)
    # 107 days at 10 %: 293.15. The letters lie in decided days.
    assert [(step.todays_rate, plain(step.total)) for step in seen.steps] == [
        (False, "10229.86"),
        (False, "10464.66"),
        (True, "10533.15"),
    ]
    assert seen.way is not None
    assert seen.way.todays_rate


def test_no_decided_rate_is_missed_where_the_rate_is_agreed(are_bygg: int) -> None:
    set_today(date(2026, 11, 30))
    case = a_case(are_bygg, claim=replace(TEN_THOUSAND, agreed_rate="24.00"))  # type: ignore[arg-type]
    assert [step.todays_rate for step in forecast(are_bygg, case).steps] == [False, False, False]
