"""Whether what a run says is still true: each payee sure and not held, each case with the money that is paid out.

Asked when the second word is given, for the person to be told at once, and again when the file is made; of the payees
also before it is sent. More money may have come since the draft, and waits; less is refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ekrav.accounts.models import Creditor
from ekrav.ledger.models import Subledger
from ekrav.tenancy import staff_scope
from payouts.models import Payout, PayoutLine, PayoutRun
from payouts.refusal import ApprovalRefused, Reason
from payouts.settle import Balance, Charged, balances_due, charged
from payouts.whom import Standing, may_not_be_paid, standing

AT_A_TIME: Final = 500


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A payout to a creditor that may be posted, with all that its note says."""

    payout: Payout
    creditor: Creditor
    lines: tuple[PayoutLine, ...]


def ready_batches(run: PayoutRun, *, at: datetime) -> Iterator[list[Ready]]:
    """The run's payouts to creditors, many at a time, in the order of the creditors. Opens its own scopes.

    Raises `ApprovalRefused` for the first that is no longer what two people read.
    """
    with staff_scope():
        ids = list(
            Payout.objects.filter(run=run, refund_ore=0).order_by("creditor_id").values_list("pk", flat=True)
        )
    for start in range(0, len(ids), AT_A_TIME):
        with staff_scope():
            batch = _ready(ids[start : start + AT_A_TIME], at=at)
        yield batch


def check_payees(*, run_id: int, at: datetime) -> None:
    """Let no money leave for a creditor that is held, or has another bankgiro. Opens its own scope.

    Raises `ApprovalRefused` for the first.
    """
    with staff_scope():
        payouts = list(Payout.objects.filter(run_id=run_id, refund_ore=0).order_by("creditor_id"))
        creditors = Creditor.objects.in_bulk([payout.creditor_id for payout in payouts])
        stands = standing(list(creditors), at=at)
        for payout in payouts:
            _check_payee(payout, creditors[payout.creditor_id], standing=stands)


def _ready(ids: Sequence[int], *, at: datetime) -> list[Ready]:
    payouts = list(Payout.objects.filter(pk__in=ids).order_by("creditor_id"))
    owners = [payout.creditor_id for payout in payouts]
    creditors = Creditor.objects.select_related("tariff").in_bulk(owners)
    stands = standing(owners, at=at)
    lines = _lines(ids)
    now = balances_due([line.subledger_id for some in lines.values() for line in some])
    taken = charged([line.subledger_id for some in lines.values() for line in some if line.fee_ore < 0])
    for payout in payouts:
        _check_payee(payout, creditors[payout.creditor_id], standing=stands)
        _check_balances(lines[payout.pk], now=now, taken=taken)
    return [
        Ready(payout=payout, creditor=creditors[payout.creditor_id], lines=tuple(lines[payout.pk]))
        for payout in payouts
    ]


def _lines(ids: Sequence[int]) -> dict[int, list[PayoutLine]]:
    """Each payout's lines by case number, with their subledgers."""
    found: dict[int, list[PayoutLine]] = {pk: [] for pk in ids}
    rows = list(PayoutLine.objects.filter(payout_id__in=ids).order_by("case_number"))
    cases = Subledger.objects.in_bulk([row.subledger_id for row in rows])
    for row in rows:
        row.subledger = cases[row.subledger_id]
        found[row.payout_id].append(row)
    return found


def _check_payee(payout: Payout, creditor: Creditor, *, standing: Standing) -> None:
    if may_not_be_paid(creditor, bankgiro=payout.bankgiro, standing=standing):
        raise ApprovalRefused(Reason.PAYEE, about=creditor.name)


def _check_balances(
    lines: Sequence[PayoutLine], *, now: Mapping[int, Balance], taken: Mapping[int, Charged]
) -> None:
    for line in lines:
        there = now.get(line.subledger_id, Balance())
        left = (
            there.capital - line.capital_ore,
            there.interest - line.interest_ore,
            there.costs - line.costs_ore,
            there.late_payment - line.late_payment_ore,
        )
        # A credit note may have given the fee back since.
        too_much_back = line.fee_ore < min(0, -taken.get(line.subledger_id, Charged()).fee)
        if too_much_back or min(left) < 0 or _less(there.set_off, than=line.set_off_ore):
            raise ApprovalRefused(Reason.BALANCES, about=line.case_number)


def _less(there: int, *, than: int) -> bool:
    """Whether there is less to set off than the draft does. A negative set-off gives back; more may be given."""
    return there < than if than > 0 else there > than if than < 0 else False
