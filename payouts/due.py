"""What of the payouts' work the calendar wants: the draft of a payday, and between them those of daily payouts."""

from datetime import date, datetime

from ekrav.accounts.payday import latest_payday
from ekrav.law.bankdays import is_bank_day
from ekrav.payments.cover import FundsShort
from ekrav.payments.proof import ProofFails
from ekrav.tenancy import agency_scope
from payouts.draft import AgencyIncomplete, draft_daily, draft_run
from payouts.models import PayoutRun


def draft_due(*, today: date, at: datetime) -> PayoutRun | None:
    """Draft what is due today, if that is not done; None when it is, or when it may not be.

    Nothing is drafted while the agency's record is not complete, while the client funds and the bank differ, or while
    the client funds are short. Opens its own scopes. A payday the machine slept through is drafted when it wakes; the
    paydays before the first one ever are nobody's.
    """
    payday = latest_payday(today)
    try:
        if not _weekly_drafted(since=payday) and (payday == today or _has_begun()):
            return draft_run(period_end=payday, at=at)
        if payday != today and is_bank_day(today):
            return draft_daily(period_end=today, at=at)
    except (AgencyIncomplete, ProofFails, FundsShort):
        return None
    return None


def _weekly_drafted(*, since: date) -> bool:
    with agency_scope():
        runs = PayoutRun.objects.filter(kind=PayoutRun.Kind.CREDITORS, weekly=True, period_end__gte=since)
        return runs.exclude(state=PayoutRun.State.WITHDRAWN).exists()


def _has_begun() -> bool:
    with agency_scope():
        return PayoutRun.objects.filter(weekly=True).exists()
