"""A wrong rule, planted in the service, is found by the point of law it is about, and by no other."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from types import SimpleNamespace

import psycopg
import pytest

from ops.roles import OWNER
from ops.throwaway import Throwaway
from tests.cast import a_creditor, an_agency, set_today
from tests.law_points import kronofogden_points, register_points, settlement_points  # noqa: F401 they register points of their own
from tests.law_points.database_planted import DATABASE_PLANTS
from tests.law_points.database_points import DATABASE_POINTS
from tests.law_points.planted import Plant
from tests.law_points.reach import Heard, hold
from tests.law_points.situation_planted import SITUATION_PLANTS

PLANTS = (*DATABASE_PLANTS, *SITUATION_PLANTS)
HEARD = Heard()


@pytest.fixture
def creditor(db: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """Åre Bygg on the day before the points begin. Nothing is foretold at registration: it would ask every rule of
    every point, and no point is about it."""
    monkeypatch.setattr("cases.register.outlook_of", lambda **case: SimpleNamespace(steps=()))
    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor()


@pytest.fixture
def heard(creditor: int) -> Heard:
    """What the points ask while nothing is planted; listened to once."""
    if not HEARD.by_rule:
        HEARD.listen(PLANTS, creditor)
    return HEARD


def test_the_service_as_it_is_holds_every_point(heard: Heard, creditor: int) -> None:
    assert failing(DATABASE_POINTS, creditor) == set()
    assert set().union(*heard.by_rule.values()) <= set(DATABASE_POINTS)


@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_a_wrong_rule_is_found_by_its_own_point_alone(
    plant: Plant, heard: Heard, creditor: int, monkeypatch: pytest.MonkeyPatch, servers: Throwaway
) -> None:
    reached = heard.reached(plant)
    for name, wrong in plant.instead.items():
        monkeypatch.setattr(name, wrong)
    with granted(plant.granted, servers):
        assert failing(reached, creditor) == {plant.point}


def failing(points: Collection[int], creditor: int) -> set[int]:
    """Which of the points do not hold. Only an assertion counts: a plant that breaks down has shown nothing."""
    failed = set()
    for number in points:
        try:
            hold(DATABASE_POINTS[number], creditor)
        except AssertionError:
            failed.add(number)
    return failed


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
