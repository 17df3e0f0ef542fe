"""Granted: what a debtor has asked for waits no more in the queue, and stops no letter, once the debtor has got it."""

from datetime import date, datetime

from cases.models import Case, CaseEvent, Notice
from cases.move import Happening, write_events
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor


def grant_wishes(*, case: Case, kind: Notice.Kind, on: date, at: datetime, by: Actor) -> int:
    """Take up the case's waiting wishes of a kind, with the case's row locked; how many there were."""
    waiting = Notice.objects.select_for_update().filter(
        case=case, kind=kind, handled_at=None, received_on__lte=on
    )
    wishes = list(waiting.order_by("id"))
    staff = by.id if by.kind == AuditEvent.Actor.STAFF else None
    Notice.objects.filter(pk__in=[wish.pk for wish in wishes]).update(handled_at=at, handled_by=staff)
    happenings = [
        Happening(
            case=case,
            kind=CaseEvent.Kind.NOTICED,
            on=wish.received_on,
            facts={"notice": wish.pk, "said": wish.kind, "channel": wish.channel},
        )
        for wish in wishes
    ]
    return len(write_events(happenings, at=at, by=by))
