"""What the session remembers of a BankID login: who, how and when. Never the person number, never a token.

Written here and not by `django.contrib.auth.login`, which also writes the time into the person's row and
does so outside every scope.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.bankid.token import LEEWAY

LONGEST = timedelta(hours=12)
"""After this the person logs in anew, however busy (ASVS 7.3.2)."""

IDLE = timedelta(minutes=30)
"""After this without a page the person logs in anew (ASVS 7.3.1): somebody else may have sat down there."""

_NOTED_EVERY = timedelta(minutes=1)
"""A page is not noted again within this, so that two tabs at once seldom write the same session."""

_KEY = "bankid"


class Ended(StrEnum):
    """Why a login counts no more. The value stands in the address of the login page, which says it in words."""

    IDLE = "vila"
    LONGEST = "tid"


def begin(request: HttpRequest, *, person_id: int, identity: BankIdIdentity, at: datetime) -> None:
    """Log the person in: the session gets a new key, and nothing of an earlier person's session stays."""
    if SESSION_KEY in request.session:
        request.session.flush()
    else:
        request.session.cycle_key()
    request.session[SESSION_KEY] = str(person_id)
    request.session[BACKEND_SESSION_KEY] = "ekrav.accounts.bankid.backend.BankIdBackend"
    since = int(at.timestamp())
    request.session[_KEY] = _facts(identity) | {"since": since, "seen": since}
    rotate_token(request)


def renew(request: HttpRequest, *, identity: BankIdIdentity) -> None:
    """Note a fresh BankID by the person who is logged in: a new session key, all else stays."""
    kept = request.session[_KEY]
    request.session.cycle_key()
    request.session[_KEY] = kept | _facts(identity)
    rotate_token(request)


def person_in(request: HttpRequest) -> int | None:
    """The person this session is logged in as; whether it is still let in is asked elsewhere, at each
    request.
    """
    person_id = request.session.get(SESSION_KEY)
    return int(person_id) if person_id and _KEY in request.session else None


def is_same(request: HttpRequest, *, identity: BankIdIdentity) -> bool:
    """Whether the identity is the one this session logged in with."""
    kept = request.session.get(_KEY, {})
    return (kept.get("issuer"), kept.get("subject")) == (identity.issuer, identity.subject)


def fresh_bankid(request: HttpRequest, max_age: int = 600) -> datetime | None:
    """When the person was last identified with BankID (aware, UTC), if at most `max_age` seconds ago; else
    None.

    Real time, not the world's: a virtual clock must not make an identification older or newer.
    """
    kept = request.session.get(_KEY)
    if not kept:
        return None
    identified = datetime.fromtimestamp(kept["auth_time"], UTC)
    now = datetime.now(UTC)
    return identified if now - timedelta(seconds=max_age) <= identified <= now + LEEWAY else None


def ended(request: HttpRequest) -> Ended | None:
    """Why the session's login counts no more, if it does not: asked at every request, in real time."""
    kept = request.session.get(_KEY)
    if not kept:
        return None
    now = datetime.now(UTC)
    if now > datetime.fromtimestamp(kept["since"], UTC) + LONGEST:
        return Ended.LONGEST
    return Ended.IDLE if now > _last_page(kept) + IDLE else None


def note_page(request: HttpRequest) -> None:
    """A page was asked for: the idle time begins anew."""
    kept, now = request.session.get(_KEY), datetime.now(UTC)
    if kept and now >= _last_page(kept) + _NOTED_EVERY:
        request.session[_KEY] = kept | {"seen": int(now.timestamp())}


def _last_page(kept: dict[str, Any]) -> datetime:
    return datetime.fromtimestamp(kept.get("seen", kept["since"]), UTC)


def _facts(identity: BankIdIdentity) -> dict[str, str | int]:
    return {
        "issuer": identity.issuer,
        "subject": identity.subject,
        "acr": identity.acr,
        "auth_time": int(identity.auth_time.timestamp()),
    }
