"""Records laid out and files from the authority, written by the test as the authority would."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.filings.file import Direction, Filing, read, write
from ekrav.filings.payment_order import Confirmation, Withdrawal, WithdrawalReason
from ekrav.filings.receipts import FileReceipt, Outcome, RecordReceipt
from ekrav.filings.record import Record
from ekrav.kronofogden.channel import Listed, NotTaken, Unreachable
from ekrav.kronofogden.lay_out import lay_out
from ekrav.kronofogden.models import FilingFile, Incoming, Outgoing
from ekrav.kronofogden.take_in import Taken, take_in
from ekrav.tenancy import agency_scope, tenant_scope
from tests.filings.given import application

AT = datetime(2025, 5, 12, 6, 0, tzinfo=UTC)
DAY = date(2025, 5, 12)
ASTRID = Actor(kind=AuditEvent.Actor.STAFF, id=8)


@dataclass(frozen=True, kw_only=True)
class Two:
    """Two creditors by their ids."""

    are_bygg: int
    duveds_el: int


def apply(creditor_id: int, number: int = 1) -> str:
    """Lay out an application; its reference."""
    asked = replace(application(), id=f"A-{number}", reference=f"{11042949 + number} BF")
    with tenant_scope(creditor_id):
        lay_out(record=asked, at=AT)
    return asked.reference


def withdraw(creditor_id: int, reference: str, record_id: str = "W-1") -> None:
    """Lay out a withdrawal."""
    taken_back = Withdrawal(id=record_id, reference=reference, withdrawn_on=DAY, reason=WithdrawalReason.PAID)
    with tenant_scope(creditor_id):
        lay_out(record=taken_back, at=AT)


def confirmation(reference: str, record_id: str) -> Confirmation:
    """The authority has registered an application."""
    return Confirmation(id=record_id, reference=reference, case_number="01-12345-25", registered_on=DAY)


def receipt(
    number: int, *said: RecordReceipt, outcome: Outcome = Outcome.APPROVED, reason: str = ""
) -> FileReceipt:
    """The authority's word on our file `number`."""
    return FileReceipt(
        id=f"KV-{number}",
        reference=f"fil {number}",
        number=number,
        outcome=outcome,
        reason=reason,
        records=said,
    )


def from_authority(number: int, *records: Record, filer: str = "EKRA") -> bytes:
    """A file of theirs."""
    return write(Filing(filer=filer, direction=Direction.IN, number=number, made_at=AT, records=records))


def take(content: bytes) -> Taken:
    """Take a file in."""
    return take_in(content=content, name="svar.xml", at=AT)


@dataclass
class ChannelOfPaper:
    """A channel whose files are laid out by the test, and which keeps what it is sent."""

    laid: list[tuple[str, bytes]] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    loses_answers: int = 0
    refuses: str = ""

    def files(self, *, after: str = "") -> list[Listed]:
        """Those laid out after the file `after`."""
        names = [name for name, _ in self.laid]
        first = names.index(after) + 1 if after in names else 0
        return [Listed(id=name, name=f"{name}.xml") for name in names[first:]]

    def fetch(self, *, file_id: str) -> bytes:
        """The bytes."""
        return dict(self.laid)[file_id]

    def send(self, *, content: bytes) -> None:
        """Keep it, and perhaps lose the answer."""
        if self.refuses:
            raise NotTaken(self.refuses)
        self.sent.append(content)
        if self.loses_answers:
            self.loses_answers -= 1
            raise Unreachable("ReadTimeout")

    @property
    def numbers(self) -> list[int]:
        """The running numbers of what was sent."""
        return [read(content).number for content in self.sent]


def outgoing(creditor_id: int) -> list[tuple[str, str, int | None]]:
    """What a creditor has laid out: id, state, file number."""
    with tenant_scope(creditor_id):
        return list(Outgoing.objects.order_by("id").values_list("record_id", "state", "file_number"))


def incoming(creditor_id: int) -> list[str]:
    """What has come for a creditor, in order."""
    with tenant_scope(creditor_id):
        return list(Incoming.objects.order_by("id").values_list("record_id", flat=True))


def files(direction: str) -> Sequence[tuple[int | None, str]]:
    """The files that are kept: number and state."""
    with agency_scope():
        rows = FilingFile.objects.filter(direction=direction).order_by("id")
        return list(rows.values_list("number", "state"))
