"""Awaited: what follows at Kronofogden and after it, as far as the law and the creditor's standing choice lead.

No step has a day before the authority has said it: each is told as the earliest that it can be, by the times that the
law gives (ten days to answer, four weeks to ask for court, a year of enforcement at a time). Nothing is done by it.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from cases.authority.pending import pending
from cases.enforcement.price import fits, spent_on, year_price
from cases.enforcement.quotes import unused
from cases.enforcement.years import next_year
from cases.models import Application, Case, StandingChoice
from cases.outlook import Outlook
from cases.standing import standing_choice
from cases.states import Action, State
from cases.surveillance.in_force import Watch, watches_of
from cases.surveillance.schedule import next_letter_on, year_of
from cases.ways import Way, price_of
from cases.ways_on import WayOn
from ekrav.agency.models import Tariff
from ekrav.law.bankdays import next_bank_day, roll_forward
from ekrav.law.kronofogden import (
    base_fee,
    base_fee_falls_on,
    last_day_to_answer,
    last_day_to_reopen,
    leave_before_year_on,
)
from ekrav.law.vat import vat_on
from ekrav.money import Ore

NOTHING: Final = Ore(0)
MOST_YEARS: Final = 5
"""How many years of enforcement are told of: our own measure."""


class Happens(StrEnum):
    """What is awaited."""

    SERVED = "served"
    ANSWER_BY = "answer_by"
    VERDICT = "verdict"
    REOPEN_BY = "reopen_by"
    COURT_BY = "court_by"
    ORDER_ENDS = "order_ends"
    ENFORCED = "enforced"
    YEAR = "year"
    LAPSES = "lapses"
    ASKED = "asked"
    SURVEILLED = "surveilled"
    LETTER = "letter"


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """One step at the earliest on a day. `debtor`: what it adds to the debt, `total` the whole debt with it.

    `now`: what the creditor pays then, by a price it has accepted or its standing choice; `risk`: what it has paid in
    the end if the debtor never can. With VAT. `year`: the number of a year of enforcement.
    """

    happens: Happens
    on: date
    total: Ore
    debtor: Ore = NOTHING
    now: Ore = NOTHING
    risk: Ore = NOTHING
    year: int = 0
    todays_rate: bool = False


@dataclass(kw_only=True)
class Onward:
    """What is known of a case and its creditor, and what has been added to the debt and laid out on the way."""

    outlook: Outlook
    tariff: Tariff
    choice: StandingChoice | None
    today: date
    added: Ore = NOTHING
    spent: Ore = NOTHING
    steps: list[Awaited] = field(default_factory=list)

    def after_application(self, *, applied: date, application: Application | None) -> None:
        """The order is served, nobody objects in its ten days, and there is a title (lag (1990:746) 53 §)."""
        served = application.served_on if application else None
        if served is None:
            served = roll_forward(max(self.today, next_bank_day(applied)))
            self._add(Happens.SERVED, served)
        told = application.answer_by if application else None
        answer_by = told or last_day_to_answer(served=served, rates=self.outlook.rates)
        if answer_by >= self.today:
            self._add(Happens.ANSWER_BY, answer_by)
        verdict = roll_forward(max(self.today, next_bank_day(answer_by)))
        self._add(Happens.VERDICT, verdict)
        self._add(Happens.REOPEN_BY, last_day_to_reopen(verdict=verdict, rates=self.outlook.rates))
        self.after_title(on=next_bank_day(verdict))

    def after_title(self, *, on: date) -> None:
        """Enforcement from `on`, when the standing choice covers its first year; else surveillance, or the question."""
        unpaid = Ore(self.outlook.debt_on(on).total + self.added)
        cost = year_price(on=on, unpaid=unpaid, first_year=True, rates=self.outlook.rates).total
        if not fits(choice=self.choice, spent=self.spent, cost=cost):
            self._watched_or_asked(on, risk=cost)
            return
        self._charge(Happens.ENFORCED, on, cost, year=1)
        self.years(begun=on, first=2)

    def years(self, *, begun: date, first: int, accepted: bool = False) -> None:
        """Year by year, while the standing choice covers its fee; then enforcement is taken back before another begins.

        `accepted`: the first of them is accepted already.
        """
        for year in range(first, first + MOST_YEARS):
            falls = base_fee_falls_on(begun=begun, year=year)
            unpaid = Ore(self.outlook.debt_on(falls).total + self.added)
            fee = base_fee(on=falls, first_year=year == 1, unpaid=unpaid, rates=self.outlook.rates)
            taken = accepted and year == first
            if not taken and not fits(choice=self.choice, spent=self.spent, cost=fee):
                ends = max(self.today, leave_before_year_on(falls=falls, rates=self.outlook.rates))
                self._add(Happens.LAPSES, ends, year=year)
                self._watched_or_asked(ends, risk=NOTHING)
                return
            self._charge(Happens.YEAR, falls, fee, year=year)

    def surveilled(self, *, on: date) -> None:
        """A year of letters, at the price of the tariff."""
        cost = price_of(way=Way.SURVEILLANCE, tariff=self.tariff, on=on, rates=self.outlook.rates).total
        self._add(Happens.SURVEILLED, on, now=cost, risk=cost)

    def letters(self, *, watch: Watch, first: date) -> None:
        """The letters of the present year of surveillance, and the first of the next."""
        fee = Ore(watch.tariff.surveillance_letter_ore)
        _begins, ends = year_of(began=watch.row.began_on, on=first)
        on = first
        while True:
            cost = Ore(fee + vat_on(fee=fee, on=on, rates=self.outlook.rates))
            self._add(Happens.LETTER, on, now=cost, risk=cost)
            if on >= ends:
                return
            on = next_letter_on(
                began=watch.row.began_on,
                last=on,
                letters_a_year=watch.tariff.surveillance_letters_a_year,
                claim_by=None,
                earliest=next_bank_day(on),
                rates=self.outlook.rates,
            )

    def disputed(self, *, court_by: date) -> None:
        """The creditor has four weeks to ask for court (34 §); else the order is written off."""
        self._add(Happens.COURT_BY, court_by)
        self._add(Happens.ORDER_ENDS, next_bank_day(court_by))

    def _watched_or_asked(self, on: date, *, risk: Ore) -> None:
        cost = price_of(way=Way.SURVEILLANCE, tariff=self.tariff, on=on, rates=self.outlook.rates).total
        ceiling = self.choice.surveillance_yearly_ore if self.choice else None
        if ceiling is not None and cost <= ceiling:
            self.surveilled(on=on)
        else:
            self._add(Happens.ASKED, on, risk=risk)

    def _charge(self, happens: Happens, on: date, fee: Ore, *, year: int) -> None:
        """The authority's fee of a year: the debtor owes it, and the creditor has laid it out until it is paid."""
        self.added = Ore(self.added + fee)
        self.spent = Ore(self.spent + fee)
        self._add(happens, on, debtor=fee, now=fee, risk=fee, year=year)

    def _add(
        self,
        happens: Happens,
        on: date,
        *,
        debtor: Ore = NOTHING,
        now: Ore = NOTHING,
        risk: Ore = NOTHING,
        year: int = 0,
    ) -> None:
        step = Awaited(
            happens=happens,
            on=on,
            total=Ore(self.outlook.debt_on(on).total + self.added),
            debtor=debtor,
            now=now,
            risk=risk,
            year=year,
            todays_rate=self.outlook.takes_todays_rate(on),
        )
        self.steps.append(step)


def awaited(
    *, case: Case, outlook: Outlook, way: WayOn | None, tariff: Tariff, today: date
) -> tuple[Awaited, ...]:
    """What is awaited of an open case, in its creditor's scope; `way`: where the creditor's choice leads it, if ahead.

    Raises `law.rates.NoRow`.
    """
    onward = Onward(
        outlook=outlook, tariff=tariff, choice=standing_choice(), today=today, spent=spent_on(case)
    )
    application = pending(case=case)
    match State(case.state):
        case State.PAYMENT_ORDER if application:
            onward.after_application(applied=application.applied_on, application=application)
        case State.ORDER_DISPUTED if application and application.court_by:
            onward.disputed(court_by=application.court_by)
        case State.ENFORCEMENT if application:
            _enforced(onward, application)
        case State.TITLED | State.DECIDED | State.SURVEILLANCE if case.next_date and not way:
            _planned(onward, case, case.next_date)
        case _ if way and way.way is Way.PAYMENT_ORDER:
            onward.added, onward.spent = way.debtor, Ore(onward.spent + way.now)
            applied = way.on if case.state == State.DECIDED else next_bank_day(way.on)
            onward.after_application(applied=applied, application=None)
    return tuple(onward.steps)


def _enforced(onward: Onward, application: Application) -> None:
    """The years from the one whose fee falls next: accepted, or as far as the standing choice goes."""
    accepted = unused(application=application)
    if accepted is not None:
        # It is among what has been accepted, and is counted when its year begins.
        onward.spent = Ore(onward.spent - accepted.outlay_ore)
    onward.years(
        begun=application.registered_on or application.applied_on,
        first=next_year(application=application),
        accepted=accepted is not None,
    )


def _planned(onward: Onward, case: Case, on: date) -> None:
    """What a chosen way begins with, or goes on with."""
    match case.next_action:
        case Action.APPLY_ENFORCEMENT:
            onward.after_title(on=on)
        case Action.SURVEIL:
            onward.surveilled(on=on)
        case Action.SURVEILLANCE_LETTER:
            watch = watches_of([case]).get(case.pk)
            if watch is not None:
                onward.letters(watch=watch, first=on)
