"""Send what waits in the outbox. The database is the queue: what is due is found across tenants by the router.

A parcel is claimed in its tenant's scope, sent outside every scope, and settled in the tenant's scope again. Whoever
claims it counts the attempt, and only the holder of the last attempt settles it. A sender that died leaves its parcel
claimed: after ten minutes it is taken again (a mail may then arrive twice, with the same Message-ID). After a failure
it waits, longer each time. Nothing leaves while the agency's record is incomplete. Waiting and claims are in real time.
"""

import logging
import time
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import Q
from django.db.models.functions import Now

from ekrav.agency.models import Agency
from ekrav.outbox.mail import NotSent
from ekrav.outbox.models import Parcel
from ekrav.tenancy import AGENCY_TENANT_ID, Scope, agency_scope, routing_scope, tenant_scope

logger = logging.getLogger(__name__)

State = Parcel.State

STUCK_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=6)


class Channel(Protocol):
    """A way out of the house."""

    def send(self, parcel: Parcel) -> None:
        """Send the parcel. Raises `NotSent`."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """How a round went: parcels sent, put off to another try, and given up."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0


def send_due(*, channels: Mapping[str, Channel], at: datetime, seconds: float = 240) -> Round:
    """Send what waits for one of `channels`, oldest first, for at most so many seconds. Opens its own scopes."""
    ends = time.monotonic() + seconds
    ended: list[Parcel.State] = []
    for creditor_id, parcel_id in _waiting(channels):
        if time.monotonic() > ends:
            break
        parcel = _claim(creditor_id, parcel_id, channels)
        if parcel is not None:
            ended.append(_send(parcel, channels[parcel.channel], at=at))
    return Round(
        sent=ended.count(State.SENT), put_off=ended.count(State.QUEUED), failed=ended.count(State.FAILED)
    )


def _due(channels: Collection[str]) -> Q:
    queued = Q(state=State.QUEUED) & (Q(not_before=None) | Q(not_before__lte=Now()))
    stuck = Q(state=State.SENDING, claimed_at__lte=Now() - STUCK_AFTER)
    return Q(channel__in=list(channels)) & (queued | stuck)


def _waiting(channels: Collection[str]) -> list[tuple[int, int]]:
    with routing_scope():
        if Agency.objects.get().missing():
            return []
        due = Parcel.objects.filter(_due(channels)).order_by("created_at", "id")
        return list(due.values_list("creditor_id", "id"))


def scope_of(creditor_id: int) -> AbstractContextManager[Scope]:
    """The scope of a parcel's tenant: a creditor's, or the agency's own."""
    return agency_scope() if creditor_id == AGENCY_TENANT_ID else tenant_scope(creditor_id)


def _claim(creditor_id: int, parcel_id: int, channels: Collection[str]) -> Parcel | None:
    """Take the parcel, if it still waits and nobody else is taking it right now."""
    with scope_of(creditor_id):
        waiting = Parcel.objects.select_for_update(skip_locked=True).filter(_due(channels), pk=parcel_id)
        parcel = waiting.first()
        if parcel is None:
            return None
        parcel.attempts += 1
        if parcel.attempts > MOST_ATTEMPTS:
            # Every attempt ended without a word: it is the parcel that ends its senders.
            Parcel.objects.filter(pk=parcel_id).update(state=State.FAILED)
            return None
        Parcel.objects.filter(pk=parcel_id).update(
            state=State.SENDING, claimed_at=Now(), attempts=parcel.attempts, not_before=None
        )
        return parcel


def _send(parcel: Parcel, channel: Channel, *, at: datetime) -> Parcel.State:
    try:
        channel.send(parcel)
    except NotSent as failed:
        # The reason may name the receiver: it stays in the parcel's own row.
        logger.warning("parcel not sent", extra={"parcel": parcel.pk, "attempt": parcel.attempts})
        return _put_off(parcel, failed)
    _settle(parcel, state=State.SENT, sent_at=at, problem="")
    return State.SENT


def _put_off(parcel: Parcel, failed: NotSent) -> Parcel.State:
    if failed.for_good or parcel.attempts >= MOST_ATTEMPTS:
        _settle(parcel, state=State.FAILED, problem=str(failed)[:300])
        return State.FAILED
    wait = min(timedelta(minutes=2 ** (parcel.attempts - 1)), LONGEST_WAIT)
    _settle(parcel, state=State.QUEUED, not_before=Now() + wait, problem=str(failed)[:300])
    return State.QUEUED


def _settle(parcel: Parcel, **change: object) -> None:
    """Write what became of this attempt, unless somebody has taken the parcel over since."""
    with scope_of(parcel.creditor_id):
        held = Parcel.objects.filter(pk=parcel.pk, state=State.SENDING, attempts=parcel.attempts)
        if not held.update(**change):
            logger.warning("parcel was taken over", extra={"parcel": parcel.pk, "attempt": parcel.attempts})
