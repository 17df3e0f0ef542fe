"""A wrong rule, planted in the service, is found by the point of law it is about, and by no other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest
from django.db import transaction

from ops.roles import OWNER
from ops.throwaway import Throwaway
from tests.cast import a_creditor, an_agency, set_today
from tests.law_points import kronofogden_points, register_points, settlement_points  # noqa: F401 they register points of their own
from tests.law_points.database_planted import DATABASE_PLANTS
from tests.law_points.database_points import DATABASE_POINTS
from tests.law_points.planted import Plant
from tests.law_points.situation_planted import SITUATION_PLANTS

PLANTS = (*DATABASE_PLANTS, *SITUATION_PLANTS)


@pytest.fixture
def failing(db: None) -> Callable[[], set[int]]:
    """Asks which points do not hold, each in a world that is taken back. Only an assertion counts."""
    start = date(2026, 10, 12)
    set_today(start)
    an_agency()
    creditor = a_creditor()

    def ask() -> set[int]:
        failed = set()
        for number, holds in DATABASE_POINTS.items():
            with transaction.atomic():
                try:
                    holds(creditor)
                except AssertionError:
                    failed.add(number)
                transaction.set_rollback(True)
        return failed

    return ask


def test_the_service_as_it_is_holds_every_point(failing: Callable[[], set[int]]) -> None:
    assert failing() == set()


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_wrong_rule_is_found_by_its_own_point_alone(
    plant: Plant, failing: Callable[[], set[int]], monkeypatch: pytest.MonkeyPatch, servers: Throwaway
) -> None:
    for name, wrong in plant.instead.items():
        monkeypatch.setattr(name, wrong)
    with granted(plant.granted, servers):
        assert failing() == {plant.point}


@contextmanager
def granted(right: str, servers: Throwaway) -> Iterator[None]:
    """The database as it would be with that right given."""
    if not right:
        yield
        return
    with psycopg.connect(servers.url(OWNER), autocommit=True) as owner:
        owner.execute(f"GRANT {right}")
        try:
            yield
        finally:
            owner.execute(f"REVOKE {right.replace(' TO ', ' FROM ')}")


def test_every_point_is_proved_by_a_plant() -> None:
    assert {plant.point for plant in PLANTS} == set(DATABASE_POINTS)
