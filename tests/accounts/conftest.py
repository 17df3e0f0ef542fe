"""An agency that is ready, and registers that answer."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ekrav.world.counterparties import counterparties
from tests.cast import an_agency, set_today


@pytest.fixture
def agency(transactional_db: None) -> None:
    """Nordanvik with a complete record, on a Thursday in October."""
    an_agency()
    set_today(date(2026, 10, 8))


@pytest.fixture
def registers(agency: None, tmp_path: Path) -> Iterator[str]:
    """The registers over HTTP."""
    with counterparties(store=tmp_path) as url:
        yield url
