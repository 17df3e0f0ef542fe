"""Write off ("Skriv av"): the rest of a debt is no longer asked for, with the reason.

The creditor pays the agency's unpaid costs, as for a withdrawal; when finance at the agency does it nobody pays.
The reason is one of a list: events are kept for ever and hold no words about people.
"""

import uuid
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.close import end, stop_letters
from cases.ending import accept_ending, ending_facts
from cases.farewell import tell_closed
from cases.give_up import give_up, given_up_ore
from cases.models import Case, CaseEvent, Quote
from cases.quote import QuoteRefused, Reason, charge
from cases.recall import recall_waiting
from cases.states import STANDINGS, Action, State
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates

GIVEN_UP = "write off"


class Why(models.TextChoices):
    """Why the rest is not asked for any more."""

    NO_MEANS = "no_means", _("Gäldenären kan inte betala")
    BANKRUPT = "bankrupt", _("Gäldenären är i konkurs eller skuldsanerad")
    DECEASED = "deceased", _("Gäldenären är avliden")
    NOT_FOUND = "not_found", _("Gäldenären går inte att nå")
    BARRED = "barred", _("Fordran är preskriberad")
    TOO_SMALL = "too_small", _("Det som är kvar är för litet för att driva vidare")
    AGREED = "agreed", _("Ni har kommit överens om det")


def write_off(
    *,
    case: Case,
    why: Why,
    quote_id: uuid.UUID | None,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> CaseEvent:
    """Write off what is left, by the creditor, at the price quoted for ending the case. Raises `QuoteRefused`."""
    quote = accept_ending(case=case, quote_id=quote_id, today=today, at=at, by=by, rates=rates)
    return _end(case=case, why=why, quote=quote, today=today, at=at, by=by, rates=rates)


def write_off_by_agency(
    *, case: Case, why: Why, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Write off what is left, by the agency, at nobody's cost. Raises `QuoteRefused` for a case that has ended."""
    if not STANDINGS[State(case.state)].open:
        raise QuoteRefused(Reason.CLOSED)
    return _end(case=case, why=why, quote=None, today=today, at=at, by=by, rates=rates)


def _end(
    *, case: Case, why: Why, quote: Quote | None, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    recall_waiting(case=case, today=today, at=at)
    stop_letters(case=case, at=at)
    times = case.events.filter(kind=CaseEvent.Kind.WRITTEN_OFF).count()
    given_up = give_up(case=case, key=f"write off {case.number} {times}", kind=GIVEN_UP, on=today)
    if quote is not None:
        charge(case=case, quote=quote, on=today, at=at)
    return end(
        case=case,
        action=Action.WRITE_OFF,
        kind=CaseEvent.Kind.WRITTEN_OFF,
        on=today,
        at=at,
        by=by,
        entry=given_up,
        dispatch=tell_closed(case=case, today=today, at=at, rates=rates),
        facts={"why": why.value, **ending_facts(quote=quote, given_up=given_up_ore(entry=given_up))},
    )
