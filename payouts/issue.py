"""Make the file of an approved run, all or nothing: every balance is looked at again, each payout posted, its note
numbered and frozen, and the one file made for the bank and read back.

Posted per case: Dr DUE_CAPITAL, DUE_INTEREST, DUE_COSTS, DUE_LATE_PAYMENT / Cr AGENCY_FEES, AGENCY_VAT, CREDITOR_OWES
(what is set off), PAYOUTS_IN_TRANSIT (the rest), on the day the file is made. A run whose content is no longer true is
withdrawn with the reason, and the next draft says what is true.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ekrav import clock
from ekrav.accounts.payday import pay_on
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.bankfiles.bank_profile import BankProfile
from ekrav.bankfiles.pain001_rules import NotPayable
from ekrav.law.rates import Rates
from ekrav.ledger.book import Posting, credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope, tenant_scope
from payouts.approve import check_cover, check_proof
from payouts.content import content_hash, item_of, items_of_file
from payouts.each import each
from payouts.models import Payout, PayoutLine, PayoutRun, SettlementNote
from payouts.note import Issue, note_facts
from payouts.numbers import hold_the_door, take_numbers
from payouts.payment_file import Payee, make_file
from payouts.ready import Ready, ready_batches
from payouts.refunds import issue_refunds
from payouts.refusal import ApprovalRefused, Reason
from payouts.set_offs import SETTLE, notes_corrected_by, set_offs_of
from payouts.states import move_payout, move_run
from payouts.withdraw import NotWithdrawn, withdraw_in_transaction
from payouts.words import sentence

_log = logging.getLogger(__name__)

State = PayoutRun.State


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What is the same for every payout of the run."""

    run: PayoutRun
    agency: Agency
    rates: Rates
    today: date
    at: datetime
    pay_on: date


def make_files(*, profile: BankProfile, at: datetime) -> int:
    """Make the files of the runs that two people have approved; how many were made. Opens its own scopes.

    One whose file cannot be made stands in nobody's way. Raises `SomeFailed`.
    """
    with agency_scope():
        runs = PayoutRun.objects.filter(state=State.APPROVED).order_by("id")
        waiting = [(AGENCY_TENANT_ID, run_id) for run_id in runs.values_list("pk", flat=True)]
    return each("make file", waiting, lambda _owner, run_id: _make(run_id, profile=profile, at=at))


def _make(run_id: int, *, profile: BankProfile, at: datetime) -> bool:
    try:
        with transaction.atomic():
            occasion = _occasion(run_id, at=at)
            return occasion is not None and _issue_run(occasion, profile=profile)
    except ApprovalRefused as refused:
        _log.warning("an approved run is no longer true", extra={"run": run_id, "why": refused.reason.value})
        _give_back(run_id, refused, at=at)
        return False


def _occasion(run_id: int, *, at: datetime) -> Occasion | None:
    """The run, kept to the end of the transaction; None when somebody else has made its file."""
    with agency_scope():
        hold_the_door()
        run = PayoutRun.objects.select_for_update().get(pk=run_id)
        if run.state != State.APPROVED:
            return None
    check_cover()
    with agency_scope():
        check_proof()
        today = clock.civil_date(at)
        return Occasion(
            run=run,
            agency=Agency.objects.get(),
            rates=current_rates(),
            today=today,
            at=at,
            pay_on=pay_on(period_end=run.period_end, today=today),
        )


def _issue_run(occasion: Occasion, *, profile: BankProfile) -> bool:
    if occasion.run.kind == PayoutRun.Kind.PAYERS:
        payees = issue_refunds(occasion.run, today=occasion.today, pay_on=occasion.pay_on, at=occasion.at)
    else:
        payees = _issue_creditors(occasion)
    content = _file(payees, occasion=occasion, profile=profile)
    with agency_scope():
        return move_run(
            run_id=occasion.run.pk,
            to=State.FILE_MADE,
            execution_date=occasion.pay_on,
            file=content,
            file_sha256=hashlib.sha256(content).digest(),
            file_made_at=occasion.at,
        )


def _issue_creditors(occasion: Occasion) -> list[Payee]:
    with agency_scope():
        numbers = iter(take_numbers(hold_the_door(), count=occasion.run.count))
    return [
        _issue(one, number=next(numbers), occasion=occasion)
        for batch in ready_batches(occasion.run, at=occasion.at)
        for one in batch
    ]


def _issue(one: Ready, *, number: int, occasion: Occasion) -> Payee:
    """Post one payout and issue its note; how the bank is to pay it."""
    payout = one.payout
    with tenant_scope(payout.creditor_id):
        set_offs = set_offs_of(one.lines)
        entry = _post(payout, one.lines, on=occasion.today)
        moved = move_payout(
            payout_id=payout.pk, to=Payout.State.APPROVED, at=occasion.at, entry=entry, pay_on=occasion.pay_on
        )
        assert moved, "the run's row is locked and was approved"
        note = SettlementNote.objects.create(
            payout=payout,
            entry=entry,
            number=number,
            issued_on=occasion.today,
            facts=note_facts(
                issue=Issue(number=number, issued_on=occasion.today, pay_on=occasion.pay_on),
                payout=payout,
                lines=one.lines,
                creditor=one.creditor,
                agency=occasion.agency,
                rates=occasion.rates,
                period_end=occasion.run.period_end,
                set_offs=set_offs,
                corrects=notes_corrected_by(one.lines),
            ),
        )
    return Payee(payout=payout, note=f"Avräkningsnota {note.label}")


def _post(payout: Payout, lines: tuple[PayoutLine, ...], *, on: date) -> Entry:
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


def _file(payees: list[Payee], *, occasion: Occasion, profile: BankProfile) -> bytes:
    """Make the file, and read it back: it must say what was approved, to the öre."""
    approved = bytes(occasion.run.content_hash)
    creditors = {payee.payout.end_to_end_id: payee.payout.creditor_id for payee in payees}
    if content_hash(item_of(payee.payout) for payee in payees) != approved:
        raise ApprovalRefused(Reason.CONTENT)
    try:
        content = make_file(
            run=occasion.run,
            payees=payees,
            agency=occasion.agency,
            profile=profile,
            pay_on=occasion.pay_on,
            at=occasion.at,
        )
    except NotPayable as refused:
        raise ApprovalRefused(
            Reason.NOT_PAYABLE, about=refused.position, detail=refused.reason_sv
        ) from refused
    if content_hash(items_of_file(content, creditors=creditors)) != approved:
        raise ApprovalRefused(Reason.CONTENT)
    return content


def _give_back(run_id: int, refused: ApprovalRefused, *, at: datetime) -> None:
    """Nothing of the run was posted: it is withdrawn, with the reason for the reader of the next draft."""
    reason = sentence(refused, today=clock.civil_date(at))[:300]
    with transaction.atomic():
        with agency_scope():
            hold_the_door()
        try:
            withdraw_in_transaction(run_id=run_id, reason=reason, by=MACHINE, at=at)
        except NotWithdrawn:
            _log.info("the run is no longer one that can be withdrawn", extra={"run": run_id})
