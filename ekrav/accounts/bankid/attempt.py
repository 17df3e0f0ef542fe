"""A login that has been started and not yet answered: kept in the browser's session, used once, for ten
minutes.

mozilla-django-oidc keeps state, nonce and PKCE verifier in `oidc_states`; two facts of ours are added to
each row. A callback whose state is not in this browser's session is refused: that is the defence against
login CSRF.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest

from ekrav.accounts.bankid.refusal import LoginRefused, Reason

LASTS = timedelta(minutes=10)
_STATES = "oidc_states"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What was asked for when the login began. `again` is a fresh BankID by somebody already logged in."""

    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)
    started: datetime
    onward: str
    again: bool


def annotate(request: HttpRequest, *, state: str, onward: str, again: bool) -> None:
    """Note on the attempt just started where to go afterwards and what it is for."""
    request.session[_STATES][state] |= {"onward": onward, "again": again}
    request.session.pop("oidc_login_next", None)  # one key for all tabs: ours is kept per attempt
    request.session.modified = True


def take(request: HttpRequest, *, state: str, at: datetime) -> Attempt:
    """The attempt with this state, which is thereby used up whatever comes of it. Raises `LoginRefused`."""
    states = request.session.get(_STATES)
    if not isinstance(states, dict) or state not in states:
        raise LoginRefused(Reason.STATE_UNKNOWN)
    row = states.pop(state)
    request.session.modified = True
    request.session.save()  # before anything slow happens: the same callback twice finds nothing
    attempt = Attempt(
        nonce=row.get("nonce") or "",
        code_verifier=row.get("code_verifier") or "",
        started=datetime.fromtimestamp(row["added_on"], UTC),
        onward=row.get("onward", ""),
        again=bool(row.get("again")),
    )
    if at > attempt.started + LASTS:
        raise LoginRefused(Reason.STATE_OLD)
    return attempt
