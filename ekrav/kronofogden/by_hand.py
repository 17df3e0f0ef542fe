"""The manual adapter: without a file channel each record is a form that staff print, send and note as sent.

What Kronofogden answers on paper is entered as the record it would have been in a file.
"""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from ekrav.audit.record import Actor, record
from ekrav.filings.file import record_bytes
from ekrav.filings.record import Record
from ekrav.kronofogden.channel import Channel, HttpChannel
from ekrav.kronofogden.models import Incoming, Outgoing
from ekrav.kronofogden.place import owners_of
from ekrav.tenancy import staff_scope, tenant_scope

_State = Outgoing.State


class AlreadySent(ValueError):
    """Somebody has noted it as sent, or a file has taken it."""


class NoSuchApplication(LookupError):
    """No application of ours has the reference."""


def channel() -> Channel | None:
    """The file channel of this installation; None: everything goes by hand."""
    return HttpChannel(settings.KRONOFOGDEN_URL) if settings.KRONOFOGDEN_URL else None


def to_send() -> QuerySet[Outgoing]:
    """Return what waits to be printed and sent, the oldest first; nothing where files are sent. In a staff scope."""
    rows = Outgoing.objects.filter(state=_State.WAITING).order_by("id")
    return rows.none() if settings.KRONOFOGDEN_URL else rows


def note_sent(*, public_id: UUID, sent_on: date, diary_number: str, by: Actor, at: datetime) -> Outgoing:
    """Note that a record was sent by hand, on what day, and under what number the authority has it.

    Opens its own scopes. Raises Outgoing.DoesNotExist and AlreadySent.
    """
    with staff_scope():
        row = Outgoing.objects.get(public_id=public_id)
    with tenant_scope(row.creditor_id):
        waiting = Outgoing.objects.filter(pk=row.pk, state=_State.WAITING)
        changed = waiting.update(
            state=_State.BY_HAND, sent_on=sent_on, diary_number=diary_number[:40], sent_by=by.id
        )
        if changed != 1:
            raise AlreadySent(row.record_id)
        record(act="filing_sent_by_hand", on=row, by=by, at=at)
        return Outgoing.objects.get(pk=row.pk)


def enter(*, answer: Record, by: Actor, at: datetime) -> bool:
    """Enter what the authority answered on paper; False when it was entered before. Opens its own scopes.

    The answer's id is the document's own ("Utslag 01-12345-25"), so that two people enter it once. Raises
    NoSuchApplication.
    """
    creditor_id = owners_of([answer.reference]).get(answer.reference)
    if creditor_id is None:
        raise NoSuchApplication(answer.reference)
    with tenant_scope(creditor_id):
        return enter_here(answer=answer, by=by, at=at) is not None


def enter_here(*, answer: Record, by: Actor, at: datetime) -> Incoming | None:
    """As `enter`, in the scope of the application's creditor; the answer as it is kept, None when it was before."""
    row = Incoming(
        record_id=answer.id,
        reference=answer.reference,
        kind=type(answer).__name__,
        content=record_bytes(answer),
        entered_by=by.id,
        arrived_at=at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    record(act="answer_entered_by_hand", on=row, by=by, at=at)
    return row
