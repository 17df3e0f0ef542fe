"""Withdraw a draft: a person refuses it with a reason, or a later draft takes its place. Nothing was posted."""

from datetime import datetime

from django.db import transaction

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.tenancy import agency_scope
from payouts.models import Payout, PayoutRun
from payouts.numbers import hold_the_door
from payouts.owners import owner_scope
from payouts.parts import parts_of
from payouts.states import move_payout, move_run

LONGEST_REASON = 300


class NotWithdrawn(ValueError):
    """The run is no draft any more, or no reason was given."""


def withdraw(*, run_id: int, staff: StaffMember, reason: str, at: datetime) -> None:
    """Refuse a draft, with the reason for the next reader. A new one is drafted in its place. Opens its own scopes.

    Raises `NotWithdrawn`.
    """
    if not reason.strip():
        raise NotWithdrawn("reason")
    with transaction.atomic():
        with agency_scope():
            hold_the_door()
            if not PayoutRun.objects.filter(pk=run_id, state=PayoutRun.State.DRAFT).exists():
                raise NotWithdrawn("state")
        by = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
        withdraw_in_transaction(run_id=run_id, reason=reason.strip()[:LONGEST_REASON], by=by, at=at)


def withdraw_in_transaction(*, run_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Withdraw with the door held by the caller's transaction. Raises `NotWithdrawn`."""
    with agency_scope():
        if not move_run(run_id=run_id, to=PayoutRun.State.WITHDRAWN, problem=reason):
            raise NotWithdrawn("state")
        record(act="payout_run_withdrawn", on=PayoutRun(pk=run_id), by=by, at=at)
    for part in parts_of(run_id=run_id):
        with owner_scope(part.creditor_id):
            move_payout(payout_id=part.payout_id, to=Payout.State.WITHDRAWN, at=at)
