"""What the second approval does, all or nothing: every balance is looked at again, each payout posted, its note
numbered and frozen, and the one file made for the bank and read back.

Posted per case: Dr DUE_CAPITAL, DUE_INTEREST, DUE_COSTS, DUE_LATE_PAYMENT / Cr AGENCY_FEES, AGENCY_VAT, CREDITOR_OWES
(what is set off), PAYOUTS_IN_TRANSIT (the rest), on the day of the approval.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.accounts.payday import pay_on
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.bankfiles.bank_profile import BankProfile
from ekrav.bankfiles.pain001_rules import NotPayable
from ekrav.ledger.book import Posting, credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.content import Item, content_hash, items_of_file
from payouts.models import Payout, PayoutLine, PayoutRun, SettlementNote
from payouts.note import Issue, note_facts
from payouts.numbers import hold_the_door, take_numbers
from payouts.parts import PartId, locked, parts_of
from payouts.payment_file import Payee, make_file
from payouts.refusal import ApprovalRefused, Reason
from payouts.set_offs import SETTLE, notes_corrected_by, set_offs_of
from payouts.settle import Balance, balances_due
from payouts.states import move_payout, move_run


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What is the same for every payout of the run."""

    run: PayoutRun
    agency: Agency
    today: date
    pay_on: date


def issue_run(*, run: PayoutRun, profile: BankProfile, at: datetime) -> PayoutRun:
    """Post, number and freeze every payout of an approved run, and make its file. In the approval's transaction.

    Raises `ApprovalRefused`.
    """
    today = clock.civil_date(at)
    parts = parts_of(run_id=run.pk)
    with agency_scope():
        numbers = take_numbers(hold_the_door(), count=len(parts))
        agency = Agency.objects.get()
    occasion = Occasion(
        run=run, agency=agency, today=today, pay_on=pay_on(period_end=run.period_end, today=today)
    )
    payees = [
        _issue(part, number=number, occasion=occasion) for part, number in zip(parts, numbers, strict=True)
    ]
    content = _file(payees, occasion=occasion, profile=profile, at=at)
    with agency_scope():
        moved = move_run(
            run_id=run.pk,
            to=PayoutRun.State.FILE_MADE,
            execution_date=occasion.pay_on,
            file=content,
            file_sha256=hashlib.sha256(content).digest(),
            file_made_at=at,
        )
        assert moved, "the run's row is locked and was a draft"
        return PayoutRun.objects.get(pk=run.pk)


def _issue(part: PartId, *, number: int, occasion: Occasion) -> Payee:
    """Post one payout and issue its note; how the bank is to pay it."""
    with tenant_scope(part.creditor_id):
        payout = locked(part)
        creditor = Creditor.objects.select_related("tariff").get(pk=part.creditor_id)
        lines = list(payout.lines.select_related("subledger").order_by("case_number"))
        _check_payee(payout, creditor)
        _check_balances(lines)
        set_offs = set_offs_of(lines)
        entry = _post(payout, lines, on=occasion.today)
        move_payout(payout_id=payout.pk, to=Payout.State.APPROVED, entry=entry, pay_on=occasion.pay_on)
        issue = Issue(number=number, issued_on=occasion.today, pay_on=occasion.pay_on)
        note = SettlementNote.objects.create(
            payout=payout,
            number=number,
            issued_on=occasion.today,
            facts=note_facts(
                issue=issue,
                payout=payout,
                lines=lines,
                creditor=creditor,
                agency=occasion.agency,
                rates=current_rates(),
                period_end=occasion.run.period_end,
                set_offs=set_offs,
                corrects=notes_corrected_by(lines),
            ),
        )
    return Payee(payout=payout, note_label=note.label)


def _check_payee(payout: Payout, creditor: Creditor) -> None:
    if creditor.is_held or creditor.bankgiro != payout.bankgiro:
        raise ApprovalRefused(Reason.PAYEE, about=creditor.name)


def _check_balances(lines: list[PayoutLine]) -> None:
    """Every case must still have what the draft pays out: more may have come, which waits; less is refused."""
    now = balances_due([line.subledger_id for line in lines])
    for line in lines:
        there = now.get(line.subledger_id, Balance())
        left = (
            there.capital - line.capital_ore,
            there.interest - line.interest_ore,
            there.costs - line.costs_ore,
            there.late_payment - line.late_payment_ore,
        )
        if min(left) < 0 or _less(there.set_off, than=line.set_off_ore):
            raise ApprovalRefused(Reason.BALANCES, about=line.case_number)


def _less(there: int, *, than: int) -> bool:
    """Whether there is less to set off than the draft does. A negative set-off gives back; more may be given."""
    return there < than if than > 0 else there > than if than < 0 else False


def _post(payout: Payout, lines: list[PayoutLine], *, on: date) -> Entry:
    if sum(line.to_creditor_ore for line in lines) != payout.amount_ore:
        raise ApprovalRefused(Reason.CONTENT, about=payout.payee_name)
    postings = [posting for line in lines for posting in _postings(line)]
    return post(key=f"payout {payout.end_to_end_id}", kind=SETTLE, booked_date=on, lines=postings)


def _postings(line: PayoutLine) -> tuple[Posting, ...]:
    case = line.subledger
    return (
        debit(Account.DUE_CAPITAL, line.capital_ore, case),
        debit(Account.DUE_INTEREST, line.interest_ore, case),
        debit(Account.DUE_COSTS, line.costs_ore, case),
        debit(Account.DUE_LATE_PAYMENT, line.late_payment_ore, case),
        credit(Account.AGENCY_FEES, line.fee_ore, case),
        credit(Account.AGENCY_VAT, line.vat_ore, case),
        credit(Account.CREDITOR_OWES, line.set_off_ore, case),
        credit(Account.PAYOUTS_IN_TRANSIT, line.to_creditor_ore, case),
    )


def _file(payees: list[Payee], *, occasion: Occasion, profile: BankProfile, at: datetime) -> bytes:
    """Make the file, and read it back: it must say what was approved, to the öre."""
    approved = bytes(occasion.run.content_hash)
    creditors = {payee.payout.end_to_end_id: payee.payout.creditor_id for payee in payees}
    if content_hash(_item(payee.payout) for payee in payees) != approved:
        raise ApprovalRefused(Reason.CONTENT)
    try:
        content = make_file(
            run=occasion.run,
            payees=payees,
            agency=occasion.agency,
            profile=profile,
            pay_on=occasion.pay_on,
            at=at,
        )
    except NotPayable as refused:
        raise ApprovalRefused(
            Reason.NOT_PAYABLE, about=refused.position, detail=refused.reason_sv
        ) from refused
    if content_hash(items_of_file(content, creditors=creditors)) != approved:
        raise ApprovalRefused(Reason.CONTENT)
    return content


def _item(payout: Payout) -> Item:
    return Item(
        creditor_id=payout.creditor_id,
        bankgiro=payout.bankgiro,
        amount=Ore(payout.amount_ore),
        end_to_end_id=payout.end_to_end_id,
    )
