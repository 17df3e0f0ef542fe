"""Receipts (kvittens): whether a file and each of its records were approved, or refused with the reason."""

from dataclasses import dataclass
from enum import StrEnum

from ekrav.filings.record import Record


class Outcome(StrEnum):
    """What the receiver says."""

    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class RecordReceipt:
    """What became of the record `id`; a refusal says why."""

    id: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FileReceipt(Record):
    """What became of the file `number`, and of each of its records; `reference` is the file's name, "fil 17".

    A file that is refused was not taken, no part of it; a record that is refused is as if it had not been sent.
    """

    number: int
    outcome: Outcome
    reason: str = ""
    records: tuple[RecordReceipt, ...] = ()
