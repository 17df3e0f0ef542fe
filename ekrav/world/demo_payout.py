"""The demo world's first payout: both of the agency's people approve it, so that there is a settlement note to read."""

from datetime import datetime

from ekrav.agency.models import StaffMember
from ekrav.tenancy import staff_scope
from payouts.approve import approve
from payouts.models import PayoutRun


def approve_first_payout(*, at: datetime) -> None:
    """Give both words to the run that waits; the time machine makes its file and hands it to the bank."""
    with staff_scope():
        run = PayoutRun.objects.get(state=PayoutRun.State.DRAFT)
        people = list(StaffMember.objects.order_by("pk"))
    for member in people:
        approve(
            run_id=run.pk,
            staff=member,
            content_hash=bytes(run.content_hash),
            bankid_at=at,
            at=at,
        )
