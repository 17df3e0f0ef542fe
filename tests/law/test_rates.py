"""The rows: every half-year decided so far, none after it, each with its source."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest

from ekrav.law.rates import Mark, NoRow, Rates, Row, RowsOverlap, Unit, WrongUnit
from ekrav.law.shipped import RowsRefused, read_rows, shipped_rates
from ekrav.money import Ore

RATES = shipped_rates()
FEE = Row(
    key="fee.demand.max",
    value=Ore(18000),
    unit=Unit.KRONOR,
    valid_from=date(2013, 3, 16),
    statute="lag (1981:739) 4 §",
    source="test",
    mark=Mark.READ,
)


def test_the_reference_rate_has_a_row_for_each_half_year_since_2002_and_no_gap() -> None:
    rows = sorted((r for r in RATES.rows if r.key == "interest.reference"), key=lambda r: r.valid_from)
    assert len(rows) == 49
    assert rows[0].valid_from == date(2002, 7, 1)
    assert all((r.valid_from.month, r.valid_from.day) in {(1, 1), (7, 1)} for r in rows)
    for one, other in pairwise(rows):
        assert one.valid_to is not None
        assert other.valid_from == one.valid_to + timedelta(days=1)
    assert all(isinstance(r.value, Fraction) and (r.value * 2).denominator == 1 for r in rows)


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("2002-07-01", "4.5"),
        ("2009-06-30", "2"),
        ("2009-07-01", "0.5"),
        ("2012-12-31", "1.5"),
        ("2016-06-30", "0"),
        ("2016-07-01", "-0.5"),
        ("2019-06-30", "-0.5"),
        ("2024-07-01", "4"),
        ("2025-06-30", "3"),
        ("2025-07-01", "2"),
        ("2026-12-31", "2"),
    ],
)
def test_the_reference_rate_is_the_published_one(day: str, percent: str) -> None:
    assert RATES.percent("interest.reference", date.fromisoformat(day)) == Fraction(percent)


def test_the_reference_rate_is_never_carried_into_an_undecided_half_year() -> None:
    assert RATES.known_through("interest.reference") == date(2026, 12, 31)
    for day in (date(2027, 1, 1), date(2002, 6, 30)):
        with pytest.raises(NoRow) as missing:
            RATES.percent("interest.reference", day)
        assert (missing.value.key, missing.value.day) == ("interest.reference", day)


def test_an_unknown_key_is_no_row() -> None:
    with pytest.raises(NoRow):
        RATES.on("fee.telephone", date(2026, 1, 1))
    for end in (RATES.known_from, RATES.known_through):
        with pytest.raises(NoRow):
            end("fee.telephone")


def test_what_is_from_memory_is_marked_until_a_lawyer_has_read_it() -> None:
    marks = {
        (row.key, row.valid_from): row.mark
        for row in RATES.rows
        if row.key.startswith(("limitation.", "payment_order.", "age."))
    }
    assert marks == {
        ("limitation.consumer", date(1982, 1, 1)): Mark.MEMORY,
        ("limitation.consumer", date(1983, 1, 1)): Mark.READ,
        ("limitation.other", date(1982, 1, 1)): Mark.MEMORY,
        ("limitation.other", date(1983, 1, 1)): Mark.READ,
        ("limitation.untold", date(1982, 1, 1)): Mark.MEMORY,
        ("limitation.untold", date(1983, 1, 1)): Mark.READ,
        ("limitation.letter_months", date(1982, 1, 1)): Mark.MEMORY,
        ("payment_order.answer_days", date(2014, 1, 1)): Mark.READ,
        ("payment_order.court_request_days", date(2014, 1, 1)): Mark.MEMORY,
        ("payment_order.reopening_months", date(2014, 1, 1)): Mark.MEMORY,
        ("age.majority", date(1974, 7, 1)): Mark.MEMORY,
        ("age.majority", date(2014, 1, 1)): Mark.READ,
    }


def test_the_ceilings_are_those_of_the_act_and_begin_with_it() -> None:
    day = date(2026, 11, 22)
    keys = ("fee.reminder.max", "fee.demand.max", "fee.plan.max", "fee.late_b2b")
    assert [RATES.ore(key, day) for key in keys] == [6000, 18000, 17000, 45000]
    with pytest.raises(NoRow):
        RATES.ore("fee.demand.max", date(2013, 3, 15))


def test_every_row_names_its_statute_and_its_source() -> None:
    assert len(RATES.rows) > 80
    assert [row for row in RATES.rows if not (row.statute.strip() and row.source.strip())] == []


def test_a_row_is_asked_for_in_its_own_unit() -> None:
    day = date(2026, 1, 1)
    asked = (
        lambda: RATES.percent("fee.demand.max", day),
        lambda: RATES.ore("vat.rate", day),
        lambda: RATES.days("demand.min_bank_days", day),
        lambda: RATES.order("vat.rate", day),
        lambda: RATES.months("payment_order.answer_days", day),
    )
    for ask in asked:
        with pytest.raises(WrongUnit):
            ask()


def test_two_rows_for_one_day_are_refused() -> None:
    with pytest.raises(RowsOverlap):
        Rates((FEE, replace(FEE, valid_from=date(2020, 1, 1))))
    with pytest.raises(RowsOverlap):
        Rates((replace(FEE, valid_to=date(2012, 1, 1)),))


def test_a_later_decision_ends_an_open_row_the_day_before() -> None:
    rates = Rates((FEE,)).with_rows([replace(FEE, value=Ore(20000), valid_from=date(2027, 1, 1))])
    assert rates.ore("fee.demand.max", date(2026, 12, 31)) == 18000
    assert rates.ore("fee.demand.max", date(2027, 1, 1)) == 20000
    assert rates.ore("fee.demand.max", date(2099, 1, 1)) == 20000


def test_a_row_that_begins_on_the_same_day_is_a_correction() -> None:
    wrong = RATES.on("interest.reference", date(2026, 7, 1))
    rates = RATES.with_rows([replace(wrong, value=Fraction(5, 2))])
    assert rates.percent("interest.reference", date(2026, 12, 31)) == Fraction(5, 2)
    assert RATES.percent("interest.reference", date(2026, 12, 31)) == 2
    assert len(rates.rows) == len(RATES.rows)


def test_a_decision_inside_a_closed_row_is_refused() -> None:
    closed = RATES.on("interest.reference", date(2026, 7, 1))
    with pytest.raises(RowsOverlap):
        RATES.with_rows([replace(closed, valid_from=date(2026, 8, 1))])


@pytest.mark.parametrize(
    "line",
    [
        '{ from = 2013-03-16, value = 180.00, mark = "V", source = "act" }',
        '{ from = 2013-03-16, value = "180,00", mark = "V", source = "act" }',
        '{ from = 2013-03-16, value = "180.00", mark = "?", source = "act" }',
        '{ from = 2013-03-16, value = "180.00", mark = "V", source = "hearsay" }',
        '{ value = "180.00", mark = "V", source = "act" }',
    ],
)
def test_a_row_out_of_form_is_refused(line: str) -> None:
    head = '[sources]\nact = "text"\n[[series]]\nkey = "fee"\nunit = "kronor"\nstatute = "lag"\n'
    with pytest.raises(RowsRefused):
        list(read_rows(f"{head}rows = [{line}]"))
