"""Money that goes back to whoever paid it: what it is, to which account, and posting it when two people have approved.

Two kinds: what was paid too much on a case (`OWED_TO_PAYER` of the case, in its creditor's book), and money that was
never anybody's (`OWED_TO_PAYER` in the agency's book, by a decision to send it back). Posted: Dr OWED_TO_PAYER /
Cr PAYOUTS_IN_TRANSIT, on the day the file is made.
"""

from datetime import date, datetime

from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Line
from ekrav.payments.held import hold_what_is_owed
from ekrav.payments.models import LEFT, UnmatchedPayment
from ekrav.payments.ways.note import gone_and_waits
from payouts.models import Payout, PayoutRun
from payouts.owners import owner_scope
from payouts.parts import PartId, locked, parts_of
from payouts.payment_file import Payee
from payouts.refund_sources import decided_ore
from payouts.refusal import ApprovalRefused, Reason
from payouts.states import move_payout


def issue_refunds(run: PayoutRun, *, today: date, pay_on: date, at: datetime) -> list[Payee]:
    """Post every refund of an approved run; how the bank is to pay them. Raises `ApprovalRefused`."""
    return [_issue(part, today=today, pay_on=pay_on, at=at) for part in parts_of(run_id=run.pk)]


def _issue(part: PartId, *, today: date, pay_on: date, at: datetime) -> Payee:
    with owner_scope(part.creditor_id):
        payout = locked(part)
        number = payout.refund_subledger.number if payout.refund_subledger else ""
        if payout.refund_subledger_id is not None:
            # The same money may be on its way back by Swish or to the card.
            hold_what_is_owed(payout.refund_subledger_id)
        if _owed(payout) < payout.amount_ore:
            raise ApprovalRefused(Reason.BALANCES, about=number or payout.payee_name)
        entry = post(
            key=f"payout {payout.end_to_end_id}",
            kind="refund",
            booked_date=today,
            lines=[
                debit(Account.OWED_TO_PAYER, payout.amount_ore, payout.refund_subledger),
                credit(Account.PAYOUTS_IN_TRANSIT, payout.amount_ore, payout.refund_subledger),
            ],
        )
        move_payout(payout_id=payout.pk, to=Payout.State.APPROVED, at=at, entry=entry, pay_on=pay_on)
    return Payee(payout=payout, note=f"Återbetalning {number}".strip())


def _owed(payout: Payout) -> int:
    """What is still owed to the payer, less what has gone to its card and may have been that."""
    if payout.refund_subledger_id is None:
        assert payout.refund_entry_id is not None, "a refund is of a case or of an entry"
        # The bank may take it back meanwhile: whoever comes second sees what the first has done.
        list(UnmatchedPayment.objects.select_for_update().filter(pk=payout.refund_entry_id))
        others = Payout.objects.filter(refund_entry=payout.refund_entry_id, state__in=LEFT)
        left = sum(others.exclude(pk=payout.pk).values_list("amount_ore", flat=True))
        return decided_ore([payout.refund_entry_id]).get(payout.refund_entry_id, 0) - left
    lines = Line.objects.filter(account=Account.OWED_TO_PAYER, subledger_id=payout.refund_subledger_id)
    gone = gone_and_waits([payout.refund_subledger_id]).get(payout.refund_subledger_id, 0)
    return -sum(lines.values_list("amount_ore", flat=True)) - gone
