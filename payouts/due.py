"""What of the payouts' work the calendar wants: the draft of a payday that has begun."""

from datetime import date, datetime

from ekrav.accounts.payday import latest_payday
from ekrav.payments.proof import ProofFails
from ekrav.tenancy import agency_scope
from payouts.draft import AgencyIncomplete, draft_run, is_drafted
from payouts.models import PayoutRun


def draft_due(*, today: date, at: datetime) -> PayoutRun | None:
    """Draft the latest payday, if that is not done; None when it is, or when it may not be.

    Nothing is drafted while the agency's record is not complete, or while the client funds and the bank differ. Opens
    its own scopes. A payday the machine slept through is drafted when it wakes; the paydays before the first one
    ever are nobody's.
    """
    period_end = latest_payday(today)
    if is_drafted(period_end=period_end) or (period_end < today and not _has_begun()):
        return None
    try:
        return draft_run(period_end=period_end, at=at)
    except (AgencyIncomplete, ProofFails):
        return None


def _has_begun() -> bool:
    with agency_scope():
        return PayoutRun.objects.exists()
