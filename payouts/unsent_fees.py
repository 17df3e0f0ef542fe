"""What a person may do with a withdrawal of fees that stands still: send its file again, or give it up.

Sent again is only what the bank has certainly not taken. Given up is that, or a file whose answer was lost, or whose
debit has not come in two bank days, and of which the bank has said that it does not pay: the fees lie there as before,
and leave anew on two people's word. Should the bank draw the money all the same, that is what happened
(`payouts.settle_fees`).
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from ekrav import clock
from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.law.bankdays import bank_days_before
from ekrav.tenancy import agency_scope
from payouts.fee_models import FeeTransfer
from payouts.numbers import hold_the_door
from payouts.settle_fees import IN_TRANSIT, reject_fees
from payouts.stuck import PATIENCE
from payouts.unsent import NotStandingStill

State = FeeTransfer.State


def may_be_sent_again(transfer: FeeTransfer) -> bool:
    """Whether the bank has certainly not taken its file."""
    return transfer.state == State.FILE_MADE and bool(transfer.problem)


def standing_still(*, today: date) -> QuerySet[FeeTransfer]:
    """Those that a person must see to: with a problem, or without the bank's debit two bank days after their day.

    In an agency or staff scope.
    """
    moving = FeeTransfer.objects.defer("file").filter(state__in=IN_TRANSIT)
    return moving.filter(~Q(problem="") | _late(today))


def may_be_given_up(transfer: FeeTransfer, *, today: date) -> bool:
    """Whether it stands still, for a person to end. In an agency or staff scope."""
    return _still(transfer.pk, today=today).exists()


def send_fees_again(*, transfer_id: int, staff: StaffMember, at: datetime) -> None:
    """Let the file be handed over anew. Opens its own scope. Raises `NotStandingStill`."""
    with agency_scope():
        refused = FeeTransfer.objects.filter(pk=transfer_id, state=State.FILE_MADE).exclude(problem="")
        if not refused.update(problem=""):
            raise NotStandingStill
        record(act="fee_transfer_send_again", on=FeeTransfer(pk=transfer_id), by=_actor(staff), at=at)


def give_up_fees(*, transfer_id: int, staff: StaffMember, reason: str, at: datetime) -> None:
    """Let the fees lie there as before; `reason`: how one knows. Opens its own scopes. Raises `NotStandingStill`."""
    with transaction.atomic():
        with agency_scope():
            hold_the_door()
            transfer = _still(transfer_id, today=clock.civil_date(at)).select_for_update().first()
            if transfer is None:
                raise NotStandingStill
        reject_fees(transfer, problem=reason.strip(), by=_actor(staff), at=at)


def _still(transfer_id: int, *, today: date) -> QuerySet[FeeTransfer]:
    waits = Q(state__in=(State.FILE_MADE, State.HANDED_OVER)) & ~Q(problem="")
    silent = Q(state__in=(State.HANDED_OVER, State.ACCEPTED)) & _late(today)
    return FeeTransfer.objects.filter(waits | silent, pk=transfer_id)


def _late(today: date) -> Q:
    return Q(execution_date__lte=bank_days_before(today, days=PATIENCE))


def _actor(staff: StaffMember) -> Actor:
    return Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
