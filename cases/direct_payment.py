"""Direct payment ("Registrera betalning"): the debtor paid the creditor itself, in whole or in part, and it tells us.

It counts from the day it was made. What of it were costs, the creditor has received on the agency's behalf: it owes
them, and the next payout takes them off.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from cases.apply_payment import as_it_was
from cases.book import COSTS
from cases.close import close_if_paid
from cases.debt import debt_of
from cases.models import Case, CaseEvent, DirectPayment
from cases.move import move
from cases.recall import recall_waiting
from cases.settle import owed_on_the_day, settle
from cases.states import STANDINGS, Action, State
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore


class NotADirectPayment(ValueError):
    """The payment cannot be registered; `reason` is one of REASONS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What the creditor says: how much, when, and the form's own key, so that sending it twice is once."""

    key: uuid.UUID
    amount: Ore
    paid_on: date


def register_direct_payment(
    *, case: Case, reported: Reported, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Register a payment the creditor has had, with the case's row locked. Raises `NotADirectPayment`.

    The same form sent again gives the event that is there.
    """
    there = DirectPayment.objects.filter(key=reported.key).first()
    if there is not None:
        return case.events.get(kind=CaseEvent.Kind.DIRECT_PAYMENT, facts__direct_payment=there.pk)
    _refuse_nonsense(case=case, reported=reported, today=today, rates=rates)
    try:
        with transaction.atomic():
            direct = DirectPayment.objects.create(
                key=reported.key,
                case=case,
                amount_ore=reported.amount,
                paid_on=reported.paid_on,
                reported_at=at,
                reported_by=by.id,
            )
    except IntegrityError as twice:
        raise NotADirectPayment("twice") from twice
    recall_waiting(case=case, today=today, at=at)
    return _apply(case=case, direct=direct, at=at, by=by, rates=rates)


def _refuse_nonsense(*, case: Case, reported: Reported, today: date, rates: Rates) -> None:
    claim = case.claims.get()
    if not STANDINGS[State(case.state)].open:
        raise NotADirectPayment("closed")
    if reported.amount <= 0:
        raise NotADirectPayment("amount")
    if reported.paid_on > today:
        raise NotADirectPayment("future")
    if reported.paid_on < claim.invoice_date:
        raise NotADirectPayment("before_invoice")
    if reported.amount > owed_on_the_day(
        case=case, debt=debt_of(case=case, on=reported.paid_on, rates=rates)
    ):
        raise NotADirectPayment("too_much")


def _apply(*, case: Case, direct: DirectPayment, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    key, amount, on = f"direct payment {direct.pk}", Ore(direct.amount_ore), direct.paid_on
    settled = settle(case=case, amount=amount, on=on, key=key, rates=rates)
    costs = Ore(sum(settled.allocation.applied[part] for part in COSTS))
    if costs:
        post(
            key=f"{key} costs",
            kind="costs paid to creditor",
            booked_date=on,
            lines=[
                debit(Account.CREDITOR_OWES, costs, case.subledger),
                credit(Account.DUE_COSTS, costs, case.subledger),
            ],
        )
    event = move(
        case=case,
        action=Action.APPLY_PAYMENT,
        kind=CaseEvent.Kind.DIRECT_PAYMENT,
        on=on,
        at=at,
        by=by,
        next_step=as_it_was(case),
        amount_ore=amount,
        facts={
            **{f"{part}_ore": ore for part, ore in settled.allocation.applied.items()},
            "left_ore": settled.left,
            "waived_ore": settled.waived,
            "excess_ore": settled.allocation.excess,
            "direct_payment": direct.pk,
        },
    )
    close_if_paid(case=case, left=settled.left, on=on, at=at, by=by)
    return event
