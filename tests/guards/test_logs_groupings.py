"""However a number, a code or a token is written, no log line tells it."""

import re
import string
from base64 import urlsafe_b64encode

from hypothesis import given
from hypothesis import strategies as st

from ekrav.scrub import scrub
from letters.portal_code import LENGTH, SYMBOLS, code_for, format_code
from tests.guards.test_logs import FRAMES

GAPS = st.sampled_from(
    ["", "", "", " ", "-", "+", " - ", ".", "/", "\N{NO-BREAK SPACE}", "\N{EN DASH}", "_", "  "]
)


@st.composite
def grouped_digits(draw: st.DrawFn) -> str:
    """Eight digits or more, with any of the signs people put between them."""
    digits = draw(st.text(alphabet=string.digits, min_size=8, max_size=30))
    return digits[0] + "".join(draw(GAPS) + digit for digit in digits[1:])


@given(number=grouped_digits(), frame=st.sampled_from(FRAMES))
def test_no_grouping_hides_a_number(number: str, frame: str) -> None:
    digits = re.sub(r"\D", "", number)
    left = re.sub(r"\D", "", scrub(frame.format(number)))
    assert len(left) < 8
    assert digits not in left


@given(
    number=st.from_regex(r"[0-9]{8}", fullmatch=True),
    letter=st.integers(1, 9),
    small=st.booleans(),
    gap=st.sampled_from(["", " ", "-"]),
)
def test_no_way_of_writing_a_letters_code_is_told(number: str, letter: int, small: bool, gap: str) -> None:
    code = code_for(case_number=number, letter_number=letter)
    assert len(code) == LENGTH
    written = format_code(code).replace(" ", gap)
    # Small letters without any digit are a word like any other; the service itself writes codes in capitals only.
    if small and any(sign in string.digits for sign in code):
        written = written.lower()
    assert written not in scrub(f"koden {written} prövades")


@given(token=st.binary(min_size=24, max_size=64).map(lambda raw: urlsafe_b64encode(raw).decode()))
def test_no_token_is_told_whole(token: str) -> None:
    assert token not in scrub(f"med {token} i handen")


def test_the_alphabet_of_the_codes_is_the_one_that_is_looked_for() -> None:
    for sign in SYMBOLS:
        assert scrub(sign * LENGTH) != sign * LENGTH, sign
