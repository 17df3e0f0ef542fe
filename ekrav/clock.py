"""What time it is, for the edges of the program: views, tasks and commands.

Nothing below the edge asks; acts are handed `today` or `at`. The time is the database's own `now()` when a scope was
opened, moved by the world's offset, so that every machine agrees and a demo world can be played forward. Civil dates
are Europe/Stockholm. Sessions, tokens, locks and retries use real time and have nothing to do here.
"""

from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_opened_at: ContextVar[datetime | None] = ContextVar("ekrav_clock_opened_at", default=None)


class NoScopeNoTime(RuntimeError):
    """The time was asked for outside every database scope."""


def now() -> datetime:
    """The moment the current scope was opened, in UTC. Raises `NoScopeNoTime` outside a scope."""
    moment = _opened_at.get()
    if moment is None:
        raise NoScopeNoTime("ekrav.clock only answers inside a scope")
    return moment.astimezone(UTC)


def today() -> date:
    """The civil date in Stockholm at `now()`."""
    return civil_date(now())


def civil_date(moment: datetime) -> date:
    """The Swedish calendar date of an aware moment."""
    return moment.astimezone(STOCKHOLM).date()


def set_moment(moment: datetime | None) -> datetime | None:
    """Called by the scopes only: fix the current moment and hand back the one it replaces."""
    before = _opened_at.get()
    _opened_at.set(moment)
    return before
