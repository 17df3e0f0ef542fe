"""The sandboxed registers on the real wire."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ekrav.world.counterparties import counterparties


@pytest.fixture
def registers(tmp_path: Path) -> Iterator[str]:
    """The address of registers that answer; `POST …/down` makes them silent."""
    with counterparties(tmp_path) as url:
        yield f"{url}/registers"
