"""The sandboxed Kronofogden on a real port, with a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ekrav.world.counterparties import counterparties
from tests.sandbox_kronofogden.filer import Filer


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """The address of the counterparties."""
    with counterparties(tmp_path) as address:
        yield address


@pytest.fixture
def filer(url: str) -> Filer:
    """A filer whom Kronofogden gets to know by its first file."""
    return Filer(url=url)
