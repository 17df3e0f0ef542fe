"""The bank's reports on our own payments (pain.002): kept here as they came, read by the payouts house, which pulls.

`take_in` is the one door for a file from the bank, by the channel or by hand: money goes to `receive`, balances
to `statements`, reports wait.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db.models import QuerySet

from ekrav.audit.record import MACHINE, Actor, record
from ekrav.bankfiles import pain002
from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.keep import AlreadyRead, Arrival, Contents, claim, one_reading, opened, words_of
from ekrav.payments.models import BankFile
from ekrav.payments.receive import Receipt, receive_arrival
from ekrav.payments.statements import STATEMENT, Stated, keep_statements
from ekrav.tenancy import agency_scope

REPORT = "pain.002"

Outcome = BankFile.Outcome


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A report that waits for the payouts house."""

    file_id: int
    public_id: UUID
    name: str


def take_in(
    *, content: bytes | BinaryIO, name: str, at: datetime, by: Actor = MACHINE
) -> Receipt | Kept | Stated:
    """Take a file from the bank, whatever it is. Opens its own scopes. Raises `AlreadyRead`, `FileRefused`."""
    arrival = Arrival(file=opened(content), name=name, at=at, by=by)
    if arrival.format.startswith(STATEMENT):
        return keep_statements(arrival)
    if not arrival.format.startswith(REPORT):
        return receive_arrival(arrival)
    with one_reading(arrival):
        return _keep_report(arrival)


def _keep_report(arrival: Arrival) -> Kept:
    report = pain002.read(arrival.content)
    contents = Contents(format=f"{REPORT}.001.{report.version}", message_id=report.message_id[:35])
    with agency_scope():
        file = claim(arrival, contents, Outcome.WAITING)
        record(act="bank_report_kept", on=file, by=arrival.by, at=arrival.at)
    return Kept(file_id=file.pk, public_id=file.public_id, name=file.name)


def reports_to_read() -> QuerySet[BankFile]:
    """Return the reports that nobody has read yet, in the order they came. In an agency scope."""
    return BankFile.objects.filter(format__startswith=REPORT, outcome=Outcome.WAITING).order_by("id")


def note_read(file: BankFile) -> bool:
    """Say that a report is read; False when somebody else did first. In an agency scope, with what the report did."""
    return _settle(file, outcome=Outcome.READ)


def note_refused(file: BankFile, refused: FileRefused) -> bool:
    """Say that a report cannot be read or is not about us, and why, for staff to see. In an agency scope."""
    return _settle(file, outcome=Outcome.REFUSED, problem=words_of(refused))


def _settle(file: BankFile, *, outcome: BankFile.Outcome, problem: str = "") -> bool:
    waiting = BankFile.objects.filter(pk=file.pk, outcome=Outcome.WAITING)
    return waiting.update(outcome=outcome, problem=problem) == 1


__all__ = ["AlreadyRead", "FileRefused", "Kept", "note_read", "note_refused", "reports_to_read", "take_in"]
