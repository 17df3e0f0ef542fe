"""One after another, so that one which cannot be done stands in nobody's way."""

import logging
from collections.abc import Callable, Iterable

_log = logging.getLogger(__name__)


class SomeFailed(RuntimeError):
    """Some could not be done, and stand in the log; the others were. Said when all have been tried."""

    def __init__(self, *, done: int, failed: int) -> None:
        super().__init__(f"{failed} failed, {done} done")
        self.done = done
        self.failed = failed


def each(what: str, due: Iterable[tuple[int, int]], do: Callable[[int, int], int]) -> int:
    """Do it with each (creditor, row); how many were done. Raises `SomeFailed`."""
    done = failed = 0
    for creditor_id, pk in due:
        try:
            done += do(creditor_id, pk)
        except Exception:
            failed += 1
            _log.exception("not done", extra={"what": what, "row": pk, "creditor": creditor_id})
    if failed:
        raise SomeFailed(done=done, failed=failed)
    return done
