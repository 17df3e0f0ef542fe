"""Take in a file from Kronofogden: each number once, in its turn, whole or not at all.

One transaction, under the filer's lock, keeps the bytes and places every record, and goes on with the files that waited
for this one. Whoever brings the same file again is told that it is known; a number that is used for other bytes is
refused and shown to a person.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from ekrav.audit.record import MACHINE, Actor, record
from ekrav.filings.file import LARGEST, Direction, Filing, read
from ekrav.filings.refusal import FilingRefused, Wrong
from ekrav.filings.running import Turn, turn_of
from ekrav.kronofogden.models import IN, Filer, FilingFile
from ekrav.kronofogden.place import place
from ekrav.tenancy import agency_scope

_State = FilingFile.State


class Came(StrEnum):
    """How it went with a file."""

    TAKEN = "taken"
    KNOWN = "known"  # the same file has come before
    WAITS = "waits"  # files before it are missing
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """How it went, how many files were taken with it and what they held that was new; why not, when refused."""

    came: Came
    files: int = 0
    records: int = 0
    problem: str = ""


def take_in(*, content: bytes, name: str, at: datetime, by: Actor = MACHINE) -> Taken:
    """Take the file in. Opens its own scopes. Never raises for what is in the file: the outcome says."""
    try:
        filing = read(content)
        with transaction.atomic():
            return _take(filing, content, name=name, at=at, by=by)
    except FilingRefused as refused:
        with agency_scope():
            _keep_refused(content, name=name, at=at, by=by, problem=str(refused))
        return Taken(came=Came.REFUSED, problem=str(refused))


def _take(filing: Filing, content: bytes, *, name: str, at: datetime, by: Actor) -> Taken:
    digest = hashlib.sha256(content).digest()
    with agency_scope():
        filer = Filer.objects.select_for_update().get()
        _check_ours(filing, filer)
        same = FilingFile.objects.filter(direction=IN, number=filing.number).only("sha256").first()
        if same is not None:
            if bytes(same.sha256) == digest:
                return Taken(came=Came.KNOWN)
            raise FilingRefused(Wrong.NUMBER_USED)
        turn = turn_of(filing.number, taken=filer.taken)
        # Every number that was taken has its file: an earlier one without is not of this installation's time.
        if turn is Turn.EARLIER:
            raise FilingRefused(Wrong.NUMBER_USED)
        _keep(filing, content, digest, name=name, at=at, by=by, waits=turn is Turn.WAITS)
    if turn is Turn.WAITS:
        return Taken(came=Came.WAITS)
    return _place_from(filing, at=at)


def _place_from(filing: Filing, *, at: datetime) -> Taken:
    """Place the file whose turn it is, and then those that waited for it."""
    files = records = 0
    following: Filing | None = filing
    while following is not None:
        number = following.number
        records += place(following, at=at)
        files += 1
        following = _turn_after(number)
    return Taken(came=Came.TAKEN, files=files, records=records)


def _turn_after(number: int) -> Filing | None:
    """Note that the number is taken; the file that waited for it, if it has come."""
    with agency_scope():
        Filer.objects.update(taken=number)
        waiting = FilingFile.objects.filter(direction=IN, number=number + 1, state=_State.WAITING).first()
        if waiting is None:
            return None
        FilingFile.objects.filter(pk=waiting.pk).update(state=_State.READ)
        content = bytes(waiting.content)
    return read(content)


def _check_ours(filing: Filing, filer: Filer) -> None:
    if filing.direction is not Direction.IN:
        raise FilingRefused(Wrong.OTHER_WAY)
    if filing.filer != filer.code:
        raise FilingRefused(Wrong.OTHER_FILER)


def _keep(
    filing: Filing, content: bytes, digest: bytes, *, name: str, at: datetime, by: Actor, waits: bool
) -> None:
    said = {
        "number": filing.number,
        "record_count": len(filing.records),
        "sum_ore": filing.control_sum,
        "kept_at": at,
        "state": _State.WAITING if waits else _State.READ,
        "problem": "",
    }
    # The same bytes may have been refused before, when the agency's code was another: then that row is the file.
    again = FilingFile.objects.filter(direction=IN, sha256=digest, state=_State.REFUSED)
    if not again.update(**said):
        FilingFile.objects.create(direction=IN, sha256=digest, content=content, name=_short(name), **said)
    file = FilingFile.objects.only("id").get(direction=IN, sha256=digest)
    act = "filing_waits" if waits else "filing_read"
    record(act=act, on=file, by=by, at=at, facts={"number": filing.number, "records": len(filing.records)})


def _keep_refused(content: bytes, *, name: str, at: datetime, by: Actor, problem: str) -> None:
    row = FilingFile(
        direction=IN,
        sha256=hashlib.sha256(content).digest(),
        content=content if len(content) <= LARGEST else b"",
        name=_short(name),
        kept_at=at,
        state=_State.REFUSED,
        problem=problem[:500],
    )
    FilingFile.objects.bulk_create([row], ignore_conflicts=True)
    record(act="filing_refused", on=None, object_kind="filingfile", by=by, at=at)


def _short(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:200] or "fil"
