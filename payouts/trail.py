"""Så blev summan, for a payout: which entries each of its sums is made of.

A draft takes all that a case is due, so a payout's part of a case is what was posted since the payout before it: the
lines in the order of the book, as many as sum to what the payout says.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from ekrav.ledger.chart import CHART
from ekrav.ledger.models import Account, Line, Side
from ekrav.ledger.trail import Trail, steps_of, trail_of
from payouts.models import Payout, PayoutLine
from payouts.set_offs import SETTLE

_TAKEN: Final = {
    Account.DUE_CAPITAL: "capital_ore",
    Account.DUE_INTEREST: "interest_ore",
    Account.DUE_COSTS: "costs_ore",
    Account.DUE_LATE_PAYMENT: "late_payment_ore",
    Account.CREDITOR_OWES: "set_off_ore",
}
_KEPT: Final = (Account.AGENCY_FEES, Account.AGENCY_VAT, Account.PAYOUTS_IN_TRANSIT)
_SETTLING: Final = (SETTLE, f"reverse {SETTLE}")
_GONE: Final = (Payout.State.WITHDRAWN, Payout.State.REJECTED, Payout.State.RETURNED)


def taken_trails(payout: Payout) -> list[Trail]:
    """What the payout is made of, account by account; those it does not touch are left out. In its scope."""
    if payout.refund_ore:
        return [_owed_to_payer(payout)]
    every = [_taken(payout, account=account, column=column) for account, column in _TAKEN.items()]
    return [trail for trail in every if trail.steps]


def kept_trails(payout: Payout) -> list[Trail]:
    """What became of it when it was approved: the agency's fees, their VAT, and what is paid. Empty for a draft."""
    if payout.entry_id is None:
        return []
    lines = Line.objects.filter(entry=payout.entry_id)
    return [trail for account in _KEPT if (trail := trail_of(lines, account=account)).steps]


def _owed_to_payer(payout: Payout) -> Trail:
    """What is owed to whoever paid, of the case or by the decision about the bank's entry."""
    lines = Line.objects.filter(creditor_id=payout.creditor_id)
    if payout.refund_subledger_id is not None:
        lines = lines.filter(subledger=payout.refund_subledger_id)
    else:
        lines = lines.filter(entry__key=f"send back {payout.refund_entry_id}")
    return trail_of(lines, account=Account.OWED_TO_PAYER)


def _taken(payout: Payout, *, account: Account, column: str) -> Trail:
    wanted = dict(payout.lines.values_list("subledger_id", column))
    before = _taken_before(payout, subledgers=wanted, column=column)
    sign = 1 if CHART[account].side == Side.DEBIT else -1
    lines = Line.objects.filter(subledger__in=wanted, account=account).exclude(entry__kind__in=_SETTLING)
    by_case: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for line, case, ore in lines.order_by("id").values_list("id", "subledger_id", "amount_ore"):
        by_case[case].append((line, sign * ore))
    chosen = [
        line for case, ore in wanted.items() for line in carve(by_case[case], before=before[case], wanted=ore)
    ]
    return Trail(
        code=account.value,
        label=account.label,
        meaning=CHART[account].words,
        steps=steps_of(Line.objects.filter(pk__in=chosen), sign=sign),
    )


def _taken_before(payout: Payout, *, subledgers: Iterable[int], column: str) -> dict[int, list[int]]:
    """What earlier payouts, those that stand, took of the same cases' account, öre, oldest first."""
    earlier = PayoutLine.objects.filter(subledger__in=list(subledgers), payout_id__lt=payout.pk)
    rows = earlier.exclude(payout__state__in=_GONE).order_by("payout_id")
    taken: dict[int, list[int]] = defaultdict(list)
    for case, ore in rows.values_list("subledger_id", column):
        taken[case].append(ore)
    return taken


def carve(lines: Sequence[tuple[int, int]], *, before: Sequence[int], wanted: int) -> list[int]:
    """Which lines (id, öre) are the payout's: as many as sum to `wanted`, after those of the payouts `before`."""
    start = 0
    for ore in before:
        start = _end(lines, start=start, wanted=ore)
    return [line for line, _ore in lines[start : _end(lines, start=start, wanted=wanted)]]


def _end(lines: Sequence[tuple[int, int]], *, start: int, wanted: int) -> int:
    """The place after the fewest lines from `start` on that sum to `wanted`."""
    total, place = 0, start
    while total != wanted and place < len(lines):
        total, place = total + lines[place][1], place + 1
    return place
