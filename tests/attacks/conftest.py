"""What the attacks have in common. Imports models inside the fixtures: a conftest is read before Django is set up."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from ops.throwaway import Throwaway

if TYPE_CHECKING:
    from tests.attacks.given import Prey
    from tests.reset import Seeds


@pytest.fixture
def prey(seeds: "Seeds") -> "Prey":
    """Something behind every address."""
    from tests.attacks.given import prey

    return seeds.once(prey)


@pytest.fixture
def superuser(transactional_db: None, servers: Throwaway) -> Iterator["psycopg.Connection[tuple[Any, ...]]"]:
    """Whoever sees every row, to tell whether anything changed."""
    with psycopg.connect(servers.url("postgres"), autocommit=True) as connection:
        yield connection
