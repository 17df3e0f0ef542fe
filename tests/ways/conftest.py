"""Every test here has the sandboxed counterparties on real ports, Swish behind TLS, and Anna's reminded case."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cases.models import Case
    from ekrav.sandbox.store import Store
    from tests.reset import Seeds


@pytest.fixture
def sandbox(tmp_path: Path, transactional_db: None) -> Iterator[str]:
    """The counterparties' address."""
    from ekrav.world.counterparties import counterparties

    with counterparties(tmp_path) as url:
        yield url


@pytest.fixture
def store(tmp_path: Path, sandbox: str) -> "Store":
    """What the counterparties remember, to change behind their backs."""
    from ekrav.sandbox.store import Store

    return Store(tmp_path)


@pytest.fixture
def anna(seeds: "Seeds", sandbox: str) -> "Case":
    """Anna's case at Åre Bygg, reminded on 13 October 2026; the bank has opened that day."""
    import requests

    from tests.ways.given import DAY, reminded

    case = seeds.once(reminded)
    requests.post(f"{sandbox}/bank/play", json={"today": DAY.isoformat()}, timeout=10).raise_for_status()
    return case
