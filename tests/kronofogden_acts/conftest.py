"""The counterparties on threads of this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ekrav.world.counterparties import counterparties


@pytest.fixture
def bank(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The sandboxed counterparties; their address."""
    with counterparties(tmp_path) as url:
        yield url
