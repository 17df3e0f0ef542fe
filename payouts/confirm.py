"""The bank's debits, pulled from the payments house: a payout has left the account when its debit is there.

Posted on the bank's own day: Dr PAYOUTS_IN_TRANSIT, per case / Cr CLIENT_FUNDS. A debit is known by the end-to-end id
we gave the payment. One that no payout asked for, with another amount, or of a payout that the bank has rejected, is
left for a person: the money and the book then differ, and the daily proof says so.
"""

import logging
from datetime import datetime

from django.db import transaction

from ekrav.audit.record import MACHINE, record
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.payments.debits import debits_to_settle
from ekrav.payments.models import BankEntry
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.conclude import conclude_run
from payouts.models import Payout, PayoutRun, TakenDebit
from payouts.parts import PartId, locked, part_named
from payouts.settle_fees import settle_fee_debit
from payouts.states import IN_TRANSIT, move_payout

_log = logging.getLogger(__name__)


def settle_debits(*, at: datetime) -> int:
    """Settle the payouts whose debits have come; how many. Opens its own scopes."""
    return sum(_settle(entry, at=at) for entry in _not_taken())


def unknown_debits() -> int:
    """How many debits of the client-funds account no payout is settled by. In an agency or staff scope."""
    return debits_to_settle().filter(creditor_id=None).count()


def _not_taken() -> list[BankEntry]:
    with agency_scope():
        named = debits_to_settle().exclude(end_to_end_id="")
        return list(named.filter(creditor_id=None))


def _settle(entry: BankEntry, *, at: datetime) -> bool:
    part = part_named(end_to_end_id=entry.end_to_end_id)
    if part is None:
        return settle_fee_debit(entry, at=at)
    with transaction.atomic():
        with agency_scope():
            PayoutRun.objects.select_for_update().get(pk=part.run_id)
            if TakenDebit.objects.filter(pk=entry.pk).exists():
                return False
        if not _settle_part(part, entry, at=at):
            return False
        with agency_scope():
            TakenDebit.objects.create(entry=entry, run_id=part.run_id, taken_at=at)
            BankEntry.objects.filter(pk=entry.pk).update(creditor_id=part.creditor_id)
        conclude_run(run_id=part.run_id)
    return True


def _settle_part(part: PartId, entry: BankEntry, *, at: datetime) -> bool:
    with tenant_scope(part.creditor_id):
        payout = locked(part)
        if payout.state not in IN_TRANSIT or payout.amount_ore != entry.amount_ore:
            _log.error("debit left for a person", extra={"payout": payout.pk, "entry": entry.pk})
            return False
        move_payout(
            payout_id=payout.pk,
            to=Payout.State.SETTLED,
            settled_entry=_post(payout, entry),
            settled_on=entry.booked_date,
            bank_reference=entry.bank_reference,
        )
        record(act="payout_settled", on=payout, by=MACHINE, at=at, facts={"amount_ore": payout.amount_ore})
    return True


def _post(payout: Payout, entry: BankEntry) -> Entry:
    cases = [
        debit(Account.PAYOUTS_IN_TRANSIT, line.to_creditor_ore, line.subledger)
        for line in payout.lines.select_related("subledger").order_by("case_number")
    ]
    return post(
        key=f"payout {payout.end_to_end_id} paid",
        kind="payout paid",
        booked_date=entry.booked_date,
        lines=[*cases, credit(Account.CLIENT_FUNDS, payout.amount_ore)],
    )
