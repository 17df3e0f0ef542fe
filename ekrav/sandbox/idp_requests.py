"""What an application asks of the identity provider, judged before anybody is shown a page."""

import base64
import hashlib
import re
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import current_app
from werkzeug.datastructures import MultiDict

from ekrav.accounts.bankid.configuration import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET

ACR = "http://id.elegnamnden.se/loa/1.0/loa3"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class NotAnApplication(ValueError):
    """The request comes from nobody we know or wants the answer sent elsewhere: nothing is sent back."""


class RequestRefused(ValueError):
    """The request is refused, and the application is told so. Carries the OAuth error code."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


@dataclass(frozen=True, kw_only=True)
class LoginRequest:
    """An authorization request (OpenID Connect Core 3.1.2.1) that may be put to a person."""

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    scope: str
    code_challenge: str
    prompt: str
    max_age: int | None

    def as_row(self) -> dict[str, Any]:
        """For the store; `LoginRequest(**row)` is the way back."""
        return asdict(self)


def clients() -> dict[str, str]:
    """Known applications: client id -> secret."""
    return dict(current_app.config.get("IDP_CLIENTS") or {DEMO_CLIENT_ID: DEMO_CLIENT_SECRET})


def known_return(uri: str) -> bool:
    """Whether an answer may be sent there: this machine, or a host the sandbox was given, and a page of the
    login.
    """
    parts = urlsplit(uri)
    hosts = _LOOPBACK | set(current_app.config.get("IDP_RETURN_HOSTS", ()))
    return parts.scheme in {"http", "https"} and parts.hostname in hosts and parts.path.startswith("/bankid/")


def login_request(asked: MultiDict[str, str]) -> LoginRequest:
    """The request in a query or form. Raises `NotAnApplication` and `RequestRefused`."""
    if asked.get("client_id", "") not in clients() or not known_return(asked.get("redirect_uri", "")):
        raise NotAnApplication("unknown client_id or redirect_uri")
    if asked.get("response_type") != "code":
        raise RequestRefused("unsupported_response_type", "only code")
    if "openid" not in asked.get("scope", "").split():
        raise RequestRefused("invalid_scope", "openid is missing")
    challenge = asked.get("code_challenge", "")
    if asked.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(challenge):
        raise RequestRefused("invalid_request", "PKCE with S256 is demanded")
    if not asked.get("nonce"):
        raise RequestRefused("invalid_request", "nonce is demanded")
    levels = asked.get("acr_values", "").split()
    if levels and ACR not in levels:
        raise RequestRefused("unmet_authentication_requirements", "no such acr")
    max_age = asked.get("max_age", "")
    if max_age and not max_age.isdecimal():
        raise RequestRefused("invalid_request", "max_age is a number of seconds")
    return LoginRequest(
        client_id=asked["client_id"],
        redirect_uri=asked["redirect_uri"],
        state=asked.get("state", ""),
        nonce=asked["nonce"],
        scope=asked["scope"],
        code_challenge=challenge,
        prompt=asked.get("prompt", ""),
        max_age=int(max_age) if max_age else None,
    )


def answer_address(uri: str, **answer: str) -> str:
    """`uri` with the answer in its query."""
    told = {name: value for name, value in answer.items() if value}
    return f"{uri}{'&' if urlsplit(uri).query else '?'}{urlencode(told)}"


def fits_challenge(*, verifier: str, challenge: str) -> bool:
    """Whether the PKCE verifier is the one whose S256 challenge was given (RFC 7636 4.6)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return 43 <= len(verifier) <= 128 and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
