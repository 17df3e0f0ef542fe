"""Draft a week's payouts: what every creditor is due, frozen for two people to read.

A draft never changes. Money that arrives after it waits for the next one; a draft nobody approved before the next
payday gives way to that day's. Nothing is posted until it is approved.
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
from ekrav.law.rates import Rates
from ekrav.money import Ore
from ekrav.payments.proof import require_proof
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope
from payouts.content import Item, content_hash
from payouts.models import Payout, PayoutLine, PayoutRun
from payouts.numbers import hold_the_door
from payouts.settle import Due, DueLine, due_to
from payouts.withdraw import withdraw_in_transaction

SUPERSEDED = "Ersatt av nästa utkast."

State = PayoutRun.State


class AgencyIncomplete(RuntimeError):
    """The agency's own record is not filled in: nothing leaves."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One creditor's part of a draft to be."""

    creditor: Creditor
    due: Due
    item: Item


def draft_run(*, period_end: date, at: datetime) -> PayoutRun:
    """Draft the payouts of a payday, once; the same payday again gives the run that is there. Opens its own scopes.

    A creditor who is due nothing, or less, is left out and its balances wait. Raises `AgencyIncomplete`, `NoRow`,
    `ekrav.payments.proof.ProofFails`.
    """
    with transaction.atomic():
        with agency_scope():
            if Agency.objects.get().missing():
                raise AgencyIncomplete
            require_proof()
            hold_the_door()
            found = _live(period_end)
            waiting = list(
                PayoutRun.objects.filter(state=State.DRAFT, period_end__lt=period_end).order_by("id")
            )
        if found is not None:
            return found
        for earlier in waiting:
            withdraw_in_transaction(run_id=earlier.pk, reason=SUPERSEDED, by=MACHINE, at=at)
        parts = _parts(period_end=period_end, rates=current_rates())
        run = _write_run(parts, period_end=period_end, at=at)
        for part in parts:
            with tenant_scope(part.item.creditor_id):
                _write_part(part, run=run)
    return run


def is_drafted(*, period_end: date) -> bool:
    """Whether the payday, or a later one, has its run."""
    with agency_scope():
        return PayoutRun.objects.exclude(state=State.WITHDRAWN).filter(period_end__gte=period_end).exists()


def _live(period_end: date) -> PayoutRun | None:
    return PayoutRun.objects.exclude(state=State.WITHDRAWN).filter(period_end=period_end).first()


def _parts(*, period_end: date, rates: Rates) -> list[Part]:
    """What each confirmed creditor is due, those who get something."""
    with routing_scope():
        confirmed = Creditor.objects.filter(
            signatory_confirmed_at__isnull=False, bankgiro_confirmed_at__isnull=False
        )
        ids = list(confirmed.order_by("pk").values_list("pk", flat=True))
    parts = []
    for creditor_id in ids:
        with tenant_scope(creditor_id):
            creditor = Creditor.objects.select_related("tariff").get(pk=creditor_id)
            due = due_to(creditor=creditor, on=period_end, rates=rates)
        if due.amount > 0:
            parts.append(
                Part(creditor=creditor, due=due, item=_item(creditor, due.amount, period_end=period_end))
            )
    return parts


def _item(creditor: Creditor, amount: Ore, *, period_end: date) -> Item:
    return Item(
        creditor_id=creditor.pk,
        bankgiro=creditor.bankgiro,
        amount=amount,
        end_to_end_id=f"{period_end:%y%m%d}-{secrets.token_hex(8).upper()}",
    )


def _write_run(parts: list[Part], *, period_end: date, at: datetime) -> PayoutRun:
    items = [part.item for part in parts]
    with agency_scope():
        run = PayoutRun.objects.create(
            period_end=period_end,
            state=State.DRAFT if items else State.EMPTY,
            count=len(items),
            total_ore=sum(item.amount for item in items),
            content_hash=content_hash(items),
            drafted_at=at,
            message_id=f"U{period_end:%Y%m%d}-{secrets.token_hex(4).upper()}",
            execution_date=pay_on(period_end=period_end, today=clock.civil_date(at)),
        )
        facts = {"count": run.count, "total_ore": run.total_ore}
        record(act="payout_run_drafted", on=run, by=MACHINE, at=at, facts=dict(facts))
    return run


def _write_part(part: Part, *, run: PayoutRun) -> None:
    due, creditor = part.due, part.creditor
    payout = Payout.objects.create(
        run=run,
        pay_on=run.execution_date,
        bankgiro=part.item.bankgiro,
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
