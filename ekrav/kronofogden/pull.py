"""What the acts of a case pull: the answers of the authority that nobody has taken up, each once."""

from collections.abc import Iterator
from datetime import datetime

from ekrav.filings.file import record_of
from ekrav.filings.record import Record
from ekrav.kronofogden.models import Incoming, Outgoing
from ekrav.tenancy import routing_scope


def creditors_with_answers() -> list[int]:
    """Return the creditors with answers to take up. Opens a routing scope."""
    with routing_scope():
        new = Incoming.objects.filter(taken_up_at=None)
        return list(new.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())


def answers(*, reference: str | None = None) -> Iterator[tuple[Incoming, Record]]:
    """Yield the answers to take up, in the order they came; of one application, or all. In the creditor's scope."""
    rows = Incoming.objects.filter(taken_up_at=None).order_by("id")
    for row in rows.filter(reference=reference) if reference is not None else rows:
        yield row, record_of(bytes(row.content))


def note_taken_up(answer: Incoming, *, at: datetime) -> bool:
    """Say that an answer is taken up, with what it did; False when somebody else was first."""
    return Incoming.objects.filter(pk=answer.pk, taken_up_at=None).update(taken_up_at=at) == 1


def laid_out(*, reference: str) -> list[tuple[Outgoing, Record]]:
    """Return all that was laid out under a reference, in order. In the creditor's scope."""
    rows = Outgoing.objects.filter(reference=reference).order_by("id")
    return [(row, record_of(bytes(row.content))) for row in rows]
