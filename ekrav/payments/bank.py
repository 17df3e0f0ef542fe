"""The bank's file channel: what we ask of it, and the adapter that speaks HTTP.

The wire, which the sandboxed bank serves and a gateway to a real bank's host-to-host channel must serve:

- `GET  {bank}/files?after=ID` → 200 `{"files": [{"id", "name", "created"}, …]}`, in the order the bank laid them out;
  only those laid out after the file ID when one is given. Ids are the bank's own, at most 200 characters.
- `GET  {bank}/files/ID` → 200 with the file's bytes, always the same; 404 when there is none.
- `POST {bank}/payments`, body a pain.001, 03 or 09 (`application/xml`) → 202 `{"id"}` when the bank has it; 4xx
  `{"reason"}` when it has not taken it. What then becomes of the payments comes as pain.002 files.

Every call has a time limit. Nothing is tried again here: the caller is a task that comes back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import quote

import requests
from urllib3.exceptions import NewConnectionError

from ekrav.bankfiles.branches import LARGEST_STREAM

# Seconds to connect, and to wait for the next bytes.
_TIME_LIMITS = (5, 30)
_BLOCK = 64 * 1024
_IN_MEMORY = 1024 * 1024


class BankUnreachable(RuntimeError):
    """The bank did not answer, or with something else than agreed. Nothing was handed over."""


class AnswerLost(RuntimeError):
    """The file was sent but the answer never came: the bank may have it. Never send it again without evidence."""


class BankRefused(ValueError):
    """The bank has not taken the file, and says why."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A file that lies ready at the bank."""

    id: str
    name: str
    created: datetime


class BankChannel(Protocol):
    """A way to the bank."""

    def files(self, *, after: str = "") -> list[Listed]:
        """Return what lies ready, in the bank's order. Raises `BankUnreachable`."""

    def fetch(self, *, file_id: str) -> BinaryIO:
        """Return a file, for whoever asks to close. Raises `BankUnreachable`."""

    def send(self, *, content: bytes) -> str:
        """Hand a payment file over; the bank's id for it. Raises `BankRefused`, `AnswerLost`, `BankUnreachable`."""


class HttpBank:
    """The channel over HTTP, at one address."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def files(self, *, after: str = "") -> list[Listed]:
        """Return what lies ready, in the bank's order. Raises `BankUnreachable`."""
        with _as_agreed():
            answer = requests.get(
                f"{self._url}/files",
                params={"after": after} if after else None,
                timeout=_TIME_LIMITS,
                allow_redirects=False,
            )
            _expect(answer, 200)
            return [_listed(one) for one in answer.json()["files"]]

    def fetch(self, *, file_id: str) -> BinaryIO:
        """Return a file, on the disk when it is long, of at most a few bytes more than any has.

        Raises `BankUnreachable`.
        """
        address = f"{self._url}/files/{quote(file_id, safe='')}"
        file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 whoever asks closes it
        with (
            _as_agreed(),
            requests.get(address, timeout=_TIME_LIMITS, stream=True, allow_redirects=False) as answer,
        ):
            _expect(answer, 200)
            for block in answer.iter_content(_BLOCK):
                file.write(block)
                if file.tell() > LARGEST_STREAM:
                    break
        file.seek(0)
        return cast("BinaryIO", file)

    def send(self, *, content: bytes) -> str:
        """Hand a payment file over; the bank's id for it. Raises `BankRefused`, `AnswerLost`, `BankUnreachable`."""
        try:
            answer = requests.post(
                f"{self._url}/payments",
                data=content,
                headers={"Content-Type": "application/xml"},
                timeout=_TIME_LIMITS,
                allow_redirects=False,
            )
        except requests.RequestException as failed:
            lost = BankUnreachable if _never_connected(failed) else AnswerLost
            raise lost(type(failed).__name__) from failed
        if 400 <= answer.status_code < 500:
            raise BankRefused(_reason(answer))
        try:
            _expect(answer, 202)
            return str(answer.json()["id"])
        except (requests.RequestException, KeyError, TypeError, ValueError) as failed:
            raise AnswerLost(f"status {answer.status_code}") from failed


@contextmanager
def _as_agreed() -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, KeyError, TypeError, ValueError) as failed:
        raise BankUnreachable(type(failed).__name__) from failed


def _expect(answer: requests.Response, status: int) -> None:
    if answer.status_code != status:
        raise requests.HTTPError(f"status {answer.status_code}")


def _never_connected(failed: requests.RequestException) -> bool:
    """Whether nothing can have left. A connection that broke later is a connection error too."""
    if isinstance(failed, requests.ConnectTimeout | ValueError):
        return True
    inner = failed.args[0] if failed.args else None
    return isinstance(getattr(inner, "reason", None), NewConnectionError)


def _listed(one: Any) -> Listed:
    listed = Listed(id=str(one["id"]), name=str(one["name"]), created=datetime.fromisoformat(one["created"]))
    if not 0 < len(listed.id) <= 200:
        raise ValueError("a file id of 1 to 200 characters")
    return listed


def _reason(answer: requests.Response) -> str:
    try:
        reason = str(answer.json()["reason"])
    except (KeyError, TypeError, ValueError):
        reason = ""
    return reason[:300] or f"HTTP {answer.status_code}"
