"""Draft a day's payouts: what every creditor whose turn it is is due, frozen for two people to read.

A draft never changes. Money that arrives after it waits for the next one. There is one draft at a time: one that nobody
approved gives way to the next day's, and whoever was in it is in that one. Nothing is posted until it is approved.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ekrav import clock
from ekrav.accounts.models import Creditor
from ekrav.accounts.payday import pay_on
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE, record
from ekrav.payments.cover import require_cover
from ekrav.payments.proof import require_proof
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from payouts.content import Item, content_hash
from payouts.models import Payout, PayoutRun
from payouts.numbers import hold_the_door
from payouts.whom import Claimant, claimants, payable
from payouts.withdraw import withdraw_in_transaction
from payouts.write_part import Part, write_part

SUPERSEDED = "Ersatt av nästa utkast."

State = PayoutRun.State


class AgencyIncomplete(RuntimeError):
    """The agency's own record is not filled in: nothing leaves."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Which day is drafted, when, and whether it is the turn of those who are paid weekly."""

    period_end: date
    at: datetime
    weekly: bool


def draft_run(*, period_end: date, at: datetime) -> PayoutRun:
    """Draft a payday, once; the same payday again gives the run that is there. Opens its own scopes.

    Who is due nothing, or waits (`payouts.whom`), is left out; its balances wait. Raises `AgencyIncomplete`, `NoRow`,
    `ekrav.payments.proof.ProofFails`, `ekrav.payments.cover.FundsShort`.
    """
    with transaction.atomic():
        found, standing = _look(period_end)
        if found is not None:
            return found
        return _draft(Occasion(period_end=period_end, at=at, weekly=True), standing=standing)


def draft_daily(*, period_end: date, at: datetime) -> PayoutRun | None:
    """Draft a bank day between the paydays, for those who are paid daily; None when there is nothing new for them.

    Opens its own scopes. Raises as `draft_run`.
    """
    with transaction.atomic():
        found, standing = _look(period_end)
        if found is not None:
            return None
        daily = _whom(Occasion(period_end=period_end, at=at, weekly=False))
        if {_key(one.creditor, one.due.amount) for one in daily} <= _in_draft(standing):
            return None
        weekly = standing is not None and standing.weekly
        return _draft(Occasion(period_end=period_end, at=at, weekly=weekly), standing=standing)


def _look(period_end: date) -> tuple[PayoutRun | None, PayoutRun | None]:
    """The day's own run, and the draft that stands; nobody else drafts until this transaction ends."""
    require_cover()
    with agency_scope():
        if Agency.objects.get().missing():
            raise AgencyIncomplete
        require_proof()
        hold_the_door()
        runs = PayoutRun.objects.filter(kind=PayoutRun.Kind.CREDITORS)
        found = runs.exclude(state=State.WITHDRAWN).filter(period_end=period_end).first()
        return found, runs.filter(state=State.DRAFT).first()


def _draft(occasion: Occasion, *, standing: PayoutRun | None) -> PayoutRun:
    if standing is not None:
        withdraw_in_transaction(run_id=standing.pk, reason=SUPERSEDED, by=MACHINE, at=occasion.at)
    parts = [Part(claimant=one, item=_item(one, period_end=occasion.period_end)) for one in _whom(occasion)]
    run = _write_run(parts, occasion=occasion)
    for part in parts:
        with tenant_scope(part.item.creditor_id):
            write_part(part, run=run)
    return run


def _whom(occasion: Occasion) -> list[Claimant]:
    rates = current_rates()
    with staff_scope():
        return payable(
            claimants(day=occasion.period_end, at=occasion.at, rates=rates, daily_only=not occasion.weekly)
        )


def _key(creditor: Creditor, amount: int) -> tuple[int, str, int]:
    return creditor.pk, creditor.bankgiro, amount


def _in_draft(standing: PayoutRun | None) -> set[tuple[int, str, int]]:
    """What the standing draft would pay."""
    if standing is None:
        return set()
    with staff_scope():
        rows = Payout.objects.filter(run=standing).values_list("creditor_id", "bankgiro", "amount_ore")
        return set(rows)


def _item(one: Claimant, *, period_end: date) -> Item:
    return Item(
        creditor_id=one.creditor.pk,
        account=one.creditor.bankgiro,
        amount=one.due.amount,
        end_to_end_id=f"{period_end:%y%m%d}-{secrets.token_hex(8).upper()}",
    )


def _write_run(parts: list[Part], *, occasion: Occasion) -> PayoutRun:
    items, period_end = [part.item for part in parts], occasion.period_end
    with agency_scope():
        run = PayoutRun.objects.create(
            period_end=period_end,
            weekly=occasion.weekly,
            state=State.DRAFT if items else State.EMPTY,
            count=len(items),
            total_ore=sum(item.amount for item in items),
            content_hash=content_hash(items),
            drafted_at=occasion.at,
            message_id=f"U{period_end:%Y%m%d}-{secrets.token_hex(4).upper()}",
            execution_date=pay_on(period_end=period_end, today=clock.civil_date(occasion.at)),
        )
        facts = {"count": run.count, "total_ore": run.total_ore}
        record(act="payout_run_drafted", on=run, by=MACHINE, at=occasion.at, facts=dict(facts))
    return run
