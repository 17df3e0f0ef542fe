"""Direct payment ("Registrera betalning"): the debtor paid the creditor itself, in whole or in part, and it tells us.

It counts from the day it was made. What is left is still claimed, or the creditor lets the debtor off or withdraws, at
the agency's unpaid costs. What of it were costs, the creditor has received on the agency's behalf: it owes them, and
the next payout takes them off. So with late payment compensation, when the agency keeps it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from cases.book import COSTS
from cases.claims import claims_in
from cases.close import close_if_paid, end, remainder_of, stop_letters
from cases.debt import debt_of
from cases.ending import end_withdrawn, ending_facts
from cases.farewell import tell_closed
from cases.give_up import give_up, given_up_ore
from cases.models import Case, CaseEvent, DirectPayment, Quote
from cases.move import as_it_was, move
from cases.plan_paid import after_payment
from cases.questions import answer_yes
from cases.quote import Price, accept_offered, charge, price, tariff_of
from cases.recall import recall_waiting
from cases.settle import DUE_ACCOUNT, owed_on_the_day, settle
from cases.states import STANDINGS, Action, State
from cases.unpaid_costs import unpaid_costs
from ekrav.audit.record import Actor
from ekrav.law.allocation import Component
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore

Rest = DirectPayment.Rest
QUOTED: Final = {Rest.WAIVED: Quote.Kind.DIRECT_PAYMENT, Rest.WITHDRAWN: Quote.Kind.WITHDRAWAL}


class NotADirectPayment(ValueError):
    """The payment cannot be registered; `reason` is one of the form's REASONS, or "other_case": its key is taken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What the creditor says: how much, when, and the form's own key, so that sending it twice is once.

    For rent `paid_on` is the day it was paid, else the day the creditor had it. `rest`: what becomes of what is left,
    by the quote that was shown, when the creditor pays for that. `invoice`: the number of the one that the debtor paid,
    of several; empty when nothing was said.
    """

    key: uuid.UUID
    amount: Ore
    paid_on: date
    invoice: str = ""
    rest: Rest = Rest.CLAIMED
    quote_id: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What a payment would leave of the debt, and what it would cost to end the case by it."""

    left: Ore
    cost: Price


def foresee(*, case: Case, reported: Reported, today: date, at: datetime, rates: Rates) -> Foreseen:
    """What registering the payment would leave, by the acts that will do it, taken back again.

    Raises `NotADirectPayment`, `NoRow`.
    """
    _refuse_nonsense(case=case, reported=reported, today=today, rates=rates)
    with transaction.atomic():
        fresh = Case.objects.select_related("debtor", "subledger", "reference").get(pk=case.pk)
        recall_waiting(case=fresh, today=today, at=at)
        settled = settle(
            case=fresh,
            amount=reported.amount,
            on=reported.paid_on,
            key="foreseen",
            rates=rates,
            of=_claim_of(case, reported),
        )
        fee = unpaid_costs(case=fresh, rates=rates)
        transaction.set_rollback(True)
    left = Ore(0) if settled.left <= remainder_of(case=case) else settled.left
    return Foreseen(left=left, cost=price(fee=fee, on=today, rates=rates))


def register_direct_payment(
    *, case: Case, reported: Reported, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Register a payment the creditor has had, with the case's row locked.

    The same form sent again gives the event that is there. Raises `NotADirectPayment`, `QuoteRefused`, `NoRow`.
    """
    there = DirectPayment.objects.filter(key=reported.key).first()
    if there is not None:
        return _event_of(there, case=case)
    foreseen = foresee(case=case, reported=reported, today=today, at=at, rates=rates)
    direct = _write(case=case, reported=reported, foreseen=foreseen, today=today, at=at, by=by)
    recall_waiting(case=case, today=today, at=at)
    answer_yes(case=case, today=today, at=at, by=by)
    event = _apply(case=case, direct=direct, at=at, by=by, rates=rates)
    _end(case=case, direct=direct, left=Ore(event.facts["left_ore"]), today=today, at=at, by=by, rates=rates)
    return event


def _claim_of(case: Case, reported: Reported) -> int | None:
    """The claim that was paid, when it was said and there are others."""
    claims = claims_in(case)
    named = (claim.pk for claim in claims if claims.several and claim.invoice_number == reported.invoice)
    return next(named, None)


def _event_of(direct: DirectPayment, *, case: Case) -> CaseEvent:
    """What registering it wrote. A form that was sent for one case registers nothing on another."""
    if direct.case_id != case.pk:
        raise NotADirectPayment("other_case")
    return case.events.get(kind=CaseEvent.Kind.DIRECT_PAYMENT, facts__direct_payment=direct.pk)


def _write(
    *, case: Case, reported: Reported, foreseen: Foreseen, today: date, at: datetime, by: Actor
) -> DirectPayment:
    """The payment as it was reported, with the price accepted of what becomes of the rest: both or neither."""
    rest, quote = reported.rest if foreseen.left else Rest.CLAIMED, None
    try:
        with transaction.atomic():
            if rest in QUOTED:
                quote = accept_offered(
                    case=case,
                    quote_id=reported.quote_id,
                    kind=QUOTED[rest],
                    price=foreseen.cost,
                    today=today,
                    at=at,
                    by=by,
                )
            return DirectPayment.objects.create(
                key=reported.key,
                case=case,
                claim_id=_claim_of(case, reported),
                amount_ore=reported.amount,
                paid_on=reported.paid_on,
                rest=rest,
                quote=quote,
                reported_at=at,
                reported_by=by.id,
            )
    except IntegrityError as taken:
        # The case is locked: whoever had the key first had it for another.
        raise NotADirectPayment("other_case") from taken


def _end(
    *, case: Case, direct: DirectPayment, left: Ore, today: date, at: datetime, by: Actor, rates: Rates
) -> None:
    """Close the case if nothing is left, or as the creditor has chosen."""
    quote = direct.quote
    if quote is None:
        key = f"direct payment {direct.pk}"
        left = after_payment(case=case, left=left, on=direct.paid_on, today=today, key=key, rates=rates)
        close_if_paid(case=case, left=left, on=direct.paid_on, at=at, by=by)
    elif direct.rest == Rest.WITHDRAWN:
        end_withdrawn(case=case, quote=quote, today=today, at=at, by=by, rates=rates)
    else:
        stop_letters(case=case, at=at)
        given_up = give_up(case=case, key=f"direct payment {direct.pk} rest", kind="give up rest", on=today)
        charge(case=case, quote=quote, on=today, at=at)
        end(
            case=case,
            action=Action.CLOSE_PAID,
            kind=CaseEvent.Kind.CLOSED,
            on=today,
            at=at,
            by=by,
            entry=given_up,
            dispatch=tell_closed(case=case, today=today, at=at, rates=rates),
            facts=ending_facts(quote=quote, given_up=given_up_ore(entry=given_up)),
        )


def _refuse_nonsense(*, case: Case, reported: Reported, today: date, rates: Rates) -> None:
    if not STANDINGS[State(case.state)].open:
        raise NotADirectPayment("closed")
    if reported.amount <= 0:
        raise NotADirectPayment("amount")
    if reported.paid_on > today:
        raise NotADirectPayment("future")
    if reported.paid_on < claims_in(case).invoiced_on:
        raise NotADirectPayment("before_invoice")
    if reported.amount > owed_on_the_day(
        case=case, debt=debt_of(case=case, on=reported.paid_on, rates=rates)
    ):
        raise NotADirectPayment("too_much")


def _apply(*, case: Case, direct: DirectPayment, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    key, amount, on = f"direct payment {direct.pk}", Ore(direct.amount_ore), direct.paid_on
    settled = settle(case=case, amount=amount, on=on, key=key, rates=rates, of=direct.claim_id)
    _post_received_for_us(case=case, applied=settled.allocation.applied, on=on, key=key)
    return move(
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


def _post_received_for_us(*, case: Case, applied: Mapping[Component, Ore], on: date, key: str) -> None:
    costs = Ore(sum(applied[part] for part in COSTS if DUE_ACCOUNT[part] is Account.DUE_COSTS))
    late = applied[Component.LATE_PAYMENT] if tariff_of(case=case).keeps_late_payment else Ore(0)
    if costs or late:
        post(
            key=f"{key} costs",
            kind="costs paid to creditor",
            booked_date=on,
            lines=[
                debit(Account.CREDITOR_OWES, Ore(costs + late), case.subledger),
                credit(Account.DUE_COSTS, costs, case.subledger),
                credit(Account.DUE_LATE_PAYMENT, late, case.subledger),
            ],
        )
