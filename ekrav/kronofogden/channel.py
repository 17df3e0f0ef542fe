"""Kronofogden's file channel: what we ask of it, and the adapter that speaks HTTP.

The wire, which the sandboxed Kronofogden serves and a gateway to the authority's e-transport must serve:

- `GET  {authority}/files?after=ID` → 200 `{"files": [{"id", "name"}, …]}`, in the order they were laid out; only those
  after the file ID when one is given. Ids are the channel's own, at most 200 characters.
- `GET  {authority}/files/ID` → 200 with the file's bytes; 404 when there is none.
- `POST {authority}/files`, body a file of ours (`application/xml`) → 202 when the authority has it, now or before; 4xx
  `{"reason"}` when it is not taken. What became of its records comes in a file of receipts.

A file that was sent and whose answer was lost is sent again: by its running number it is the same file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import quote

import requests

from ekrav.filings.file import LARGEST

# Seconds to connect, and to wait for the next bytes.
_TIME_LIMITS: Final = (5, 30)
_BLOCK: Final = 64 * 1024


class Unreachable(RuntimeError):
    """The authority did not answer, or with something else than agreed. Ask again later."""


class NotTaken(ValueError):
    """The authority has not taken the file, and says why."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A file that lies ready."""

    id: str
    name: str


class Channel(Protocol):
    """A way to the authority."""

    def files(self, *, after: str = "") -> list[Listed]:
        """Return what lies ready, in order. Raises Unreachable."""

    def fetch(self, *, file_id: str) -> bytes:
        """Return a file's bytes. Raises Unreachable."""

    def send(self, *, content: bytes) -> None:
        """Hand a file over; the same again is harmless. Raises NotTaken, Unreachable."""


class HttpChannel:
    """The channel over HTTP, at one address."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/files"

    def files(self, *, after: str = "") -> list[Listed]:
        """Return what lies ready, in order. Raises Unreachable."""
        asked = {"after": after} if after else None
        with _as_agreed():
            answer = requests.get(self._url, params=asked, timeout=_TIME_LIMITS, allow_redirects=False)
            _expect(answer, 200)
            return [Listed(id=str(one["id"])[:200], name=str(one["name"])) for one in answer.json()["files"]]

    def fetch(self, *, file_id: str) -> bytes:
        """Return a file's bytes, at most one more than any file has. Raises Unreachable."""
        address = f"{self._url}/{quote(file_id, safe='')}"
        with (
            _as_agreed(),
            requests.get(address, timeout=_TIME_LIMITS, stream=True, allow_redirects=False) as answer,
        ):
            _expect(answer, 200)
            content = bytearray()
            for block in answer.iter_content(_BLOCK):
                content += block
                if len(content) > LARGEST:
                    break
            return bytes(content[: LARGEST + 1])

    def send(self, *, content: bytes) -> None:
        """Hand a file over; the same again is harmless. Raises NotTaken, Unreachable."""
        headers = {"Content-Type": "application/xml"}
        with _as_agreed():
            answer = requests.post(
                self._url, data=content, headers=headers, timeout=_TIME_LIMITS, allow_redirects=False
            )
            if 400 <= answer.status_code < 500:
                raise NotTaken(_reason(answer))
            _expect(answer, 202)


@contextmanager
def _as_agreed() -> Iterator[None]:
    try:
        yield
    except NotTaken:
        raise
    except (requests.RequestException, KeyError, TypeError, ValueError) as failed:
        raise Unreachable(type(failed).__name__) from failed


def _expect(answer: requests.Response, status: int) -> None:
    if answer.status_code != status:
        raise requests.HTTPError(f"status {answer.status_code}")


def _reason(answer: requests.Response) -> str:
    try:
        reason = str(answer.json()["reason"])
    except (KeyError, TypeError, ValueError):
        reason = ""
    return reason[:300] or f"HTTP {answer.status_code}"
