"""The quotes of a case's years of enforcement: offered, accepted by the creditor or its standing choice, used once."""

import uuid
from datetime import date, datetime

from cases.enforcement.price import KIND, is_covered, year_price
from cases.models import Application, Case, Quote
from cases.quote import Price, accept_offered, accept_quote, offer
from cases.standing import standing_choice
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates
from ekrav.money import Ore


def quote_year(*, case: Case, cost: Price, today: date, at: datetime) -> Quote:
    """Offer the price of a year."""
    return offer(case=case, kind=KIND, price=cost, today=today, at=at)


def accept_year(
    *, case: Case, quote_id: uuid.UUID | None, cost: Price, today: date, at: datetime, by: Actor
) -> Quote:
    """Accept the price of a year, by a named person. Raises `QuoteRefused`."""
    return accept_offered(case=case, quote_id=quote_id, kind=KIND, price=cost, today=today, at=at, by=by)


def accept_by_standing_choice(*, case: Case, cost: Price, today: date, at: datetime) -> Quote | None:
    """Accept the price of a year by the standing choice; None when it does not cover it."""
    choice = standing_choice()
    if choice is None or not is_covered(case=case, cost=cost):
        return None
    quote = quote_year(case=case, cost=cost, today=today, at=at)
    accept_quote(quote=quote, today=today, at=at, by=choice)
    return quote


def unused(*, application: Application) -> Quote | None:
    """The oldest year accepted for this application or since, whose fee has not fallen."""
    accepted = Quote.objects.filter(case=application.case_id, kind=KIND, accepted_at__isnull=False)
    return accepted.filter(outlay_entry=None, pk__gte=application.quote_id).order_by("id").first()


def first_year(*, on: date, unpaid: Ore, rates: Rates) -> Price:
    """The price of beginning on `on`. Raises NoRow."""
    return year_price(on=on, unpaid=unpaid, first_year=True, rates=rates)
