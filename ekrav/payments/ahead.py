"""The next one is made while this one is used: reading a file takes one core, writing to the database another."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def one_ahead(things: Iterator[T]) -> Iterator[Iterator[T]]:
    """Give `things` (none of them None) one by one, while a thread of its own makes the next.

    What making one raises is raised where it would have been given. Whoever leaves early waits for the one that is
    being made. `things` may ask nothing of the database: the scope is not its own.
    """
    with ThreadPoolExecutor(max_workers=1) as maker:

        def given() -> Iterator[T]:
            coming = maker.submit(next, things, None)
            while (thing := coming.result()) is not None:
                coming = maker.submit(next, things, None)
                yield thing

        yield given()
