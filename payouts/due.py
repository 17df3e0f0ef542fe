"""What of the payouts' work the calendar wants: the draft of a payday that has begun."""

import logging
from datetime import date, datetime

from payouts.draft import AgencyIncomplete, draft_run, is_drafted
from payouts.models import PayoutRun
from payouts.payday import latest_payday

_log = logging.getLogger(__name__)


def draft_due(*, today: date, at: datetime) -> PayoutRun | None:
    """Draft the latest payday, if that is not done; None when it is, or when the agency's record is not complete.

    Opens its own scopes. A payday the machine slept through is drafted when it wakes.
    """
    period_end = latest_payday(today)
    if is_drafted(period_end=period_end):
        return None
    try:
        return draft_run(period_end=period_end, at=at)
    except AgencyIncomplete:
        _log.info("no payouts: the agency's record is not complete")
        return None
