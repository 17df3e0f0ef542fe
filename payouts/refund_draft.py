"""Draft what goes back to payers: on bank days, a run of its own that two people approve like the others."""

import secrets
from datetime import date, datetime

from django.db import transaction

from ekrav.accounts.payday import pay_on
from ekrav.agency.models import Agency
from ekrav.audit.record import MACHINE, record
from ekrav.law.bankdays import is_bank_day
from ekrav.money import Ore
from ekrav.payments.cover import cover
from ekrav.payments.proof import standing_proof
from ekrav.payments.proof_models import DailyProof
from ekrav.tenancy import agency_scope, staff_scope
from payouts.content import Item, content_hash, item_of
from payouts.draft import SUPERSEDED
from payouts.models import Payout, PayoutRun
from payouts.numbers import hold_the_door
from payouts.owners import owner_scope
from payouts.refund_sources import Source, sources
from payouts.withdraw import withdraw_in_transaction

State = PayoutRun.State

# Of whoever paid us the bank tells no town, and the format wants one: ISO 20022's word for what is not provided.
NO_TOWN = "NOTPROVIDED"
LONGEST_NAME = 120


def draft_refunds(*, today: date, at: datetime) -> PayoutRun | None:
    """Draft what is owed to payers whose account is known; None when there is nothing new. Opens its own scopes.

    Nothing is drafted while the client funds and the bank differ, or the client funds are short.
    """
    if not is_bank_day(today):
        return None
    with transaction.atomic():
        with agency_scope():
            proof = standing_proof()
            if Agency.objects.get().missing() or (proof and proof.state == DailyProof.State.DIFFERS):
                return None
            hold_the_door()
            runs = PayoutRun.objects.filter(kind=PayoutRun.Kind.PAYERS)
            if runs.exclude(state=State.WITHDRAWN).filter(period_end=today).exists():
                return None
            standing = runs.filter(state=State.DRAFT).first()
        with staff_scope():
            if cover().short:
                return None
            owed = [source for source in sources() if source.account and source.amount > 0]
            drafted = _drafted(standing)
        if {_said(source) for source in owed} <= drafted:
            return None
        if standing is not None:
            withdraw_in_transaction(run_id=standing.pk, reason=SUPERSEDED, by=MACHINE, at=at)
        return _write(owed, today=today, at=at)


def _drafted(standing: PayoutRun | None) -> set[tuple[int | None, int | None, str, int]]:
    if standing is None:
        return set()
    rows = Payout.objects.filter(run=standing)
    return set(rows.values_list("refund_subledger_id", "refund_entry_id", "account", "amount_ore"))


def _said(source: Source) -> tuple[int | None, int | None, str, int]:
    return (*source.key, source.account, source.amount)


def _write(owed: list[Source], *, today: date, at: datetime) -> PayoutRun:
    payouts = [_payout(source, today=today) for source in owed]
    items: list[Item] = [item_of(payout) for payout in payouts]
    with agency_scope():
        run = PayoutRun.objects.create(
            kind=PayoutRun.Kind.PAYERS,
            period_end=today,
            weekly=False,
            count=len(items),
            total_ore=sum(item.amount for item in items),
            content_hash=content_hash(items),
            drafted_at=at,
            message_id=f"R{today:%Y%m%d}-{secrets.token_hex(4).upper()}",
            execution_date=pay_on(period_end=today, today=today),
        )
        record(act="refund_run_drafted", on=run, by=MACHINE, at=at, facts={"count": run.count})
    for payout in payouts:
        payout.run, payout.pay_on, payout.moved_at = run, run.execution_date, at
        with owner_scope(payout.creditor_id):
            payout.save()
    return run


def _payout(source: Source, *, today: date) -> Payout:
    nothing = dict.fromkeys(
        ("capital_ore", "interest_ore", "costs_ore", "fee_ore", "vat_ore", "set_off_ore"), Ore(0)
    )
    return Payout(
        creditor_id=source.creditor_id,
        account=source.account,
        payee_name=(source.name or "Betalaren")[:LONGEST_NAME],
        payee_city=NO_TOWN,
        end_to_end_id=f"R{today:%y%m%d}-{secrets.token_hex(8).upper()}",
        refund_ore=source.amount,
        refund_subledger_id=source.subledger_id,
        refund_entry_id=source.entry_id,
        amount_ore=source.amount,
        **nothing,
    )
