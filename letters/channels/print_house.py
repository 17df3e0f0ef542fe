"""The print house: takes a day's letters, prints, folds, posts, and tells what it posted when.

Wire format (ours; the print house's own file service is put behind it):

`PUT {address}/jobs/{id}`, `Content-Type: application/zip`, `Manifest-SHA256: <hex>`. The ZIP holds `manifest.json`
    {"job": uuid, "posting_day": "2026-11-20", "count": 2,
     "letters": [{"id": uuid, "file": "<id>.pdf", "sha256": hex, "pages": 2}, …]}
and one PDF for each letter. 201 taken, 200 the same job again, 409 the id is known with other content, 422 refused with
{"errors": ["…"]}, 410 the id is barred. The job's id is ours, so repeating is harmless.

`DELETE {address}/jobs/{id}` bars an id: 204 it never came and never will be taken, 409 the job is here already.

`GET {address}/jobs/{id}`: 404 unknown, 200
    {"job": uuid, "state": "accepted" | "posted", "posted_on": date | null,
     "letters": [{"id": uuid, "state": "accepted" | "posted" | "returned", "posted_on": date | null}, …]}
A returned letter is one the post brought back; it keeps the day it was posted.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

import requests

from letters.manifest import Parcel

_SECONDS: Final = (5, 60)


class Refused(Exception):
    """The print house will not take the job as it is: a person must look."""


class Unreachable(Exception):
    """No usable answer. The job may have arrived or not: ask again, or send it again."""


class Stage(StrEnum):
    """How far the print house has come with a job or a letter."""

    ACCEPTED = "accepted"
    POSTED = "posted"
    RETURNED = "returned"


@dataclass(frozen=True)
class LetterReceipt:
    """What became of one letter, and the day it was handed to the post."""

    id: UUID
    stage: Stage
    posted_on: date | None


@dataclass(frozen=True)
class Receipt:
    """What became of one job."""

    stage: Stage
    letters: tuple[LetterReceipt, ...]


class PrintHouse(Protocol):
    """A print house, whichever."""

    def put(self, *, parcel: Parcel) -> None:
        """Hand over a job. Harmless to repeat. Raises Refused, Unreachable."""

    def receipt(self, *, job_id: UUID) -> Receipt | None:
        """Return what is known of a job there; None when it never arrived. Raises Unreachable."""

    def bar(self, *, job_id: UUID) -> bool:
        """Have a job that never arrived never be taken; False when it is there already. Raises Unreachable."""


@dataclass(frozen=True)
class HttpPrintHouse:
    """The print house at an address, over HTTP."""

    address: str

    def put(self, *, parcel: Parcel) -> None:
        """Hand over a job."""
        headers = {"Content-Type": "application/zip", "Manifest-SHA256": parcel.manifest_sha256}
        answer = self._ask("PUT", parcel.job_id, data=parcel.zipped(), headers=headers)
        if answer.status_code in {400, 409, 410, 413, 422}:
            raise Refused(f"{answer.status_code}: {answer.text[:250]}")
        if answer.status_code not in {200, 201}:
            raise Unreachable(f"status {answer.status_code}")

    def receipt(self, *, job_id: UUID) -> Receipt | None:
        """Return what is known of a job there."""
        answer = self._ask("GET", job_id)
        if answer.status_code == 404:
            return None
        if answer.status_code != 200:
            raise Unreachable(f"status {answer.status_code}")
        try:
            return _read(answer.json())
        except (ValueError, KeyError, TypeError) as error:
            raise Unreachable("not a receipt") from error

    def bar(self, *, job_id: UUID) -> bool:
        """Have a job that never arrived never be taken."""
        answer = self._ask("DELETE", job_id)
        if answer.status_code not in {204, 409}:
            raise Unreachable(f"status {answer.status_code}")
        return answer.status_code == 204

    def _ask(self, method: str, job_id: UUID, **more: Any) -> requests.Response:
        address = f"{self.address.rstrip('/')}/jobs/{job_id}"
        try:
            return requests.request(method, address, timeout=_SECONDS, allow_redirects=False, **more)
        except requests.RequestException as error:
            raise Unreachable(type(error).__name__) from error


def _read(said: dict[str, Any]) -> Receipt:
    return Receipt(
        stage=Stage(said["state"]),
        letters=tuple(
            LetterReceipt(
                id=UUID(letter["id"]),
                stage=Stage(letter["state"]),
                posted_on=date.fromisoformat(letter["posted_on"]) if letter["posted_on"] else None,
            )
            for letter in said["letters"]
        ),
    )
