"""Fifty people at one door: the same act at the same moment on as many real connections, round after round."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
PATIENCE = 60


class Crowd:
    """Threads that keep a database connection each and start together."""

    def __init__(self, pool: ThreadPoolExecutor, size: int) -> None:
        self._pool = pool
        self.size = size

    def rush(self, act: Callable[[int], T]) -> list[T | Exception]:
        """Let everybody (0, 1, …) do `act` at once; what each got, an exception included."""
        barrier = Barrier(self.size)

        def one(number: int) -> T | Exception:
            barrier.wait(PATIENCE)
            try:
                return act(number)
            except Exception as refused:
                return refused

        return list(self._pool.map(one, range(self.size), timeout=PATIENCE))


@contextmanager
def crowd(size: int = 50) -> Iterator[Crowd]:
    """A crowd, whose connections are open before the first rush and closed at the end."""
    with ThreadPoolExecutor(size) as pool:
        people = Crowd(pool, size)
        people.rush(lambda _: connection.ensure_connection())
        try:
            yield people
        finally:
            people.rush(lambda _: connection.close())


def kinds(outcomes: list[T | Exception]) -> dict[str, int]:
    """How many got what, by the name of its type."""
    names = [type(outcome).__name__ for outcome in outcomes]
    return {name: names.count(name) for name in sorted(set(names))}
