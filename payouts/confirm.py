"""The bank's debits, pulled from the payments house: a payout has left the account when its debit is there.

Posted on the bank's own day: Dr PAYOUTS_IN_TRANSIT, per case / Cr CLIENT_FUNDS. A debit is known by the end-to-end id
we gave the payment; a bank that draws it in several settles it when they are all there, on the day of the last. One
that no payout asked for, or with another amount, is left for a person: the money and the book then differ, and the
daily proof says so. A payout that the bank had rejected and has debited all the same is posted
again: the bank's book is what happened, and what was paid too much is netted with the creditor's next money.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from ekrav.audit.record import MACHINE, record
from ekrav.ledger.book import Posting, credit, post
from ekrav.ledger.models import Account, Entry
from ekrav.payments.debits import debits_to_settle
from ekrav.payments.models import BankEntry
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope
from payouts.conclude import conclude_run
from payouts.each import SomeFailed, each
from payouts.evidence import keep, of_movement
from payouts.models import BankWord, Hold, Payout, PayoutRun, TakenDebit
from payouts.owners import owner_scope
from payouts.parts import PartId, locked, parts_named
from payouts.settle_fees import settle_fee_debit
from payouts.states import IN_TRANSIT, move_payout

_log = logging.getLogger(__name__)

AT_A_TIME: Final = 200


def settle_debits(*, at: datetime) -> int:
    """Settle the payouts and the withdrawals of fees whose debits have come; how many.

    Opens its own scopes, a transaction for some at a time. One that cannot be stands in nobody's way. Raises
    `SomeFailed`.
    """
    debits = _not_taken()
    by_id = {entry.pk: entry for entry in debits}
    parts = parts_named([entry.end_to_end_id for entry in debits])
    of_runs: dict[int, list[BankEntry]] = {}
    for entry in debits:
        if entry.end_to_end_id in parts:
            of_runs.setdefault(parts[entry.end_to_end_id].run_id, []).append(entry)
    done, alone = 0, [(AGENCY_TENANT_ID, entry.pk) for entry in debits if entry.end_to_end_id not in parts]
    for run_id, entries in of_runs.items():
        for start in range(0, len(entries), AT_A_TIME):
            some = entries[start : start + AT_A_TIME]
            try:
                done += _settle(run_id, some, parts=parts, at=at)
            except Exception:
                _log.exception("debits not settled together", extra={"run": run_id})
                alone += [(parts[entry.end_to_end_id].creditor_id, entry.pk) for entry in some]

    def settle_one(_owner: int, pk: int) -> int:
        entry = by_id[pk]
        part = parts.get(entry.end_to_end_id)
        return _settle(part.run_id, [entry], parts=parts, at=at) if part else settle_fee_debit(entry, at=at)

    try:
        return done + each("settle debit", alone, settle_one)
    except SomeFailed as some_failed:
        raise SomeFailed(done=done + some_failed.done, failed=some_failed.failed) from some_failed


def unknown_debits() -> int:
    """How many debits of the client-funds account no payout is settled by. In an agency or staff scope."""
    return debits_to_settle().filter(creditor_id=None).count()


def _not_taken() -> list[BankEntry]:
    with agency_scope():
        named = debits_to_settle().exclude(end_to_end_id="")
        return list(named.filter(creditor_id=None))


def _settle(run_id: int, entries: Sequence[BankEntry], *, parts: Mapping[str, PartId], at: datetime) -> int:
    """Settle some of a run's payouts; nobody else does while this transaction lasts."""
    with transaction.atomic():
        with agency_scope():
            PayoutRun.objects.select_for_update().get(pk=run_id)
            ids = [entry.pk for entry in entries]
            gone = set(TakenDebit.objects.filter(pk__in=ids).values_list("entry_id", flat=True))
        of_parts: dict[str, list[BankEntry]] = {}
        for entry in entries:
            if entry.pk not in gone:
                of_parts.setdefault(entry.end_to_end_id, []).append(entry)
        settled = [
            taken for name, own in of_parts.items() if (taken := _settle_part(parts[name], own, at=at))
        ]
        with agency_scope():
            for entry in (entry for taken in settled for entry in taken):
                TakenDebit.objects.create(entry=entry, run_id=run_id, taken_at=at)
                owner = parts[entry.end_to_end_id].creditor_id
                BankEntry.objects.filter(pk=entry.pk).update(creditor_id=owner)
        if settled:
            conclude_run(run_id=run_id)
    return len(settled)


def _settle_part(part: PartId, entries: Sequence[BankEntry], *, at: datetime) -> Sequence[BankEntry]:
    """Settle a payout by its debits; those that did it."""
    with owner_scope(part.creditor_id):
        payout = locked(part)
        rejected = payout.state == Payout.State.REJECTED
        taken = _paying(payout, entries) if rejected or payout.state in IN_TRANSIT else ()
        for entry in entries:
            if entry not in taken:
                _log.error("debit left for a person", extra={"payout": payout.pk, "entry": entry.pk})
        if not taken:
            return ()
        for one in taken:
            keep(payout, of_movement(one, BankWord.Outcome.DEBITED), contradicts=rejected, at=at)
        entry = max(taken, key=lambda one: one.booked_date)
        stands = _stands_again(payout, entry, at=at) if rejected else payout.entry
        assert stands is not None, "a payout that left is posted"
        move_payout(
            payout_id=payout.pk,
            to=Payout.State.SETTLED,
            at=at,
            entry=stands,
            settled_entry=_post(payout, entry, stands=stands),
            settled_on=entry.booked_date,
            bank_reference=entry.bank_reference,
            problem="",
        )
        record(act="payout_settled", on=payout, by=MACHINE, at=at, facts={"amount_ore": payout.amount_ore})
    return taken


def _paying(payout: Payout, entries: Sequence[BankEntry]) -> Sequence[BankEntry]:
    """The debit of the payout's amount, or all of them when they are it together."""
    whole = next((entry for entry in entries if entry.amount_ore == payout.amount_ore), None)
    if whole is not None:
        return (whole,)
    return entries if sum(entry.amount_ore for entry in entries) == payout.amount_ore else ()


def _stands_again(payout: Payout, entry: BankEntry, *, at: datetime) -> Entry:
    """What was rejected is posted anew, line by line: the fees are the agency's, the money was on its way after all."""
    assert payout.entry is not None, "a payout that left is posted"
    Hold.objects.filter(payout=payout, kind=Hold.Kind.ACCOUNT, released_at=None).update(released_at=at)
    lines = payout.entry.lines.order_by("id")
    return post(
        key=f"payout {payout.end_to_end_id} paid after all",
        kind="settle",
        booked_date=entry.booked_date,
        lines=[
            Posting(account=Account(line.account), amount=line.amount_ore, subledger_id=line.subledger_id)
            for line in lines
        ],
    )


def _post(payout: Payout, entry: BankEntry, *, stands: Entry) -> Entry:
    """What was on its way has left, case by case as it stood."""
    lines = stands.lines.filter(account=Account.PAYOUTS_IN_TRANSIT).order_by("id")
    left = [
        Posting(account=Account(line.account), amount=-line.amount_ore, subledger_id=line.subledger_id)
        for line in lines
    ]
    return post(
        key=f"payout {payout.end_to_end_id} paid",
        kind="payout paid",
        booked_date=entry.booked_date,
        lines=[*left, credit(Account.CLIENT_FUNDS, payout.amount_ore)],
    )
