"""Lay out a record for Kronofogden: the one way anything leaves for it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from ekrav.filings.enforcement import EnforcementApplication
from ekrav.filings.file import Direction, Filing, record_bytes, write
from ekrav.filings.payment_order import PaymentOrderApplication
from ekrav.filings.record import Record
from ekrav.kronofogden.models import Outgoing

APPLICATIONS = (PaymentOrderApplication, EnforcementApplication)


class LaidOutOtherwise(ValueError):
    """The record's id was used for something else, or its reference for another application."""


def lay_out(*, record: Record, at: datetime) -> Outgoing:
    """Keep the record for the next file, or for the worklist; the same record again is the one that was laid out.

    In the creditor's scope, with whatever made the record. Raises NotWritable for what the format has no room for, and
    LaidOutOtherwise.
    """
    content = _writable(record, at=at)
    row = Outgoing(
        record_id=record.id,
        reference=record.reference,
        kind=type(record).__name__,
        applies=isinstance(record, APPLICATIONS),
        content=content,
        amount_ore=record.controlled,
        laid_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return _known(record, content)
    return row


def _known(record: Record, content: bytes) -> Outgoing:
    known = Outgoing.objects.filter(record_id=record.id).first()
    if known is None or bytes(known.content) != content:
        raise LaidOutOtherwise(record.id)
    return known


def _writable(record: Record, *, at: datetime) -> bytes:
    """Return the record's bytes, tried in a file of its own: one that cannot be written must not stop the others."""
    moment = at.replace(microsecond=0)
    write(Filing(filer="TRIAL", direction=Direction.OUT, number=1, made_at=moment, records=(record,)))
    return record_bytes(record)
