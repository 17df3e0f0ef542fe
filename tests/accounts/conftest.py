"""An agency that is ready, and registers that answer.

Imports models inside the fixtures: a conftest is read before Django is set up.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest


@pytest.fixture
def agency(transactional_db: None) -> None:
    """Nordanvik with a complete record, on a Thursday in October."""
    from tests.cast import an_agency, set_today

    an_agency()
    set_today(date(2026, 10, 8))


@pytest.fixture
def registers(agency: None, tmp_path: Path) -> Iterator[str]:
    """The registers over HTTP."""
    from ekrav.world.counterparties import counterparties

    with counterparties(store=tmp_path) as url:
        yield url
