"""What the ways of ending a case at its creditor's cost have in common: the price, what is remembered, the withdrawal.

The price is the agency's unpaid costs, whether the case is withdrawn, written off, or let off beside a direct payment.
"""

import uuid
from datetime import date, datetime

from cases.close import end, stop_letters
from cases.farewell import tell_withdrawn
from cases.give_up import give_up, given_up_ore
from cases.models import Case, CaseEvent, Quote
from cases.quote import Price, QuoteRefused, Reason, accept_offered, charge, price
from cases.states import STANDINGS, Action, State
from cases.unpaid_costs import unpaid_costs
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates

GIVEN_UP = "give up withdrawn"


def ending_price(*, case: Case, today: date, rates: Rates) -> Price:
    """What it costs to end the case today. Raises `NoRow`."""
    return price(fee=unpaid_costs(case=case, rates=rates), on=today, rates=rates)


def accept_ending(
    *, case: Case, quote_id: uuid.UUID | None, today: date, at: datetime, by: Actor, rates: Rates
) -> Quote:
    """Accept the price of ending an open case, its row locked. Raises `QuoteRefused`, `NoRow`."""
    if not STANDINGS[State(case.state)].open:
        raise QuoteRefused(Reason.CLOSED)
    return accept_offered(
        case=case,
        quote_id=quote_id,
        kind=Quote.Kind.WITHDRAWAL,
        price=ending_price(case=case, today=today, rates=rates),
        today=today,
        at=at,
        by=by,
    )


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
