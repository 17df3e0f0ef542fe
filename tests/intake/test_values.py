"""Dates, amounts and numbers as invoices print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.intake import values
from cases.intake.values import Found
from ekrav.money import Ore, format_amount, format_kronor

DAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-30",
        "20260930",
        "2026/9/30",
        "2026.09.30",
        "2026 - 09 - 30",
        "30/9 2026",
        "30/9-2026",
        "30/09/2026",
        "30.9.2026",
        "30-09-2026",
        "30 september 2026",
        "den 30 sept. 2026",
        "30:e september 2026",
        "September 30, 2026",
        "30th September 2026",
        "Sep 30 2026",
        "30/9 -26",
        "30/9-26",
        "260930",
        "Betalas 2026-09-30.",
        "Förfallodatum:2026-09-30",
    ],
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    found = values.a_date(text)

    assert found is not None
    assert (found.value, found.doubt) == (DAY, False)


@pytest.mark.parametrize(
    "text", ["2026-13-01", "30/2 2026", "990-1109", "559910-4410", "12 %", "2026", "1 234,00", ""]
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert values.a_date(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/02/2026", date(2026, 2, 3)),
        ("26-01-02", date(2026, 1, 2)),
    ],
)
def test_a_date_with_two_readings_is_doubtful(text: str, day: date) -> None:
    assert values.a_date(text) == Found(day, 0, len(text), doubt=True)


def test_a_month_before_a_day_is_read_with_doubt_when_nothing_else_is_possible() -> None:
    assert values.a_date("09/30/2026") == Found(DAY, 0, 10, doubt=True)


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1 842,50", 184250),
        ("1 842,50 kr", 184250),
        ("SEK 1 842,50", 184250),
        ("1.842,50", 184250),
        ("1,842.50", 184250),
        ("1842.50 SEK", 184250),
        ("12.345 kr", 1234500),
        ("1 842:-", 184200),
        ("1842,-", 184200),
        ("1 842 kr", 184200),
        ("Kr 1842", 184200),
        ("18 710", 1871000),
        ("-125,00", -12500),
        ("- 125,00 kr", -12500),
        ("125,00-", -12500),
        ("€ 12,00", 1200),
        ("1 234 567,89", 123456789),
        ("0,00", 0),
    ],
)
def test_an_amount_is_read_however_it_is_written(text: str, ore: int) -> None:
    found = values.an_amount(text)

    assert found is not None
    assert found.value == ore


@pytest.mark.parametrize(
    "text",
    [
        "25 %",
        "25,00 %",
        "2026-09-30",
        "990-1109",
        "559910-4410",
        "SE559910441001",
        "30 dagar netto",
        "3 st",
        "0155-55 01 02",
        "30 september 2026",
        "",
    ],
)
def test_what_is_no_amount_is_not_read_as_one(text: str) -> None:
    assert values.an_amount(text) is None


def test_columns_that_stand_close_are_not_joined() -> None:
    assert [found.value for found in values.amounts("12 1 600,00 3 200,00")] == [160000, 320000]


@given(st.integers(min_value=-(10**11), max_value=10**11).map(Ore))
def test_every_amount_this_service_writes_is_read_back(ore: Ore) -> None:
    for text in (format_amount(ore), format_kronor(ore)):
        found = values.an_amount(text.replace("\u00a0", " ").replace("\u2212", "-"))

        assert found is not None
        assert found.value == ore


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_from_its_usual_spellings(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}/{day.month} {day.year}", f"{day:%Y%m%d}"):
        found = values.a_date(text)

        assert found is not None
        assert found.value == day


@given(st.text(max_size=60))
def test_no_text_breaks_a_parser(text: str) -> None:
    for parse in (
        values.a_date,
        values.an_amount,
        values.currency_of,
        values.a_bankgiro,
        values.a_plusgiro,
        values.an_ocr,
        values.a_number,
    ):
        found = parse(text)

        assert found is None or 0 <= found.start < found.end <= len(text)
