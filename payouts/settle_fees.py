"""The withdrawal of fees at the bank: its file handed over, its report read, and the debit that settles it.

As for a payout: sent once and never again without evidence, rejected by the bank's word only, settled by the bank's
debit only, on the bank's own day. Dr FEES_IN_TRANSIT / Cr CLIENT_FUNDS in each creditor's book. One that was rejected
or given up, and that the bank draws all the same, is posted anew: the bank's book is what happened.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.bankfiles.status_report import StatusReport
from ekrav.bankfiles.status_words import Outcome as Verdict
from ekrav.ledger.book import Posting, post, reverse
from ekrav.ledger.models import Account, Entry
from ekrav.payments.bank import BankChannel
from ekrav.payments.models import BankEntry
from ekrav.payments.proof import money_may_leave
from ekrav.payments.unmatched import resolve_as_payout
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope
from payouts.deliver import Outcome, deliver
from payouts.fee_models import FeeShare, FeeTransfer, move_transfer
from payouts.owners import owner_scope
from payouts.reject import ANOTHER_COPY

State = FeeTransfer.State
IN_TRANSIT = (State.FILE_MADE, State.HANDED_OVER, State.ACCEPTED)


def hand_over_fees(*, bank: BankChannel, at: datetime) -> int:
    """Hand over what is approved and not sent; how many files went. Opens its own scopes.

    Nothing goes while the client funds are short, or differ from the bank's.
    """
    with agency_scope():
        waiting = list(FeeTransfer.objects.filter(state=State.FILE_MADE, problem="").order_by("id"))
    if not waiting or not money_may_leave():
        return 0
    return sum(_hand_over(transfer, bank=bank, at=at) for transfer in waiting)


def take_fee_report(report: StatusReport, *, at: datetime) -> bool:
    """Take the bank's report if it is about a withdrawal; whether it was. In the caller's transaction, in no scope."""
    with agency_scope():
        transfer = (
            FeeTransfer.objects.select_for_update().filter(message_id=report.original_message_id).first()
        )
        if transfer is None or transfer.file is None:
            return False
    verdict = report.verdict(
        payment_information_id=f"{transfer.message_id}-{transfer.execution_date:%Y%m%d}",
        end_to_end_id=transfer.end_to_end_id,
    )
    another_copy = verdict is not None and any(one.code in ANOTHER_COPY for one in verdict.reasons)
    if verdict is not None and verdict.outcome == Verdict.REJECTED and not another_copy:
        reasons = " ".join(reason.sentence_sv for reason in verdict.reasons)
        reject_fees(transfer, problem=reasons or _("Banken anger ingen orsak."), by=MACHINE, at=at)
    elif verdict is not None and verdict.outcome in {Verdict.ACCEPTED, Verdict.SETTLED}:
        with agency_scope():
            move_transfer(transfer_id=transfer.pk, to=State.ACCEPTED, problem="")
    return True


def settle_fee_debit(entry: BankEntry, *, at: datetime) -> bool:
    """Settle the withdrawal that the bank's debit is of; whether there was one. Opens its own scopes."""
    with transaction.atomic():
        with agency_scope():
            rows = FeeTransfer.objects.select_for_update().filter(end_to_end_id=entry.end_to_end_id)
            drawn = rows.filter(state__in=(*IN_TRANSIT, State.REJECTED), total_ore=entry.amount_ore)
            transfer = drawn.first()
            if transfer is None or not _claim(entry):
                return False
            shares = list(transfer.shares.order_by("creditor_id"))
            move_transfer(transfer_id=transfer.pk, to=State.SETTLED, settled_on=entry.booked_date, problem="")
            record(
                act="fees_withdrawn", on=transfer, by=MACHINE, at=at, facts={"total_ore": transfer.total_ore}
            )
        for share in shares:
            with owner_scope(share.creditor_id):
                if transfer.state == State.REJECTED:
                    _post_anew(transfer, on=entry.booked_date)
                _post_left(transfer, share, on=entry.booked_date)
    return True


def is_fees(entry: BankEntry) -> bool:
    """Whether the entry has the name of a withdrawal. Opens its own scope."""
    with agency_scope():
        return FeeTransfer.objects.filter(end_to_end_id=entry.end_to_end_id).exists()


def awaits_debit(entry: BankEntry) -> bool:
    """Whether a debit of the entry's amount would settle the withdrawal with its name. Opens its own scope."""
    with agency_scope():
        named = FeeTransfer.objects.filter(end_to_end_id=entry.end_to_end_id, total_ore=entry.amount_ore)
        return named.filter(state__in=(*IN_TRANSIT, State.REJECTED)).exists()


def take_fee_return(entry: BankEntry, *, at: datetime) -> bool:
    """Take the money of a settled withdrawal that the bank has sent back; whether it was one. In no scope.

    It is the agency's still, and lies in its own book as what it pays in does: the next withdrawal takes it.
    """
    with agency_scope():
        named = FeeTransfer.objects.filter(end_to_end_id=entry.end_to_end_id, total_ore=entry.amount_ore)
        transfer = named.filter(state=State.SETTLED).select_for_update().first()
        if transfer is None:
            return False
        resolve_as_payout(entry_id=entry.pk, owner=AGENCY_TENANT_ID, at=at)
        post(
            key=f"returned fees {entry.pk}",
            kind="returned fees",
            booked_date=entry.booked_date,
            lines=[
                Posting(account=Account.UNMATCHED, amount=entry.amount_ore),
                Posting(account=Account.AGENCY_FEES, amount=-entry.amount_ore),
            ],
        )
        named.update(problem=_("Banken har skickat tillbaka pengarna."))
        record(act="fees_returned", on=transfer, by=MACHINE, at=at, facts={"total_ore": entry.amount_ore})
    return True


def _claim(entry: BankEntry) -> bool:
    """Take the bank's debit for the agency, once."""
    return BankEntry.objects.filter(pk=entry.pk, creditor_id=None).update(creditor_id=AGENCY_TENANT_ID) == 1


def _post_anew(transfer: FeeTransfer, *, on: date) -> None:
    """What was taken back was on its way after all."""
    first = Entry.objects.get(key=f"fees {transfer.end_to_end_id}")
    post(
        key=f"fees {transfer.end_to_end_id} after all",
        kind="withdraw fees",
        booked_date=on,
        lines=[
            Posting(account=Account(line.account), amount=line.amount_ore, subledger_id=line.subledger_id)
            for line in first.lines.order_by("id")
        ],
    )


def _post_left(transfer: FeeTransfer, share: FeeShare, *, on: date) -> None:
    ore = share.total_ore
    if ore:
        post(
            key=f"fees {transfer.end_to_end_id} paid",
            kind="fees withdrawn",
            booked_date=on,
            lines=[
                Posting(account=Account.FEES_IN_TRANSIT, amount=ore),
                Posting(account=Account.CLIENT_FUNDS, amount=-ore),
            ],
        )


def reject_fees(transfer: FeeTransfer, *, problem: str, by: Actor, at: datetime) -> None:
    """The bank will not pay: the fees lie there as before, and are part of the next draft. Opens its own scopes."""
    with agency_scope():
        if not move_transfer(transfer_id=transfer.pk, to=State.REJECTED, problem=problem[:300]):
            return
        record(act="fee_transfer_rejected", on=transfer, by=by, at=at)
        creditors = list(transfer.shares.order_by("creditor_id").values_list("creditor_id", flat=True))
    for creditor_id in creditors:
        with owner_scope(creditor_id):
            entry = Entry.objects.get(key=f"fees {transfer.end_to_end_id}")
            reverse(
                entry=entry,
                key=f"fees {transfer.end_to_end_id} rejected",
                booked_date=clock.civil_date(at),
            )


def _hand_over(transfer: FeeTransfer, *, bank: BankChannel, at: datetime) -> bool:
    came = deliver(content=bytes(transfer.file or b""), sha256=bytes(transfer.file_sha256 or b""), bank=bank)
    if came.outcome == Outcome.STOPPED:
        _stop(transfer, came.problem, at=at)
    if came.outcome not in (Outcome.TAKEN, Outcome.LOST):
        return False
    with agency_scope():
        if move_transfer(transfer_id=transfer.pk, to=State.HANDED_OVER, problem=came.problem):
            record(act="fee_transfer_handed_over", on=transfer, by=MACHINE, at=at)
    return True


def _stop(transfer: FeeTransfer, problem: str, *, at: datetime) -> None:
    with agency_scope():
        rows = FeeTransfer.objects.filter(pk=transfer.pk, state=State.FILE_MADE)
        rows.update(problem=problem[:300])
        record(act="fee_transfer_not_sent", on=transfer, by=MACHINE, at=at)
