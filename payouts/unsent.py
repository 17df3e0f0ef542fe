"""What a person may do with a file that the bank has certainly not taken: send it again, or give it up.

A file whose answer was lost is neither: its payouts are unknown (`payouts.decide`). Nor is one that somebody is taking
to the bank, or has not said what came of it.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.tenancy import agency_scope
from payouts.conclude import conclude_run
from payouts.models import PayoutRun
from payouts.numbers import hold_the_door
from payouts.parts import parts_of
from payouts.reject import never_sent

State = PayoutRun.State


class NotStandingStill(ValueError):
    """The run has no problem that this would mend."""


def send_again(*, run_id: int, staff: StaffMember, at: datetime) -> None:
    """Let the file be handed over anew. Opens its own scope. Raises `NotStandingStill`."""
    with agency_scope():
        runs = PayoutRun.objects.filter(pk=run_id).exclude(problem="")
        if not runs.filter(state=State.FILE_MADE).update(sending_at=None, problem=""):
            raise NotStandingStill
        _record("payout_file_send_again", run_id=run_id, staff=staff, at=at)


def give_up(*, run_id: int, staff: StaffMember, at: datetime) -> None:
    """Take every payout of a file back that the bank has not taken. Opens its own scopes. Raises `NotStandingStill`."""
    with transaction.atomic():
        with agency_scope():
            hold_the_door()
            run = PayoutRun.objects.select_for_update().filter(
                pk=run_id, state=State.FILE_MADE, sending_at=None
            )
            if not run.exists():
                raise NotStandingStill
            _record("payout_file_given_up", run_id=run_id, staff=staff, at=at)
        for part in parts_of(run_id=run_id):
            never_sent(part, problem=_("Filen skickades aldrig."), on=clock.civil_date(at), at=at)
        conclude_run(run_id=run_id)


def _record(act: str, *, run_id: int, staff: StaffMember, at: datetime) -> None:
    by = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
    record(act=act, on=PayoutRun(pk=run_id), by=by, at=at)
