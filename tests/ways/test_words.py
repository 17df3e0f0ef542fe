"""Every code that a provider documents is a Swedish sentence, and one for the way a payment ends without a code."""

import pytest

from ekrav.payments.swish.words import CODES
from ekrav.payments.ways.states import State, Way
from ekrav.payments.ways.words import why
from ekrav.sandbox.swish import AT_ONCE, IN_THE_END

# Swish's guide for merchants, version 2: create and result errors, and the statuses of its answers.
DOCUMENTED = frozenset({
    "FF08", "RP01", "RP02", "RP03", "RP04", "RP06", "RP09", "PA01", "PA02", "AM02", "AM03", "AM06", "AM21", "BE18",
    "ACMT01", "ACMT03", "ACMT07", "RF07", "BANKIDCL", "BANKIDONGOING", "BANKIDUNKN", "TM01", "DS24", "FF10", "VR01",
    "VR02", "AM04", "RF02", "RF03", "RF04", "RF06", "RF08", "RF09",
})  # fmt: skip
STATUSES = frozenset(f"HTTP {status}" for status in (400, 401, 403, 404, 415, 422, 429, 500, 504))


def test_the_table_holds_every_documented_code_and_no_other() -> None:
    assert frozenset(CODES) == DOCUMENTED | STATUSES


def test_the_sandbox_can_end_with_every_code_that_a_payment_ends_with() -> None:
    assert DOCUMENTED - {"RP09"} == AT_ONCE | IN_THE_END


@pytest.mark.parametrize("code", sorted(DOCUMENTED | STATUSES))
def test_a_code_is_a_sentence_that_says_no_code(code: str) -> None:
    sentence = why(way=Way.SWISH, state=State.DECLINED, code=code)
    assert sentence.endswith(".")
    assert code not in sentence


@pytest.mark.parametrize("way", list(Way))
def test_whatever_else_is_said_an_end_has_its_words(way: Way) -> None:
    for state in (State.DECLINED, State.CANCELLED, State.EXPIRED, State.UNKNOWN):
        assert why(way=way, state=state, code="SOMETHING NEW").endswith(".")
