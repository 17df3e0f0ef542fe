"""Decide: when the last letter's time is out, the way on is the creditor's choice.

A standing choice that covers the price decides at once, without a hand. Otherwise the case waits, free of cost, and the
creditor is asked again at the tariff's pace. A chosen payment order is applied for on the next bank day.
"""

import uuid
from datetime import date, datetime, timedelta

from cases.checks import no_decision_yet
from cases.circumstances import gather
from cases.dispatching import hold
from cases.models import Case, CaseEvent, Quote, StandingChoice
from cases.move import Next, move
from cases.quote import accept_offered, accept_quote, offer, tariff_of
from cases.situations import stops
from cases.solvency import is_insolvent, latest_report
from cases.standing import standing_choice
from cases.states import Action, State
from cases.surveillance.to_be_tried import is_to_be_tried
from cases.ways import KIND, Way, price_of
from ekrav.audit.record import MACHINE, Actor
from ekrav.law.bankdays import next_bank_day
from ekrav.law.rates import Rates

Kind = CaseEvent.Kind


class NotOffered(ValueError):
    """This way is not open to the case (`offered`)."""

    def __init__(self, way: Way) -> None:
        super().__init__(way)
        self.way = way


class NotWaiting(ValueError):
    """The case does not wait for a decision (any more)."""


def await_decision(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | None:
    """Hand the case to its creditor's choice, or put that off: a demand that has not been posted has set no time."""
    reasons = no_decision_yet(gather(cases=[case], today=today, rates=rates)[0])
    if reasons:
        hold({reasons: [case]}, today=today, at=at)
        return None
    waiting = move(
        case=case,
        action=Action.AWAIT_DECISION,
        kind=Kind.WAITING,
        on=today,
        at=at,
        by=MACHINE,
        next_step=_ask_again(case=case, today=today, choice=standing_choice()),
    )
    return _by_standing_choice(case=case, today=today, at=at, rates=rates) or waiting


def ask_again(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent:
    """Ask the creditor once more, unless it has chosen for all its cases since and nothing else stands in the way."""
    stopped = no_decision_yet(gather(cases=[case], today=today, rates=rates)[0])
    decided = None if stopped else _by_standing_choice(case=case, today=today, at=at, rates=rates)
    if decided is not None:
        return decided
    return move(
        case=case,
        action=Action.ASK_AGAIN,
        kind=Kind.ASKED_AGAIN,
        on=today,
        at=at,
        by=MACHINE,
        next_step=_ask_again(case=case, today=today, choice=standing_choice()),
    )


def wait_again(*, case: Case, why: str, today: date, at: datetime, rates: Rates) -> CaseEvent:
    """What the creditor chose by is so no more: ask it anew, or let a standing choice that still covers it decide."""
    waiting = move(
        case=case,
        action=Action.RECONSIDER,
        kind=Kind.RECONSIDERED,
        on=today,
        at=at,
        by=MACHINE,
        next_step=next_asking(case=case, today=today),
        facts={"why": why},
    )
    return _by_standing_choice(case=case, today=today, at=at, rates=rates) or waiting


def quote_way(*, case: Case, way: Way, today: date, at: datetime, rates: Rates) -> Quote:
    """Offer the price of a way that has one. Raises `NoRow`."""
    cost = price_of(way=way, tariff=tariff_of(case=case), on=today, rates=rates)
    return offer(case=case, kind=KIND[way], price=cost, today=today, at=at)


def offered(case: Case) -> frozenset[Way]:
    """The ways open to the case: without a number there is nobody to apply against, or to take a report about; and a
    debtor who wants the claim tried is sent no letters (god inkassosed)."""
    ways = set(Way)
    if case.debtor.number_cipher is None:
        ways.remove(Way.PAYMENT_ORDER)
    if is_to_be_tried(case):
        ways.remove(Way.SURVEILLANCE)
    return frozenset(ways)


def choose(
    *,
    case: Case,
    choice: Way,
    quote_id: uuid.UUID | None,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> CaseEvent:
    """Choose the way on, by a named person, the case's row locked. To wait is to be asked again.

    Raises `NotWaiting`, `NotOffered`, `quote.QuoteRefused`, `NoRow`.
    """
    if case.state != State.AWAITING_DECISION or stops(case):
        raise NotWaiting(case.state)
    if choice not in offered(case):
        raise NotOffered(choice)
    if choice is Way.WAIT:
        return move(
            case=case,
            action=Action.ASK_AGAIN,
            kind=Kind.DECIDED,
            on=today,
            at=at,
            by=by,
            next_step=_ask_again(case=case, today=today, choice=None),
            facts={"choice": choice.value},
        )
    cost = price_of(way=choice, tariff=tariff_of(case=case), on=today, rates=rates)
    quote = accept_offered(
        case=case, quote_id=quote_id, kind=KIND[choice], price=cost, today=today, at=at, by=by
    )
    return _decide(case=case, way=choice, quote=quote, today=today, at=at, by=by)


def _by_standing_choice(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | None:
    """Decide by the creditor's standing choice; None when it has none that covers the price."""
    choice = standing_choice()
    way = covered_way(choice=choice, case=case, on=today, rates=rates) if choice else None
    if choice is None or way is None:
        return None
    quote = quote_way(case=case, way=way, today=today, at=at, rates=rates)
    accept_quote(quote=quote, today=today, at=at, by=choice)
    return _decide(case=case, way=way, quote=quote, today=today, at=at, by=MACHINE)


def covered_way(*, choice: StandingChoice, case: Case, on: date, rates: Rates) -> Way | None:
    """The first way whose price, VAT included, is within what the creditor has accepted. Raises `NoRow`."""
    accepted = {
        Way.PAYMENT_ORDER: choice.payment_order_up_to_ore,
        Way.SURVEILLANCE: choice.surveillance_yearly_ore,
    }
    tariff = tariff_of(case=case)
    # An order that has led to nothing is not asked for anew by itself: it costs its fee each time. About whoever is
    # protected no report is taken by a machine: the creditor chooses, and a handler takes it.
    by_hand = case.debtor.is_protected or case.applications.exists()
    if by_hand or is_insolvent(latest_report(case=case)):
        del accepted[Way.PAYMENT_ORDER]
    ways = offered(case)
    for way, ceiling in accepted.items():
        if way not in ways:
            continue
        if ceiling is not None and price_of(way=way, tariff=tariff, on=on, rates=rates).total <= ceiling:
            return way
    return None


def _decide(*, case: Case, way: Way, quote: Quote, today: date, at: datetime, by: Actor) -> CaseEvent:
    report = latest_report(case=case)
    begins = {
        Way.PAYMENT_ORDER: Next(action=Action.APPLY_ORDER, on=next_bank_day(today)),
        Way.SURVEILLANCE: Next(action=Action.SURVEIL, on=today),
    }
    return move(
        case=case,
        action=Action.DECIDE,
        kind=Kind.DECIDED,
        on=today,
        at=at,
        by=by,
        next_step=begins.get(way),
        facts={
            "choice": way.value,
            "quote": quote.pk,
            "standing_choice": quote.standing_choice_id,
            "report": report.pk if report else None,
        },
    )


def next_asking(*, case: Case, today: date) -> Next | None:
    """When a case that waits from today is asked about again; None for a creditor that has chosen to wait."""
    return _ask_again(case=case, today=today, choice=standing_choice())


def choice_or_asking(*, case: Case, today: date, rates: Rates) -> Next | None:
    """As `next_asking`, of a case that has lost its way: what the standing choice covers of the rest it decides today.

    Raises `NoRow`.
    """
    choice = standing_choice()
    if choice is not None and covered_way(choice=choice, case=case, on=today, rates=rates) is not None:
        return Next(action=Action.ASK_AGAIN, on=today)
    return _ask_again(case=case, today=today, choice=choice)


def _ask_again(*, case: Case, today: date, choice: StandingChoice | None) -> Next | None:
    """When to ask again; a creditor who has chosen to wait is not asked."""
    if choice is not None and choice.otherwise == StandingChoice.Otherwise.WAIT:
        return None
    return Next(action=Action.ASK_AGAIN, on=today + timedelta(days=tariff_of(case=case).ask_again_days))
