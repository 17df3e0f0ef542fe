"""The reader on every layout: what is printed is read, what is not is not invented."""

from collections import Counter

import pytest

from tests.intake import synthetic


@pytest.mark.parametrize("name", synthetic.NAMES)
def test_a_layout_is_read_without_one_wrong_field(name: str) -> None:
    wrong = [score for score in synthetic.scores(name) if score.outcome == "wrong"]

    assert wrong == []


def test_nearly_every_printed_field_is_read_and_the_rest_is_marked() -> None:
    outcomes = [score for name in synthetic.NAMES for score in synthetic.scores(name)]
    count = Counter(score.outcome for score in outcomes)
    left = [score for score in outcomes if score.outcome != "right"]

    assert count["wrong"] == 0
    assert count["right"] / len(outcomes) >= 0.99, left
