"""Payouts that do not move: two bank days after they should have, a person asks the bank. In a staff scope."""

from datetime import date
from typing import Final

from django.db.models import QuerySet

from ekrav.law.bankdays import bank_days_before
from payouts.evidence import open_contradictions
from payouts.models import Payout, PayoutRun
from payouts.states import IN_TRANSIT

PATIENCE: Final = 2


def stuck_payouts(*, today: date) -> QuerySet[Payout]:
    """Those on their way whose last movement, and whose day, were two bank days ago or more."""
    since = bank_days_before(today, days=PATIENCE)
    still = Payout.objects.filter(state__in=IN_TRANSIT, moved_at__date__lte=since, pay_on__lte=since)
    return still.order_by("pay_on", "id")


def stuck_runs(*, today: date) -> QuerySet[PayoutRun]:
    """Runs that people have not approved, or whose file has not been made or taken, in two bank days."""
    since = bank_days_before(today, days=PATIENCE)
    waits = (PayoutRun.State.DRAFT, PayoutRun.State.APPROVED, PayoutRun.State.FILE_MADE)
    runs = PayoutRun.objects.defer("file").filter(state__in=waits, drafted_at__date__lte=since)
    return runs.order_by("period_end", "id")


def to_ask_about(*, today: date) -> int:
    """How many payouts and runs a person must ask about: still, unknown, or contradicted."""
    payouts = set(stuck_payouts(today=today).values_list("pk", flat=True))
    payouts |= set(Payout.objects.filter(state=Payout.State.UNKNOWN).values_list("pk", flat=True))
    payouts |= set(open_contradictions().values_list("payout_id", flat=True))
    return len(payouts) + stuck_runs(today=today).count()
