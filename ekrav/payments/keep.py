"""Keep a bank file whole: claimed once by its bytes, or refused with the reason, so that a person sees either."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from typing import BinaryIO, Final
from uuid import UUID

from django.db.models import QuerySet

from ekrav.audit.record import MACHINE, Actor, record
from ekrav.bankfiles.bgmax import BGMAX, is_bgmax
from ekrav.bankfiles.branches import LARGEST_STREAM
from ekrav.bankfiles.document import LARGEST_FILE
from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.models import BankFile, BankFilePiece
from ekrav.tenancy import agency_scope
from ekrav.tenancy.insert import insert_rows

_MESSAGE = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3}\.\d{3}\.\d{2})")
_UNKNOWN = "okänt"
_HEAD: Final = 4096
_PIECE: Final = 1 << 20


class AlreadyRead(ValueError):
    """The same bytes have been read before: `at`, under the name `name`. Nothing is done again."""

    def __init__(self, *, file_id: int, name: str, at: datetime) -> None:
        super().__init__(f"bank file {file_id}")
        self.file_id = file_id
        self.name = name
        self.at = at


def opened(content: bytes | BinaryIO) -> BinaryIO:
    """Return what holds the bytes as a file."""
    return BytesIO(content) if isinstance(content, bytes) else content


def sha256_of(file: BinaryIO) -> bytes:
    """Return the hash by which a file's bytes are known."""
    digest = hashlib.sha256()
    for piece in _pieces(file):
        digest.update(piece)
    return digest.digest()


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(lambda: file.read(_PIECE), b"")


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A file that has arrived, under the name it came with (the last part of it)."""

    file: BinaryIO
    name: str
    at: datetime
    by: Actor

    @cached_property
    def sha256(self) -> bytes:
        """The hash by which the bytes are known."""
        return sha256_of(self.file)

    @property
    def size(self) -> int:
        """How many bytes."""
        return self.file.seek(0, 2)

    @property
    def head(self) -> bytes:
        """The first bytes."""
        self.file.seek(0)
        return self.file.read(_HEAD)

    @property
    def content(self) -> bytes:
        """All bytes; of a file that is too long to be held, one more than would do."""
        self.file.seek(0)
        return self.file.read(LARGEST_FILE + 1)

    @property
    def format(self) -> str:
        """The message the bytes begin to be ("camt.054.001.08"), by a glance at their head; "okänt" when none."""
        head = self.head
        if is_bgmax(head):
            return BGMAX
        found = _MESSAGE.search(head)
        return found[1].decode() if found else _UNKNOWN

    @property
    def short_name(self) -> str:
        """The name without folders and control characters, as long as there is room for."""
        last = re.split(r"[/\\]", self.name)[-1]
        return "".join(sign for sign in last if sign.isprintable())[:200] or _UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What a file that is read says of itself."""

    format: str
    message_id: str
    entry_count: int = 0
    credit_ore: int = 0
    debit_ore: int = 0


@contextmanager
def one_reading(arrival: Arrival) -> Iterator[None]:
    """Around reading a file: refused at once when its bytes are read already; what is refused is kept with its reason.

    Opens its own scopes, none around what is inside. Raises `AlreadyRead`, `FileRefused`.
    """
    try:
        with agency_scope():
            kept = find_read(arrival.sha256)
        if kept:
            raise AlreadyRead(file_id=kept.pk, name=kept.name, at=kept.received_at)
        yield
    except FileRefused as refused:
        with agency_scope():
            keep_refused(arrival, refused)
        raise
    except AlreadyRead as known:
        with agency_scope():
            file = BankFile.objects.only("id").get(pk=known.file_id)
            record(act="bank_file_already_read", on=file, by=arrival.by, at=arrival.at)
        raise


def find_read(sha256: bytes) -> BankFile | None:
    """Return the file with these bytes that is read or waits to be; None when there is none or it was refused."""
    kept = BankFile.objects.filter(sha256=sha256).first()
    return None if kept is None or kept.outcome == BankFile.Outcome.REFUSED else kept


def claim(
    arrival: Arrival, contents: Contents, outcome: BankFile.Outcome = BankFile.Outcome.READ
) -> BankFile:
    """Keep the file as ours to read, taking over one that was refused before. Raises `AlreadyRead`.

    Waits for a rival with the same bytes until it has committed. In an agency scope.
    """
    row = _row(arrival, contents)
    row.outcome = outcome
    kept = _insert(row, arrival)
    if kept.public_id == row.public_id:
        return kept
    if not _change(kept, row, only_from=BankFile.Outcome.REFUSED):
        raise AlreadyRead(file_id=kept.pk, name=kept.name, at=kept.received_at)
    return BankFile.objects.get(pk=kept.pk)


def note_contents(file: BankFile, contents: Contents) -> None:
    """Note what a file turned out to say, when all of it has been read. In an agency scope."""
    for name, value in vars(contents).items():
        setattr(file, name, value)
    file.save(update_fields=list(vars(contents)))


def refuse_repeated(file: BankFile, *, anything_new: bool) -> None:
    """Refuse a message that has been read before in other bytes, with line breaks changed for instance.

    Raises `AlreadyRead` when nothing in it is new. A BgMax has a timestamp of its own, so one that tells of something
    new under a timestamp that was read raises `FileRefused`. In an agency scope.
    """
    same = BankFile.objects.filter(
        format=file.format, message_id=file.message_id, outcome=BankFile.Outcome.READ, entry_count__gt=0
    )
    before = same.exclude(pk=file.pk).order_by("id").first()
    if before and not anything_new:
        raise AlreadyRead(file_id=before.pk, name=before.name, at=before.received_at)
    if before and file.format.startswith(BGMAX):
        raise FileRefused(
            position="hela filen",
            reason_sv=f"En annan fil med samma tidsstämpel är redan inläst ({before.name})."
            " Fråga banken vilken som gäller.",
        )


def keep_refused(arrival: Arrival, refused: FileRefused) -> BankFile:
    """Keep the bytes with the reason why they were refused; what was read before stays read. In an agency scope.

    Whoever brings a file is told at once; of one that the bank has left somebody has to see to it.
    """
    row = _row(arrival, Contents(format=arrival.format, message_id=""))
    row.outcome = BankFile.Outcome.REFUSED
    row.problem = words_of(refused)
    if arrival.by != MACHINE:
        row.handled_at, row.handled_by = arrival.at, arrival.by.id
    kept = _insert(row, arrival)
    if kept.public_id != row.public_id:
        _change(kept, row, only_from=BankFile.Outcome.REFUSED)
    record(act="bank_file_refused", on=kept, by=arrival.by, at=arrival.at)
    return kept


def refused_files() -> QuerySet[BankFile]:
    """The refused files that nobody has seen to. In a staff or agency scope."""
    return BankFile.objects.filter(outcome=BankFile.Outcome.REFUSED, handled_at=None)


def handle(*, file: UUID, by: Actor, at: datetime) -> bool:
    """Note that somebody has seen to a refused file; False when it was noted already. Opens its own scope."""
    with agency_scope():
        row = refused_files().filter(public_id=file).first()
        if row is None or not refused_files().filter(pk=row.pk).update(handled_at=at, handled_by=by.id):
            return False
        record(act="bank_file_handled", on=row, by=by, at=at)
    return True


def words_of(refused: FileRefused) -> str:
    """Return the refusal as one sentence for a person: the place, then the reason."""
    place = refused.position[:1].upper() + refused.position[1:]
    return f"{place}: {refused.reason_sv}"[:500]


def _row(arrival: Arrival, contents: Contents) -> BankFile:
    return BankFile(
        sha256=arrival.sha256,
        size=arrival.size,
        name=arrival.short_name,
        format=contents.format,
        message_id=contents.message_id,
        entry_count=contents.entry_count,
        credit_ore=contents.credit_ore,
        debit_ore=contents.debit_ore,
        received_at=arrival.at,
    )


def _insert(row: BankFile, arrival: Arrival) -> BankFile:
    """Insert the row and its bytes unless they are there; whichever is there (ours has our `public_id`)."""
    BankFile.objects.bulk_create([row], ignore_conflicts=True)
    kept = BankFile.objects.get(sha256=row.sha256)
    # Larger than any bank file: told of, but not carried.
    if kept.public_id == row.public_id and arrival.size <= LARGEST_STREAM:
        for ordinal, piece in enumerate(_pieces(arrival.file)):
            insert_rows([BankFilePiece(file=kept, ordinal=ordinal, content=piece)])
    return kept


_MAY_CHANGE = (
    "name",
    "format",
    "message_id",
    "entry_count",
    "credit_ore",
    "debit_ore",
    "received_at",
    "outcome",
    "problem",
    "handled_at",
    "handled_by",
)


def _change(kept: BankFile, row: BankFile, *, only_from: BankFile.Outcome) -> bool:
    changed = BankFile.objects.filter(pk=kept.pk, outcome=only_from).update(
        **{column: getattr(row, column) for column in _MAY_CHANGE}
    )
    return changed == 1
