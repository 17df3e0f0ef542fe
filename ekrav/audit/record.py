"""Write one line of the log."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from ekrav.audit.models import AuditEvent


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever acts: a creditor's person, the agency's staff, a debtor or the machine."""

    kind: AuditEvent.Actor
    id: int | None = None


MACHINE = Actor(kind=AuditEvent.Actor.MACHINE)


def record(
    *,
    act: str,
    on: models.Model | None,
    by: Actor,
    at: datetime,
    object_kind: str = "",
    facts: dict[str, str | int | bool | None] | None = None,
) -> AuditEvent:
    """Log that `by` did `act` (our own verb) on a row, in the current scope's tenant. `facts`: ids and öre."""
    return AuditEvent.objects.create(
        at=at,
        actor=by.kind,
        actor_id=by.id,
        act=act,
        object_kind=object_kind or (on._meta.model_name or "" if on is not None else ""),
        object_id=on.pk if on is not None else None,
        facts=facts or {},
    )
