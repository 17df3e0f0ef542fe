"""Withdraw ("Återkalla"): the creditor takes its case back, at a price that was shown to the krona before.

The price is the agency's unpaid costs. What the debtor still owes is out of our book; between the two of them nothing
is decided by it.
"""

import uuid
from datetime import date, datetime

from cases.ending import accept_ending, end_withdrawn, ending_price
from cases.models import Case, CaseEvent, Quote
from cases.quote import offer
from cases.recall import recall_waiting
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates


def quote_withdrawal(*, case: Case, today: date, at: datetime, rates: Rates) -> Quote:
    """Offer what it costs to end the case today, by withdrawal or by writing off. Raises `NoRow`."""
    cost = ending_price(case=case, today=today, rates=rates)
    return offer(case=case, kind=Quote.Kind.WITHDRAWAL, price=cost, today=today, at=at)


def withdraw(
    *, case: Case, quote_id: uuid.UUID | None, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Withdraw the case at the quoted price, its row locked. Raises `QuoteRefused`, `NoRow`."""
    quote = accept_ending(case=case, quote_id=quote_id, today=today, at=at, by=by, rates=rates)
    recall_waiting(case=case, today=today, at=at)
    return end_withdrawn(case=case, quote=quote, today=today, at=at, by=by, rates=rates)
