"""What a creditor sees of its payouts: those made, and what the next would be today. In its scope."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.accounts.payday import latest_payday, next_turn, pay_on
from ekrav.law.bankdays import is_bank_day, roll_forward
from ekrav.law.rates import Rates
from ekrav.money import Ore
from payouts.models import Payout, PayoutRun
from payouts.netted import Netted, netted
from payouts.settle import due_to
from payouts.whom import Claimant, Wait, judged, standing

State = Payout.State


@dataclass(frozen=True, kw_only=True)
class Coming:
    """The next payout as far as it is known: drafted, or what has come in so far. `amount` may be less than zero.

    `waits` says why it will not be paid, with the `reason` in words and `until` when, if that is known; `netted` is
    what is taken off. `waits_for_bank`: what else has been paid, on so many `waiting_cases`, and waits until a payment
    on its way to the same case has come.
    """

    day: date
    amount: Ore
    cases: int
    drafted: bool
    daily: bool
    minimum: Ore
    waits: Wait | None
    reason: str
    until: date | None
    netted: tuple[Netted, ...]
    waits_for_bank: Ore
    waiting_cases: int


def coming_payout(*, creditor: Creditor, at: datetime, rates: Rates) -> Coming:
    """What the next payout is now. Raises `NoRow`."""
    today = clock.civil_date(at)
    due = due_to(creditor=creditor, on=today, rates=rates)
    stands = standing([creditor.pk], at=at)
    found = judged(creditor, due, standing=stands)
    draft = payments_to_creditor().filter(state=State.DRAFT).order_by("-id").first()
    daily = creditor.rhythm == Creditor.Rhythm.DAILY
    return Coming(
        day=pay_on(period_end=draft.pay_on, today=today)
        if draft
        else roll_forward(_next_draft(today, daily=daily)),
        amount=Ore(draft.amount_ore) if draft else due.amount,
        cases=draft.lines.count() if draft else len(due.lines),
        drafted=draft is not None,
        daily=daily,
        minimum=Ore(stands.minimum),
        waits=_waits(found, drafted=draft is not None),
        reason=found.reason,
        until=found.until,
        netted=() if draft else netted(due),
        waits_for_bank=due.waits_for_bank,
        waiting_cases=len(due.waiting),
    )


def payments_to_creditor() -> QuerySet[Payout]:
    """The payouts to the creditor itself, not those that go back to its debtors."""
    return Payout.objects.filter(refund_ore=0)


def payouts_made() -> QuerySet[Payout]:
    """The creditor's payouts, newest first; drafts that were withdrawn are nobody's concern."""
    made = payments_to_creditor().exclude(state=State.WITHDRAWN).select_related("note")
    return made.defer("note__pdf", "note__facts").order_by("-pay_on", "-id")


def _waits(found: Claimant, *, drafted: bool) -> Wait | None:
    """A draft is large enough; it may still be held."""
    return None if drafted and found.waits in (Wait.SMALL, Wait.OWES) else found.waits


def _next_draft(today: date, *, daily: bool) -> date:
    """Today, while it is the creditor's turn and its draft is not made; else its next turn."""
    drafted = PayoutRun.objects.filter(kind=PayoutRun.Kind.CREDITORS, period_end__gte=today)
    turn = latest_payday(today) == today or (daily and is_bank_day(today))
    if turn and not drafted.exclude(state=PayoutRun.State.WITHDRAWN).exists():
        return today
    return next_turn(today, daily=daily)
