"""Talking with the identity provider: short answers, soon, from exactly the address asked, or not at all."""

import json
import time
from dataclasses import dataclass
from typing import Any

import requests

from ekrav.accounts.bankid.refusal import LoginRefused, Reason

LARGEST_ANSWER = 65_536
"""Bytes. Tokens, keys and user information are a few kilobytes."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the identity provider said: HTTP status, media type in lower case without parameters, and body."""

    status: int
    media_type: str
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises `LoginRefused`."""
        try:
            parsed = json.loads(self.body)
        except (ValueError, RecursionError) as refused:
            raise LoginRefused(Reason.ANSWER_UNREADABLE) from refused
        if not isinstance(parsed, dict):
            raise LoginRefused(Reason.ANSWER_UNREADABLE)
        return parsed


def ask(
    url: str,
    *,
    timeout: float,
    form: dict[str, str] | None = None,
    basic: tuple[str, str] | None = None,
    bearer: str | None = None,
) -> Answer:
    """GET `url`, or POST `form` to it. `timeout` is seconds, for the connection and for the whole answer.

    Redirects are not followed, so that no secret goes to an address nobody configured. Raises `LoginRefused`.
    """
    method = "GET" if form is None else "POST"
    headers = {"Accept": "application/json, application/jwt"}
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    ends = time.monotonic() + timeout
    try:
        with requests.request(
            method,
            url,
            data=form,
            auth=basic,
            headers=headers,
            timeout=timeout,
            allow_redirects=False,
            stream=True,
        ) as response:
            body = _body(response, ends=ends)
    except (requests.RequestException, ValueError) as failed:
        raise LoginRefused(Reason.UNREACHABLE) from failed
    if response.status_code >= 500:
        raise LoginRefused(Reason.UNREACHABLE)
    media_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    return Answer(status=response.status_code, media_type=media_type, body=body)


def _body(response: requests.Response, *, ends: float) -> bytes:
    body = b""
    for part in response.iter_content(4096):
        body += part
        if len(body) > LARGEST_ANSWER:
            raise LoginRefused(Reason.ANSWER_UNREADABLE)
        if time.monotonic() > ends:
            raise LoginRefused(Reason.UNREACHABLE)
    return body
