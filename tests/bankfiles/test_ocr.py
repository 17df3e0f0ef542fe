"""OCR references and the OCR line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from ekrav.bankfiles.ocr import (
    NotACodeLine,
    NotAnOcr,
    amount_check_digit,
    code_line,
    format_ocr,
    found_in,
    has_check_digit,
    is_valid,
    mint,
)
from ekrav.money import Ore

SERIALS = st.integers(min_value=10**9, max_value=10**10 - 1)


def test_an_ocr_number_ends_with_its_length_digit_and_its_check_digit() -> None:
    # 1104295034, then 2 for twelve digits; from the right, doubled every other and digits summed:
    # 4+4+6+0+1+9+4+4+0+1+2 = 35, and 5 makes it 40.
    assert mint(serial=1104295034) == "110429503425"
    assert format_ocr("110429503425") == "1104 2950 3425"


@given(SERIALS)
def test_every_minted_number_is_valid_and_twelve_digits_long(serial: int) -> None:
    number = mint(serial=serial)
    assert (len(number), is_valid(number), has_check_digit(number)) == (12, True, True)


@given(st.from_regex(r"\A[0-9]{1,26}\Z"))
def test_the_check_digit_is_luhns(number: str) -> None:
    assert has_check_digit(number) == (2 <= len(number) <= 25 and bool(luhn.is_valid(number)))


@given(SERIALS, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(serial: int, place: int, more: int) -> None:
    right = mint(serial=serial)
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]
    assert not is_valid(wrong)


@given(SERIALS, st.integers(0, 10))
def test_two_neighbours_that_change_places_are_found_unless_they_are_0_and_9(serial: int, place: int) -> None:
    right = mint(serial=serial)
    pair = right[place : place + 2]
    swapped = right[:place] + pair[::-1] + right[place + 2 :]
    assert is_valid(swapped) is (pair[0] == pair[1] or set(pair) == {"0", "9"})


@given(SERIALS)
def test_a_lost_or_doubled_digit_is_found(serial: int) -> None:
    right = mint(serial=serial)
    assert not is_valid(right[1:])
    assert not is_valid(right[0] + right)


@pytest.mark.parametrize("serial", [0, 110429503, 10**10, -1104295034])
def test_a_serial_of_another_length_is_refused(serial: int) -> None:
    with pytest.raises(NotAnOcr):
        mint(serial=serial)


@pytest.mark.parametrize("length", [3, 26])
def test_an_ocr_number_is_at_most_25_digits(length: int) -> None:
    with pytest.raises(NotAnOcr):
        mint(serial=1104295034, length=length)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("1104 2950 3425", True),
        ("1104\u00a02950\u00a03425", True),
        ("110429503425", True),
        ("1104 2950 3427", False),  # wrong check digit
        ("110429503433", False),  # right check digit, wrong length digit
        ("11042950342５", False),  # a digit of another script
        ("1104 2950 342", False),
        ("", False),
    ],
)
def test_an_ocr_number_is_valid_with_or_without_its_spaces(text: str, *, valid: bool) -> None:
    assert is_valid(text) is valid


def test_our_numbers_are_found_in_what_a_payer_writes() -> None:
    text = "Faktura 88, ocr 1104 2950 3425 och 110429503524. Tel 070-1740605, ocr 110429503425"
    assert found_in(text) == ("110429503425", "110429503524")


def test_a_number_inside_a_longer_one_is_not_ours() -> None:
    assert found_in("9110429503425") == ()


@pytest.mark.parametrize(
    ("ocr", "amount", "bankgiro", "line"),
    [
        (
            "25042950342",
            1447100,
            "2374825",
            "H   #               25042950342 #   14471 00   7 >                  2374825#41#    ",
        ),
        (
            "1010676706",
            123450,
            "51554020",
            "H   #                1010676706 #    1234 50   9 >                 51554020#41#    ",
        ),
    ],
)
def test_the_ocr_line_of_a_payment_slip(ocr: str, amount: int, bankgiro: str, line: str) -> None:
    assert code_line(ocr=ocr, amount=Ore(amount), bankgiro=bankgiro) == line


@given(SERIALS, st.integers(1, 99_999_999_99))
def test_the_ocr_line_has_each_thing_at_its_place_from_the_right(serial: int, amount: int) -> None:
    line = code_line(ocr=mint(serial=serial), amount=Ore(amount), bankgiro="50501055")
    # Position 1 is the rightmost character.
    at = dict(enumerate(reversed(line), start=1))
    assert len(line) == 83
    assert "".join(at[position] for position in (83, 79, 51, 34, 8, 7, 6, 5)) == "H##>#41#"
    assert at[36] == amount_check_digit(Ore(amount))
    assert line[83 - 77 : 83 - 52].strip() == mint(serial=serial)
    assert int(line[83 - 50 : 83 - 42] + line[83 - 41 : 83 - 39]) == amount
    assert line[83 - 33 : 83 - 8].strip() == "50501055"


@pytest.mark.parametrize(
    ("ocr", "amount", "bankgiro"),
    [
        ("110429503427", 1, "50501055"),
        ("110429503425", 0, "50501055"),
        ("110429503425", 100_000_000_00, "50501055"),
        ("110429503425", 1, "50501056"),
        ("110429503425", 1, "5050-1055"),
    ],
)
def test_what_has_no_room_on_the_ocr_line_is_refused(ocr: str, amount: int, bankgiro: str) -> None:
    with pytest.raises(NotACodeLine):
        code_line(ocr=ocr, amount=Ore(amount), bankgiro=bankgiro)
