"""Which points a plant can reach: a rule that a point never asks, or that has never stopped anything there, cannot make
it fail.

Each point is held once with every rule listened to. A plant is then tried on the points that heard its rule; a plant
that is no function, and no check taken out, is tried on all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import pytest
from django.db import transaction

from cases import checks
from tests.law_points.database_points import DATABASE_POINTS, DatabasePoint
from tests.law_points.planted import Plant

CHECKS = "cases.checks.CHECKS"


class Heard:
    """What the points asked while they were listened to: by rule, the numbers of the points."""

    def __init__(self) -> None:
        self.by_rule: defaultdict[str, set[int]] = defaultdict(set)
        self.point = 0

    def listen(self, plants: Iterable[Plant], creditor: int) -> None:
        """Hold every point with each plant's rule listened to. All of them hold."""
        with pytest.MonkeyPatch.context() as patch:
            for name in {name for plant in plants for name in plant.instead if name != CHECKS}:
                self._ask_through(patch, name)
            patch.setattr(
                CHECKS, {stop: self._stopping(stop, check) for stop, check in checks.CHECKS.items()}
            )
            for self.point, holds in DATABASE_POINTS.items():
                hold(holds, creditor)

    def reached(self, plant: Plant) -> set[int]:
        """The points that the plant, not planted yet, can make fail."""
        rules = set()
        for name, wrong in plant.instead.items():
            if name == CHECKS:
                rules |= {f"{CHECKS} {stop}" for stop in checks.CHECKS if stop not in wrong}
            elif not callable(wrong):
                return set(DATABASE_POINTS)
            else:
                rules.add(name)
        return {point for rule in rules for point in self.by_rule[rule]} if rules else set(DATABASE_POINTS)

    def _ask_through(self, patch: pytest.MonkeyPatch, name: str) -> None:
        place, _, attribute = name.rpartition(".")
        right = getattr(import_module(place), attribute)
        if callable(right):
            patch.setattr(name, self._heard(name, right))

    def _heard(self, name: str, right: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*args: Any, **given: Any) -> Any:
            self.by_rule[name].add(self.point)
            return right(*args, **given)

        return ask

    def _stopping(self, stop: str, check: Callable[[Any], bool]) -> Callable[[Any], bool]:
        def ask(seen: Any) -> bool:
            stops = check(seen)
            if stops:
                self.by_rule[f"{CHECKS} {stop}"].add(self.point)
            return stops

        return ask


def hold(holds: DatabasePoint, creditor: int) -> None:
    """Hold one point in a world that is taken back. Raises `AssertionError` when it does not hold."""
    with transaction.atomic():
        try:
            holds(creditor)
        finally:
            transaction.set_rollback(True)
