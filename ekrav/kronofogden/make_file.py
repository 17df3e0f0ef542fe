"""Records that wait become a file with the next running number, and leave in the order of the numbers."""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db import transaction

from ekrav.audit.record import MACHINE, record
from ekrav.filings.file import MOST_RECORDS, Direction, Filing, record_of, write
from ekrav.filings.record import Record
from ekrav.kronofogden.channel import Channel, NotTaken
from ekrav.kronofogden.models import OUT, Filer, FilingFile, Outgoing
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope

logger = logging.getLogger(__name__)

_State = Outgoing.State
_File = FilingFile.State
RECORDS_A_FILE: Final = MOST_RECORDS // 4


def make_files(*, at: datetime) -> int:
    """Put every record that waits into a file; how many files. Opens its own scopes.

    Nothing is made until the agency's codes are known.
    """
    made = 0
    while _make_one(at=at):
        made += 1
    return made


def hand_over(*, channel: Channel, at: datetime) -> int:
    """Hand over the files that have not been, in their order; how many left. Opens its own scopes.

    One that the authority does not take keeps its reason, and those after it wait: the order is the numbers'. Raises
    Unreachable; what left has left, and a file whose answer was lost leaves again.
    """
    left = 0
    for file in _to_hand_over():
        try:
            channel.send(content=bytes(file.content))
        except NotTaken as refused:
            logger.error("kronofogden did not take a file", extra={"number": file.number})
            _note(file, problem=str(refused))
            break
        left += _note(file, at=at)
    return left


def _make_one(*, at: datetime) -> bool:
    with transaction.atomic():
        with agency_scope():
            filer = Filer.objects.select_for_update().get()
        rows = _waiting() if filer.code else []
        if not rows:
            return False
        number = filer.made + 1
        records = [one for creditor_id, ids in _by_creditor(rows) for one in _claim(creditor_id, ids, number)]
        if records:
            _keep(filer, number, records, at=at)
    return bool(records)


def _waiting() -> list[tuple[int, int]]:
    with routing_scope():
        waiting = Outgoing.objects.filter(state=_State.WAITING).order_by("id")
        return list(waiting.values_list("creditor_id", "id")[:RECORDS_A_FILE])


def _by_creditor(rows: list[tuple[int, int]]) -> Iterable[tuple[int, list[int]]]:
    for creditor_id, of_one in groupby(sorted(rows), key=lambda row: row[0]):
        yield creditor_id, [row_id for _, row_id in of_one]


def _claim(creditor_id: int, ids: list[int], number: int) -> list[tuple[int, Record]]:
    """Put those of a creditor's rows that still wait into the file; them with their rows' ids."""
    with tenant_scope(creditor_id):
        Outgoing.objects.filter(pk__in=ids, state=_State.WAITING).update(
            state=_State.FILED, file_number=number
        )
        claimed = Outgoing.objects.filter(pk__in=ids, file_number=number).values_list("id", "content")
        return [(row_id, record_of(bytes(content))) for row_id, content in claimed]


def _keep(filer: Filer, number: int, records: list[tuple[int, Record]], *, at: datetime) -> None:
    """Keep the file, its records in the order they were laid out."""
    filing = Filing(
        filer=filer.code,
        direction=Direction.OUT,
        number=number,
        made_at=at.replace(microsecond=0),
        records=tuple(one for _, one in sorted(records, key=lambda row: row[0])),
    )
    content = write(filing)
    with agency_scope():
        Filer.objects.update(made=number)
        file = FilingFile.objects.create(
            direction=OUT,
            number=number,
            sha256=hashlib.sha256(content).digest(),
            content=content,
            name=f"{filer.code}-{number:06}.xml",
            record_count=len(records),
            sum_ore=filing.control_sum,
            kept_at=at,
            state=_File.MADE,
        )
        record(
            act="filing_made", on=file, by=MACHINE, at=at, facts={"number": number, "records": len(records)}
        )


def _to_hand_over() -> list[FilingFile]:
    with agency_scope():
        return list(FilingFile.objects.filter(direction=OUT, state=_File.MADE).order_by("number"))


def _note(file: FilingFile, *, at: datetime | None = None, problem: str = "") -> int:
    with agency_scope():
        still = FilingFile.objects.filter(pk=file.pk, state=_File.MADE)
        if at is None:
            still.update(problem=problem)
            return 0
        return still.update(state=_File.HANDED_OVER, handed_over_at=at, problem="")
