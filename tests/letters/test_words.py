"""Dates, sums and interest as a letter writes them."""

from datetime import date
from fractions import Fraction

import pytest

from ekrav.law.interest import Segment
from ekrav.look.figures import in_fours
from ekrav.money import Ore, kronor, to_ore
from letters.facts import NotALetter
from letters.glyphs import lines_needed, unprintable, width_mm
from letters.interest import interest_facts
from letters.words import english_amount, percent, period, round_kronor, short_date, weekday_date


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_dates_are_written_in_swedish_with_the_year_only_when_it_is_another() -> None:
    assert plain(weekday_date(date(2026, 12, 4))) == "fredag 4 december"
    assert plain(short_date(date(2026, 11, 5), year=2026)) == "5 nov"
    assert plain(short_date(date(2025, 12, 29), year=2026)) == "29 dec 2025"
    assert plain(period(date(2026, 8, 29), date(2026, 11, 20), year=2026)) == "29 aug–20 nov"
    assert plain(period(date(2025, 8, 29), date(2026, 1, 20), year=2026)) == "29 aug 2025–20 jan 2026"


def test_numbers_are_written_as_people_read_them() -> None:
    assert (plain(round_kronor(kronor("1842"))), plain(round_kronor(kronor("1842.50")))) == (
        "1 842",
        "1 842,50",
    )
    assert [plain(percent(rate)) for rate in (1000, 1050, 1025, 50)] == ["10 %", "10,5 %", "10,25 %", "0,5 %"]
    assert plain(in_fours("110429503425")) == "1104 2950 3425"
    assert plain(english_amount(kronor("1842"))) == "SEK 1,842.00"


def segment(first: date, last: date, rate: str, amount: str, capital: str = "10000") -> Segment:
    return Segment(
        capital=kronor(capital),
        first=first,
        last=last,
        days=(last - first).days + 1,
        rate=Fraction(rate),
        reference=None,
        amount=Fraction(amount),
    )


def test_rows_of_interest_add_up_to_the_sum_that_is_rounded_once() -> None:
    # 90.404 + 169.864 = 260.268 -> 260.27; each rounded for itself would give 90.40 + 169.86 = 260.26.
    trace = [
        segment(date(2025, 6, 1), date(2025, 6, 30), "11", "90.404"),
        segment(date(2025, 7, 1), date(2025, 8, 31), "10", "169.864"),
    ]
    rows = interest_facts(trace)
    assert [row.amount for row in rows] == [90_40, 169_87]
    assert sum(row.amount for row in rows) == to_ore(Fraction("260.268"))


def test_half_years_with_the_same_rate_and_capital_are_one_row() -> None:
    trace = [
        segment(date(2026, 6, 1), date(2026, 6, 30), "10", "82.19"),
        segment(date(2026, 7, 1), date(2026, 7, 31), "10", "84.93"),
        segment(date(2026, 8, 1), date(2026, 8, 31), "10", "42.465", capital="5000"),
    ]
    rows = interest_facts(trace)
    assert [(row.first, row.last, row.rate, row.base, row.amount) for row in rows] == [
        (date(2026, 6, 1), date(2026, 7, 31), 1000, kronor("10000"), Ore(167_12)),
        (date(2026, 8, 1), date(2026, 8, 31), 1000, kronor("5000"), Ore(42_47)),
    ]


def test_no_interest_gives_no_rows_and_a_rate_too_fine_to_print_is_refused() -> None:
    assert interest_facts([]) == ()
    with pytest.raises(NotALetter):
        interest_facts([segment(date(2026, 6, 1), date(2026, 6, 30), "10.001", "82.19")])


@pytest.mark.parametrize(
    "name",
    [
        "Åsa Öberg",
        "Zoë Łukasz Śniadecki",
        "Trần Thị Hằng",
        "Ștefan Țepeș",
        "Ŋoŧa Ánddir Đuvvá",
        "Ивана",
        "Ǥuivi",
    ],
)
def test_names_from_many_alphabets_can_be_printed(name: str) -> None:
    assert unprintable(name) == []


@pytest.mark.parametrize(
    ("text", "bad"),
    [("Anna 😀", ["😀"]), ("安娜", ["安", "娜"]), ("آنا", ["آ", "ن", "ا"]), ("An\u200bna", ["\u200b"]),
     ("\u202eannA", ["\u202e"]), ("An\nna", ["\n"]), ("A\x00", ["\x00"]), ("a" + "\u0301" * 9, ["\u0301"])],
)  # fmt: skip
def test_what_would_print_as_a_box_or_not_at_all_is_found(text: str, bad: list[str]) -> None:
    assert unprintable(text) == bad


def test_widths_are_those_of_the_font() -> None:
    # A zero of IBM Plex Sans is 600/1000 em: at 10 points 6 points, 2.117 mm.
    assert width_mm("0", points=10) == pytest.approx(2.1167, abs=0.001)
    assert lines_needed("00 00 00", points=10, within_mm=10) == 2
    assert lines_needed("000000", points=10, within_mm=10) > 100
