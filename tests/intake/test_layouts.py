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


def test_descriptions_and_reminder_fees_are_the_invoices_own_words() -> None:
    read = {name: synthetic.read_all()[name] for name in synthetic.NAMES}

    for field in ("description", "reminder_fee"):
        found = {name: getattr(extraction, field).value for name, extraction in read.items()}
        assert found == {name: synthetic.truth(name).get(field) for name in synthetic.NAMES}


def test_every_value_stands_on_its_page() -> None:
    for extraction in synthetic.read_all().values():
        for _name, found in extraction.items():
            if found.place is not None:
                page, x0, y0, x1, y1 = found.place
                assert page in {1, 2}
                assert 0 <= x0 < x1 <= 596
                assert 0 <= y0 < y1 <= 843
