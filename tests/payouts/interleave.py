"""Two acts on two connections; one is stopped before one of its statements until the other has done what it can."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import psycopg
from django.db import connection

PATIENCE = 60
Act = Callable[[], object]


@dataclass
class Stop:
    """Counts a connection's statements, and waits before number `at` (0: never)."""

    at: int = 0
    seen: int = 0
    reached: Event = field(default_factory=Event)
    goes_on: Event = field(default_factory=Event)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen += 1
        if self.seen == self.at:
            self.reached.set()
            self.goes_on.wait(PATIENCE)
        return execute(sql, params, many, context)


def statements_of(act: Act) -> int:
    """How many statements the act has when nobody is in its way."""
    stop = Stop()
    with connection.execute_wrapper(stop):
        act()
    return stop.seen


def interleaved(first: Act, second: Act, *, at: int, url: str) -> tuple[object, object]:
    """Do `first` up to its statement number `at`, then `second` until it has ended or waits, then the rest.

    What each gave, an exception included. `url`: a connection that sees who waits for whom.
    """
    stop = Stop(at=at)
    with ThreadPoolExecutor(2) as pool, psycopg.connect(url, autocommit=True) as watcher:
        one = pool.submit(_alone, first, stop)
        while not stop.reached.wait(0.01) and not one.done():
            continue
        two = pool.submit(_alone, second, None)
        while not two.done() and not waits(watcher):
            continue
        stop.goes_on.set()
        return _result(one), _result(two)


def _alone(act: Act, stop: Stop | None) -> object:
    try:
        if stop is None:
            return act()
        with connection.execute_wrapper(stop):
            return act()
    except Exception as refused:
        return refused
    finally:
        connection.close()


def _result(future: Future[object]) -> object:
    return future.result(timeout=PATIENCE)


def waits(watcher: psycopg.Connection[Any]) -> bool:
    """Whether somebody waits for a lock that another holds."""
    found = watcher.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone()
    return bool(found and found[0])
