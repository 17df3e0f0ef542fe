"""Beginnings that stories share: the first that begins so plays it, and the others go on from what it has left.

A moment is every row of the database, the clock among them, and the counterparties' folder. It is laid in this process
by the very acts, and known by them and what they were given: it is never another beginning's or an older program's.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ekrav.world.counterparties import counterparties
from tests.reset import Seeds


@dataclass(frozen=True, kw_only=True)
class Moment:
    """The world when a beginning had been played, and what the beginning answered."""

    rows: Seeds
    folder: Path
    answer: Any


@dataclass(frozen=True, kw_only=True)
class Moments:
    """All that have been laid in this process. `url`: the superuser's address; `home`: where their folders lie."""

    url: str
    home: Path
    laid: dict[object, Moment] = field(default_factory=dict)

    @contextmanager
    def begun(self, key: object, beginning: Callable[[], Any], *, folder: Path) -> Iterator[Any]:
        """Among counterparties that remember in `folder`: what the beginning answers, played now or gone back to."""
        moment = self.laid.get(key)
        if moment is not None:
            moment.rows.sow()
            shutil.copytree(moment.folder, folder, dirs_exist_ok=True)
        with counterparties(folder):
            if moment is None:
                moment = self.laid[key] = self._lay(beginning(), folder)
            yield moment.answer

    def _lay(self, answer: Any, folder: Path) -> Moment:
        kept = self.home / str(len(self.laid))
        shutil.copytree(folder, kept)
        return Moment(rows=Seeds(self.url), folder=kept, answer=answer)

    def close(self) -> None:
        """End the connections."""
        for moment in self.laid.values():
            moment.rows.close()
