"""Write one creditor's part of a draft: the payout and its lines, a case each. In the creditor's scope."""

from dataclasses import dataclass

from payouts.content import Item
from payouts.models import Payout, PayoutLine, PayoutRun
from payouts.settle import DueLine
from payouts.whom import Claimant


@dataclass(frozen=True, kw_only=True)
class Part:
    """One creditor's part of a draft to be."""

    claimant: Claimant
    item: Item


def write_part(part: Part, *, run: PayoutRun) -> None:
    """Write the payout with its lines."""
    due, creditor = part.claimant.due, part.claimant.creditor
    payout = Payout.objects.create(
        run=run,
        pay_on=run.execution_date,
        moved_at=run.drafted_at,
        bankgiro=part.item.account,
        payee_name=creditor.name,
        payee_city=creditor.city,
        end_to_end_id=part.item.end_to_end_id,
        capital_ore=due.capital,
        interest_ore=due.interest,
        costs_ore=due.costs,
        late_payment_ore=due.late_payment,
        fee_ore=due.fee,
        vat_ore=due.vat,
        set_off_ore=due.set_off,
        amount_ore=due.amount,
    )
    PayoutLine.objects.bulk_create(_line(line, payout=payout) for line in due.lines)


def _line(line: DueLine, *, payout: Payout) -> PayoutLine:
    return PayoutLine(
        creditor_id=payout.creditor_id,
        payout=payout,
        subledger=line.subledger,
        case_number=line.case_number,
        invoice_number=line.invoice_number,
        debtor_label=line.debtor_label,
        last_paid_on=line.last_paid_on,
        capital_ore=line.balance.capital,
        interest_ore=line.balance.interest,
        costs_ore=line.balance.costs,
        late_payment_ore=line.balance.late_payment,
        fee_ore=line.fee,
        vat_ore=line.vat,
        set_off_ore=line.balance.set_off,
    )
