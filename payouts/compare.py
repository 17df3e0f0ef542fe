"""A run beside the weeks before it: who is new, whose bankgiro changed, whose sum is unusual. In a staff scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from ekrav.accounts.models import Creditor
from ekrav.identity import format_bankgiro
from ekrav.money import Ore
from payouts.models import PayerAccount, Payout, PayoutRun
from payouts.whom import may_not_be_paid, standing

LOOKS_BACK: Final = timedelta(weeks=26)
UNUSUAL: Final = 3

_MADE: Final = (Payout.State.APPROVED, Payout.State.SENT, Payout.State.ACCEPTED, Payout.State.SETTLED)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One payout of the run beside the creditor's last one. `why` says what a person should look at."""

    payout: Payout
    creditor: str
    last_ore: Ore | None
    why: tuple[str, ...]

    @property
    def kept_ore(self) -> Ore:
        """What the agency keeps: its fees and their VAT."""
        return Ore(self.payout.fee_ore + self.payout.vat_ore)


@dataclass(frozen=True, kw_only=True)
class Before:
    """A creditor's payouts of the weeks before: how the last was, how many they are and what they sum to."""

    last_ore: Ore
    bankgiro: str
    count: int
    total_ore: Ore


def compare(run: PayoutRun, *, at: datetime) -> list[Compared]:
    """Every payout of the run, those to look at first, then by name; in a draft also who may not be paid at `at`."""
    payouts = list(Payout.objects.filter(run=run))
    names = dict(
        Creditor.objects.filter(pk__in=[payout.creditor_id for payout in payouts]).values_list("pk", "name")
    )
    earlier = _earlier(run, [payout.creditor_id for payout in payouts])
    told = _told_accounts(payouts)
    waiting = _waiting(payouts, at=at) if run.state == PayoutRun.State.DRAFT else set()
    rows = [
        Compared(
            payout=payout,
            creditor=payout.payee_name
            if payout.refund_ore
            else names.get(payout.creditor_id, payout.payee_name),
            last_ore=before.last_ore if before else None,
            why=_why_back(payout, told=told)
            if payout.refund_ore
            else _why(payout, before, waits=payout.pk in waiting),
        )
        for payout in payouts
        for before in [None if payout.refund_ore else earlier.get(payout.creditor_id)]
    ]
    return sorted(rows, key=lambda row: (not row.why, row.creditor))


def previous_run(run: PayoutRun) -> PayoutRun | None:
    """The last run before this one that was paid or is on its way."""
    left_out = (
        PayoutRun.State.DRAFT,
        PayoutRun.State.APPROVED,
        PayoutRun.State.WITHDRAWN,
        PayoutRun.State.EMPTY,
        PayoutRun.State.REJECTED,
    )
    earlier = PayoutRun.objects.filter(kind=run.kind, period_end__lt=run.period_end)
    earlier = earlier.exclude(state__in=left_out)
    return earlier.defer("file").order_by("-period_end").first()


def _earlier(run: PayoutRun, creditors: Sequence[int]) -> dict[int, Before]:
    """Each creditor's payouts of the last half year, summed up where they lie: they are many."""
    rows = Payout.objects.filter(
        creditor_id__among=creditors,
        refund_ore=0,
        state__in=_MADE,
        run__period_end__lt=run.period_end,
        run__period_end__gte=run.period_end - LOOKS_BACK,
    )
    last = rows.order_by("creditor_id", "-run__period_end", "-pk").distinct("creditor_id")
    sums = rows.order_by().values_list("creditor_id").annotate(count=Count("pk"), ore=Sum("amount_ore"))
    of_each = {creditor: (count, Ore(ore)) for creditor, count, ore in sums}
    return {
        creditor: Before(last_ore=Ore(ore), bankgiro=bankgiro, count=count, total_ore=total)
        for creditor, ore, bankgiro in last.values_list("creditor_id", "amount_ore", "bankgiro")
        for count, total in [of_each[creditor]]
    }


def _waiting(payouts: Sequence[Payout], *, at: datetime) -> set[int]:
    """The payouts whose creditor must wait: with one of them the second word is refused."""
    ours = [payout for payout in payouts if not payout.refund_ore]
    creditors = Creditor.objects.in_bulk([payout.creditor_id for payout in ours])
    stands = standing(list(creditors), at=at)
    return {
        payout.pk
        for payout in ours
        if may_not_be_paid(creditors[payout.creditor_id], bankgiro=payout.bankgiro, standing=stands)
    }


def _told_accounts(payouts: Sequence[Payout]) -> set[tuple[int | None, int | None, str]]:
    """The accounts that payers have told, not the bank."""
    owners = {payout.creditor_id for payout in payouts if payout.refund_ore}
    rows = PayerAccount.objects.filter(creditor_id__in=owners)
    return set(rows.values_list("subledger_id", "entry_id", "account"))


def _why_back(payout: Payout, *, told: set[tuple[int | None, int | None, str]]) -> tuple[str, ...]:
    """Money that goes elsewhere than it came from is looked at."""
    told_by_payer = (payout.refund_subledger_id, payout.refund_entry_id, payout.account) in told
    return (_("Kontot är uppgivet av betalaren"),) if told_by_payer else ()


def _why(payout: Payout, before: Before | None, *, waits: bool) -> tuple[str, ...]:
    reasons = [_("Får inte betalas nu: ändrat bankgiro, eller väntar på kontroll. Avvisa.")] if waits else []
    if before is None:
        return (*reasons, _("Ny mottagare"))
    if before.bankgiro != payout.bankgiro:
        was = format_bankgiro(before.bankgiro)
        reasons.append(_("Ändrat bankgiro, förra gången %(bankgiro)s") % {"bankgiro": was})
    times = Fraction(payout.amount_ore * before.count, before.total_ore)
    if times > UNUSUAL:
        reasons.append(_("%(times)s gånger mer än vanligt") % {"times": _one_decimal(times)})
    return tuple(reasons)


def _one_decimal(times: Fraction) -> str:
    tenths = int(times * 10)
    return f"{tenths // 10},{tenths % 10}"
