"""Where the records of a file go: receipts to our own records, the rest to the creditor they are about."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from ekrav.filings.file import Filing, record_bytes
from ekrav.filings.receipts import FileReceipt, Outcome
from ekrav.filings.record import Record
from ekrav.kronofogden.models import OUT, FilingFile, Incoming, Outgoing, Unplaced
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope

_SAID = {Outcome.APPROVED: Outgoing.State.APPROVED, Outcome.REFUSED: Outgoing.State.REFUSED}
_OF_FILE = {Outcome.APPROVED: FilingFile.State.APPROVED, Outcome.REFUSED: FilingFile.State.REFUSED}


def place(filing: Filing, *, at: datetime) -> int:
    """Place every record of the file; how many are new. In a transaction, outside every scope."""
    told = [record for record in filing.records if not isinstance(record, FileReceipt)]
    for receipt in filing.records:
        if isinstance(receipt, FileReceipt):
            _settle(receipt)
    return _place_all(told, number=filing.number, at=at) + len(filing.records) - len(told)


def _settle(receipt: FileReceipt) -> None:
    """Note what became of a file of ours and of its records. What was settled before stays as it was."""
    with agency_scope():
        handed = FilingFile.objects.filter(direction=OUT, number=receipt.number)
        handed.filter(state=FilingFile.State.HANDED_OVER).update(
            state=_OF_FILE[receipt.outcome], problem=receipt.reason[:500]
        )
    said = {one.id: one for one in receipt.records}
    for creditor_id, rows in groupby(_filed_in(receipt.number), key=lambda row: row[0]):
        with tenant_scope(creditor_id):
            for _, row_id, record_id in rows:
                one = said.get(record_id)
                outcome, reason = (one.outcome, one.reason) if one else (receipt.outcome, receipt.reason)
                Outgoing.objects.filter(pk=row_id, state=Outgoing.State.FILED).update(
                    state=_SAID[outcome], problem=reason[:500]
                )


def _filed_in(number: int) -> list[tuple[int, int, str]]:
    with routing_scope():
        filed = Outgoing.objects.filter(file_number=number, state=Outgoing.State.FILED)
        return list(filed.order_by("creditor_id", "id").values_list("creditor_id", "id", "record_id"))


def _place_all(records: list[Record], *, number: int, at: datetime) -> int:
    owners = owners_of(record.reference for record in records)
    new = 0
    by_owner = sorted(records, key=lambda record: owners.get(record.reference, 0))
    for creditor_id, theirs in groupby(by_owner, key=lambda record: owners.get(record.reference, 0)):
        if creditor_id:
            with tenant_scope(creditor_id):
                new += _insert(theirs, creditor_id=creditor_id, number=number, at=at)
        else:
            with agency_scope():
                Unplaced.objects.bulk_create(
                    [Unplaced(**_kept(one), file_number=number, arrived_at=at) for one in theirs],
                    ignore_conflicts=True,
                )
    return new


def owners_of(references: Iterable[str]) -> dict[str, int]:
    """Return whose application each reference is. Opens a routing scope."""
    with routing_scope():
        ours = Outgoing.objects.filter(reference__in=set(references), applies=True)
        return dict(ours.values_list("reference", "creditor_id"))


def _insert(records: Iterable[Record], *, creditor_id: int, number: int, at: datetime) -> int:
    """Keep what has not come before, by the authority's own name of it; how many. In the creditor's scope."""
    rows = [
        Incoming(**_kept(one), creditor_id=creditor_id, file_number=number, arrived_at=at) for one in records
    ]
    Incoming.objects.bulk_create(rows, ignore_conflicts=True)
    return Incoming.objects.filter(file_number=number, record_id__in=[row.record_id for row in rows]).count()


def _kept(one: Record) -> dict[str, Any]:
    return {
        "record_id": one.id,
        "reference": one.reference,
        "kind": type(one).__name__,
        "content": record_bytes(one),
    }
