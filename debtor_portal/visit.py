"""Who is visiting: a signed cookie names the one case whose code was right, and when it was last used.

The portal's login may read no session table, so the cookie is all there is. Closed after 15 minutes without a page and
2 hours after the code, in real time; both are written in the cookie and checked here at each request.
"""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.backends.base import SessionBase

from debtor_portal.door import Opened

IDLE: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=2)
KEY: Final = "case"


def begin(session: SessionBase, *, opened: Opened, at: datetime) -> None:
    """Start a visit in a fresh session; the cookie ends with the browser."""
    session.flush()
    session.set_expiry(0)
    session[KEY] = {
        "creditor": opened.creditor_id,
        "case": opened.case_id,
        "number": opened.number,
        "debtor": opened.debtor_id,
        "began": at.timestamp(),
        "seen": at.timestamp(),
    }


def current(session: SessionBase, *, at: datetime) -> Opened | None:
    """The case of a visit that is still going on, else None."""
    kept = session.get(KEY)
    if not isinstance(kept, dict):
        return None
    now = at.timestamp()
    if now - kept["seen"] > IDLE.total_seconds() or now - kept["began"] > LONGEST.total_seconds():
        return None
    return Opened(
        creditor_id=kept["creditor"],
        case_id=kept["case"],
        number=kept["number"],
        debtor_id=kept.get("debtor"),
    )


def note_page(session: SessionBase, *, at: datetime) -> None:
    """A page was asked for: the idle time begins anew."""
    session[KEY] = {**session[KEY], "seen": at.timestamp()}


def has_begun(session: SessionBase) -> bool:
    """Whether there was a visit, over or not."""
    return KEY in session
