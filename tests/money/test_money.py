"""Amounts: typed, written, rounded, split."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekrav.money import (
    NotAnAmount,
    NotDivisible,
    Ore,
    format_amount,
    format_kronor,
    kronor,
    parse_amount,
    split,
    to_ore,
)

ANY_ORE = st.integers(min_value=-(10**13), max_value=10**13).map(Ore)


@pytest.mark.parametrize(
    ("typed", "ore"),
    [
        ("1842", 184200),
        ("1 842,50", 184250),
        ("1\u00a0842,50 kr", 184250),
        ("1\u202f842,5", 184250),
        ("1842.50", 184250),
        ("1.842,50", 184250),
        ("1,842.50", 184250),
        ("12 345 678,90 SEK", 1234567890),
        ("200:-", 20000),
        ("200,- kr", 20000),
        ("0,05", 5),
        (" 60 kronor ", 6000),
        ("-60,00", -6000),
        ("\u221260,00", -6000),
    ],
)
def test_an_amount_is_read_as_a_swede_types_it(typed: str, ore: int) -> None:
    assert parse_amount(typed) == ore


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "kr",
        "1.842",
        "1,842",
        "1,842,50",
        "18 42",
        "1 842 5",
        "12,345",
        "1e3",
        "NaN",
        "١٢",
        "1234567890123",
        "5 - 3",
        "--5",
    ],
)
def test_an_amount_that_is_none_or_may_be_two_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_amount(typed)


@pytest.mark.parametrize(("written", "ore"), [("1842.00", 184200), ("60", 6000), ("-0.05", -5), ("0.00", 0)])
def test_kronor_in_code_are_exact(written: str, ore: int) -> None:
    assert kronor(written) == ore


@pytest.mark.parametrize("written", ["1842.5", "1 842", "1842,00", "1842.005", "", "+5"])
def test_kronor_in_code_take_one_form_only(written: str) -> None:
    with pytest.raises(NotAnAmount):
        kronor(written)


@pytest.mark.parametrize(
    ("amount", "ore"),
    [
        (Fraction("13.972602"), 1397),
        (Fraction("0.005"), 1),
        (Fraction("0.0049999"), 0),
        (Fraction("-0.005"), -1),
        (Fraction(1, 3), 33),
        (Fraction(2, 3), 67),
        (Fraction(0), 0),
    ],
)
def test_a_fraction_is_rounded_once_and_halves_go_up(amount: Fraction, ore: int) -> None:
    assert to_ore(amount) == ore


@given(ANY_ORE)
def test_whole_ore_survive_rounding(ore: Ore) -> None:
    assert to_ore(Fraction(ore, 100)) == ore


@given(st.fractions())
def test_rounding_mirrors_and_is_never_more_than_half_an_ore_off(amount: Fraction) -> None:
    assert to_ore(-amount) == -to_ore(amount)
    assert abs(Fraction(to_ore(amount), 100) - amount) <= Fraction(1, 200)


@given(ANY_ORE)
def test_what_is_printed_can_be_typed_back(ore: Ore) -> None:
    if abs(ore) < 10**14:
        assert parse_amount(format_kronor(ore)) == ore


def test_amounts_are_printed_with_hard_spaces_and_a_real_minus() -> None:
    assert format_kronor(kronor("1842.00")) == "1\u00a0842,00\u00a0kr"
    assert format_amount(kronor("1842.00")) == "1\u00a0842,00"
    assert format_kronor(kronor("-1234567.05")) == "\u22121\u00a0234\u00a0567,05\u00a0kr"
    assert format_amount(Ore(0)) == "0,00"


def test_a_krona_in_three_gives_the_first_the_ore_that_is_left() -> None:
    assert split(total=kronor("1.00"), weights=[1, 1, 1]) == [34, 33, 33]
    assert split(total=kronor("-1.00"), weights=[1, 1, 1]) == [-34, -33, -33]
    assert split(total=kronor("100.00"), weights=[0, Fraction(1, 3), Fraction(2, 3)]) == [0, 3333, 6667]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_nothing_is_split_by_impossible_weights(weights: list[int]) -> None:
    with pytest.raises(NotDivisible):
        split(total=Ore(100), weights=weights)


@given(ANY_ORE, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_the_parts_sum_to_the_total_and_none_is_an_ore_off(total: Ore, weights: list[int]) -> None:
    parts = split(total=total, weights=weights)
    assert sum(parts) == total
    assert all(
        abs(part - Fraction(total * w, sum(weights))) < 1 for part, w in zip(parts, weights, strict=True)
    )
