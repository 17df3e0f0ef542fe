"""From a title to surveillance: when enforcement is not chosen or finds nothing, by a standing choice or by hand."""

import uuid
from datetime import date, datetime

from cases.decide import next_asking, quote_way
from cases.models import Case, CaseEvent, Quote
from cases.move import Next
from cases.quote import accept_offered, accept_quote, tariff_of
from cases.standing import standing_choice
from cases.states import Action, State
from cases.surveillance.enter import enter
from cases.surveillance.to_be_tried import is_to_be_tried
from cases.ways import Way, price_of
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates


class NotTitled(ValueError):
    """There is no title to watch over, something is pending by it, or the debtor wants no more letters."""


def watched_or_asked(*, case: Case, today: date, at: datetime, rates: Rates) -> Next | None:
    """Surveillance, accepted by a standing choice that covers a year; else the creditor is asked. Raises NoRow."""
    choice = standing_choice()
    ceiling = choice.surveillance_yearly_ore if choice else None
    cost = price_of(way=Way.SURVEILLANCE, tariff=tariff_of(case=case), on=today, rates=rates)
    if choice is None or ceiling is None or cost.total > ceiling or is_to_be_tried(case):
        return next_asking(case=case, today=today)
    quote = quote_way(case=case, way=Way.SURVEILLANCE, today=today, at=at, rates=rates)
    accept_quote(quote=quote, today=today, at=at, by=choice)
    return Next(action=Action.SURVEIL, on=today)


def watch(
    *, case: Case, quote_id: uuid.UUID | None, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Watch over the title instead, by the creditor at the price of a year, the case's row locked.

    Raises `NotTitled`, `QuoteRefused`, NoRow.
    """
    if case.state != State.TITLED or is_to_be_tried(case):
        raise NotTitled(case.state)
    cost = price_of(way=Way.SURVEILLANCE, tariff=tariff_of(case=case), on=today, rates=rates)
    kind = Quote.Kind.SURVEILLANCE
    accept_offered(case=case, quote_id=quote_id, kind=kind, price=cost, today=today, at=at, by=by)
    return enter(case=case, today=today, at=at, rates=rates, by=by)
