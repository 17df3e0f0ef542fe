"""What a creditor sees of its payouts: those made, and what the next would be today. In its scope."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ekrav.accounts.models import Creditor
from ekrav.accounts.payday import latest_payday, next_payday
from ekrav.law.bankdays import roll_forward
from ekrav.law.rates import Rates
from ekrav.money import Ore
from payouts.models import Payout, PayoutRun
from payouts.settle import due_to

State = Payout.State


@dataclass(frozen=True, kw_only=True)
class Coming:
    """The next payout as far as it is known: drafted, or what has come in so far. `amount` may be less than zero."""

    day: date
    amount: Ore
    cases: int
    drafted: bool
    held: bool


def coming_payout(*, creditor: Creditor, today: date, rates: Rates) -> Coming:
    """What the next payout is today. Raises `NoRow`."""
    draft = Payout.objects.filter(state=State.DRAFT).order_by("-id").first()
    if draft is not None:
        return Coming(
            day=draft.pay_on,
            amount=Ore(draft.amount_ore),
            cases=draft.lines.count(),
            drafted=True,
            held=creditor.is_held,
        )
    due = due_to(creditor=creditor, on=today, rates=rates)
    day = roll_forward(_next_draft(today))
    return Coming(day=day, amount=due.amount, cases=len(due.lines), drafted=False, held=creditor.is_held)


def payouts_made() -> QuerySet[Payout]:
    """The creditor's payouts, newest first; drafts that were withdrawn are nobody's concern."""
    made = Payout.objects.exclude(state=State.WITHDRAWN).select_related("note")
    return made.defer("note__pdf", "note__facts").order_by("-pay_on", "-id")


def _next_draft(today: date) -> date:
    """Today, while it is a payday whose draft is not made; else the next payday."""
    drafted = PayoutRun.objects.filter(period_end__gte=today).exclude(state=PayoutRun.State.WITHDRAWN)
    return today if latest_payday(today) == today and not drafted.exists() else next_payday(today)
