"""A wrong rule, planted in the law, is found by the point of law it is about, and by no other."""

import pytest

from tests.law_points.planted import PLANTS, Plant
from tests.law_points.points import POINTS


def failing() -> set[int]:
    """The points that do not hold. Only an assertion counts: a plant that breaks down has shown nothing."""
    failed = set()
    for number, holds in POINTS.items():
        try:
            holds()
        except AssertionError:
            failed.add(number)
    return failed


def test_the_law_as_it_is_holds_every_point() -> None:
    assert failing() == set()


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_wrong_rule_is_found_by_its_own_point_alone(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, wrong in plant.instead.items():
        monkeypatch.setattr(name, wrong)
    assert failing() == {plant.point}


def test_every_point_is_proved_by_a_plant() -> None:
    assert {plant.point for plant in PLANTS} == set(POINTS)
