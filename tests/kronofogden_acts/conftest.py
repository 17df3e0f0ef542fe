"""The counterparties on threads of this process, and the beginnings that the stories share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from bench.drawn_once import drawn_once
from cases.models import Case
from ekrav.world.counterparties import counterparties
from ops.throwaway import Throwaway
from tests.kronofogden_acts.given import Begin, fresh
from tests.moments import Moments


@pytest.fixture(autouse=True)
def drawn() -> Iterator[None]:
    """What a letter says is kept as ever; its paper is nothing that these stories look at."""
    with drawn_once():
        yield


@pytest.fixture
def bank(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The sandboxed counterparties; their address."""
    with counterparties(tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def moments(servers: Throwaway, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moments]:
    """The beginnings that have been played in this process."""
    laid = Moments(url=servers.url("postgres"), home=tmp_path_factory.mktemp("moments"))
    yield laid
    laid.close()


@pytest.fixture
def begin(transactional_db: None, moments: Moments, tmp_path: Path) -> Iterator[Begin]:
    """`begin(applied_for, order_up_to=30_000)`: the case as that beginning leaves it, among the counterparties."""
    with ExitStack() as open_for:

        def begin(beginning: Callable[..., Case], /, **given: int) -> Case:
            key = (beginning, *sorted(given.items()))
            begun = moments.begun(key, partial(beginning, **given), folder=tmp_path)
            return fresh(open_for.enter_context(begun))

        yield begin
