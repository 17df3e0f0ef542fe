"""What a person may do with a withdrawal of fees that stands still: send its file again, or give it up.

Sent again is only what the bank has certainly not taken. Given up is that, or a file whose answer was lost and of which
the bank has said that it never came: the fees lie there as before, and leave anew on two people's word. Should the bank
draw the money all the same, that is what happened (`payouts.settle_fees`).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.tenancy import agency_scope
from payouts.fee_models import FeeTransfer
from payouts.numbers import hold_the_door
from payouts.settle_fees import reject_fees
from payouts.unsent import NotStandingStill

State = FeeTransfer.State


def may_be_sent_again(transfer: FeeTransfer) -> bool:
    """Whether the bank has certainly not taken its file."""
    return transfer.state == State.FILE_MADE and bool(transfer.problem)


def may_be_given_up(transfer: FeeTransfer) -> bool:
    """Whether it stands still, for a person to end."""
    return transfer.state in (State.FILE_MADE, State.HANDED_OVER) and bool(transfer.problem)


def send_fees_again(*, transfer_id: int, staff: StaffMember, at: datetime) -> None:
    """Let the file be handed over anew. Opens its own scope. Raises `NotStandingStill`."""
    with agency_scope():
        if not _still(transfer_id).filter(state=State.FILE_MADE).update(problem=""):
            raise NotStandingStill
        record(act="fee_transfer_send_again", on=FeeTransfer(pk=transfer_id), by=_actor(staff), at=at)


def give_up_fees(*, transfer_id: int, staff: StaffMember, reason: str, at: datetime) -> None:
    """Let the fees lie there as before; `reason`: how one knows. Opens its own scopes. Raises `NotStandingStill`."""
    with transaction.atomic():
        with agency_scope():
            hold_the_door()
            transfer = _still(transfer_id).select_for_update().first()
            if transfer is None:
                raise NotStandingStill
        reject_fees(transfer, problem=reason.strip(), by=_actor(staff), at=at)


def _still(transfer_id: int) -> QuerySet[FeeTransfer]:
    waits = Q(state__in=(State.FILE_MADE, State.HANDED_OVER)) & ~Q(problem="")
    return FeeTransfer.objects.filter(waits, pk=transfer_id)


def _actor(staff: StaffMember) -> Actor:
    return Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
