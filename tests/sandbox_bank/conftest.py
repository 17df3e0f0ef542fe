"""The sandboxed bank on a real port, with a store of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ekrav.sandbox.app import create_app
from tests.serving import serving


@pytest.fixture
def bank_url(tmp_path: Path) -> Iterator[str]:
    """The address of a bank that has just opened."""
    with serving(create_app(store=tmp_path)) as port:
        yield f"http://127.0.0.1:{port}/bank"
