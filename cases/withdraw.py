"""Withdraw ("Återkalla"): the creditor takes its case back, at a price that was shown to the krona before.

The price is the agency's unpaid costs. What the debtor still owes is out of our book; between the two of them nothing
is decided by it.
"""

import uuid
from datetime import date, datetime

from cases.close import end, stop_letters
from cases.farewell import tell_withdrawn
from cases.give_up import give_up, given_up_ore, unpaid_costs
from cases.models import Case, CaseEvent, Quote
from cases.quote import Price, QuoteRefused, Reason, accept_offered, charge, offer, price
from cases.recall import recall_waiting
from cases.states import STANDINGS, Action, State
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates

GIVEN_UP = "give up withdrawn"


def withdrawal_price(*, case: Case, today: date, rates: Rates) -> Price:
    """What it costs to withdraw the case today. Raises `NoRow`."""
    return price(fee=unpaid_costs(case=case, on=today, rates=rates), on=today, rates=rates)


def quote_withdrawal(*, case: Case, today: date, at: datetime, rates: Rates) -> Quote:
    """Offer what it costs to end the case today, by withdrawal or by writing off. Raises `NoRow`."""
    cost = withdrawal_price(case=case, today=today, rates=rates)
    return offer(case=case, kind=Quote.Kind.WITHDRAWAL, price=cost, today=today, at=at)


def accept_withdrawal(
    *, case: Case, quote_id: uuid.UUID | None, today: date, at: datetime, by: Actor, rates: Rates
) -> Quote:
    """Accept the price of ending an open case, its row locked. Raises `QuoteRefused`, `NoRow`."""
    if not STANDINGS[State(case.state)].open:
        raise QuoteRefused(Reason.CLOSED)
    return accept_offered(
        case=case,
        quote_id=quote_id,
        kind=Quote.Kind.WITHDRAWAL,
        price=withdrawal_price(case=case, today=today, rates=rates),
        today=today,
        at=at,
        by=by,
    )


def withdraw(
    *, case: Case, quote_id: uuid.UUID | None, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Withdraw the case at the quoted price, its row locked. Raises `QuoteRefused`, `NoRow`."""
    quote = accept_withdrawal(case=case, quote_id=quote_id, today=today, at=at, by=by, rates=rates)
    recall_waiting(case=case, today=today, at=at)
    return end_withdrawn(case=case, quote=quote, today=today, at=at, by=by, rates=rates)


def end_withdrawn(
    *, case: Case, quote: Quote, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """End the case as withdrawn, by a quote that has been accepted."""
    stop_letters(case=case, at=at)
    given_up = give_up(case=case, key=f"withdraw {case.number}", kind=GIVEN_UP, on=today)
    charge(case=case, quote=quote, on=today, at=at)
    return end(
        case=case,
        action=Action.WITHDRAW,
        kind=CaseEvent.Kind.WITHDRAWN,
        on=today,
        at=at,
        by=by,
        entry=given_up,
        dispatch=tell_withdrawn(case=case, today=today, at=at, rates=rates),
        facts=ending_facts(quote=quote, given_up=given_up_ore(entry=given_up)),
    )


def ending_facts(*, quote: Quote | None, given_up: int) -> dict[str, str | int | bool | None]:
    """What an ending's event remembers: what was given up, and what it cost the creditor."""
    facts: dict[str, str | int | bool | None] = {"given_up_ore": given_up}
    if quote is not None:
        facts |= {"quote": quote.pk, "fee_ore": quote.fee_ore, "vat_ore": quote.vat_ore}
    return facts
