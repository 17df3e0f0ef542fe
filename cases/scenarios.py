"""What comes of a case if its debtor pays, pays later, disputes, or never pays: dates and sums for both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.awaited import Awaited, awaited
from cases.checks import Stop, stops
from cases.circumstances import gather
from cases.models import Case
from cases.outlook import Foretold, Outlook, outlook_of
from cases.printed_amount import closing_amount
from cases.reply_times import answer_by
from cases.states import Action, State
from cases.ways_on import WayOn, order_way, way_on
from ekrav.accounts.models import Creditor
from ekrav.accounts.payday import paid_out_on
from ekrav.agency.models import Tariff
from ekrav.law.bankdays import roll_forward
from ekrav.law.kronofogden import last_day_to_ask_for_court
from ekrav.law.rates import Rates
from ekrav.law.vat import Received, Settlement, settle
from ekrav.money import Ore


class Scenario(models.TextChoices):
    """What the debtor may do. The values are words of an address."""

    NEVER = "betalar-inte", _("Betalar inte")
    NOW = "betalar-nu", _("Betalar i dag")
    LATER = "betalar-om-30-dagar", _("Betalar om 30 dagar")
    DISPUTE = "bestrider", _("Bestrider")


# What is told with its cost among what is awaited, or as the way that was chosen.
AWAITED: Final = frozenset(
    {
        Action.APPLY_ORDER,
        Action.APPLY_ENFORCEMENT,
        Action.RENEW,
        Action.LET_LAPSE,
        Action.SURVEIL,
        Action.SURVEILLANCE_LETTER,
    }
)
MONTH: Final = timedelta(days=30)
# What the calendar lifts by itself stands in nobody's way.
PASSING: Final = frozenset({Stop.CLOSED, Stop.NOT_A_POSTING_DAY, Stop.TIME_NOT_OUT, Stop.LETTER_NOT_POSTED})


@dataclass(frozen=True, kw_only=True)
class IfPaid:
    """The debtor pays all that closes the case, booked on a day: how it is shared, and when the creditor has it."""

    booked: date
    amount: Ore
    shared: Settlement
    todays_rate: bool
    daily: bool = False
    """The creditor is paid each bank day, not on Fridays."""

    @property
    def paid_out(self) -> date:
        """The day the bank is asked to pay the creditor."""
        return paid_out_on(booked=self.booked, daily=self.daily)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """All that is foretold of a case: `steps`, `way` and what is `awaited` if nobody pays, and what each payment would
    come to.

    `owed` is today's debt, `obstacles` what stands in the next letter's way as things are, `answer_by` the creditor's
    last day to answer a dispute made today, `court_by` its last day to ask for court when it is made at Kronofogden.
    """

    today: date
    owed: Ore
    owed_at_todays_rate: bool
    steps: tuple[Foretold, ...]
    paid: Mapping[Scenario, IfPaid]
    way: WayOn | None
    awaited: tuple[Awaited, ...]
    state: State
    answer_by: date
    court_by: date | None
    obstacles: tuple[Stop, ...]
    ask_again_days: int


def forecast_of(*, case: Case, today: date, rates: Rates) -> Forecast:
    """Foretell an open case, in its creditor's scope. Raises `law.rates.NoRow`."""
    outlook = outlook_of(case=case, today=today, rates=rates)
    steps = outlook.steps
    creditor = Creditor.objects.select_related("tariff").get(pk=case.creditor_id)
    tariff, daily = creditor.tariff, creditor.rhythm == Creditor.Rhythm.DAILY
    decision = _decision(outlook, steps, today)
    seen = gather(cases=[case], today=today, rates=outlook.rates)[0]
    way = _way(case=case, decision=decision, tariff=tariff, rates=rates) if decision else None
    days = {Scenario.NOW: roll_forward(today), Scenario.LATER: roll_forward(today + MONTH)}
    return Forecast(
        today=today,
        owed=outlook.debt_on(today).total,
        owed_at_todays_rate=outlook.takes_todays_rate(today),
        steps=tuple(step for step in steps if step.action not in AWAITED),
        paid={
            each: if_paid(outlook=outlook, booked=day, tariff=tariff, daily=daily)
            for each, day in days.items()
        },
        way=way,
        awaited=awaited(case=case, outlook=outlook, way=way, tariff=tariff, today=today),
        state=State(case.state),
        answer_by=answer_by(received=today),
        court_by=last_day_to_ask_for_court(told=today, rates=rates)
        if case.state == State.PAYMENT_ORDER
        else None,
        obstacles=tuple(stop for stop in stops(seen) if stop not in PASSING),
        ask_again_days=tariff.ask_again_days,
    )


def _decision(outlook: Outlook, steps: Sequence[Foretold], today: date) -> Foretold | None:
    """Where the plan leads to the creditor's choice: its last step, or today for a case that waits for it; or to the
    application that was chosen."""
    if outlook.case.state == State.AWAITING_DECISION:
        return Foretold(
            action=Action.AWAIT_DECISION,
            on=today,
            cost=Ore(0),
            total=outlook.debt_on(today).total,
            todays_rate=outlook.takes_todays_rate(today),
        )
    return next((step for step in steps if step.action in (Action.AWAIT_DECISION, Action.APPLY_ORDER)), None)


def _way(*, case: Case, decision: Foretold, tariff: Tariff, rates: Rates) -> WayOn:
    if decision.action is Action.APPLY_ORDER:
        return order_way(decision, chosen=True, tariff=tariff, rates=rates)
    return way_on(case=case, decision=decision, tariff=tariff, rates=rates)


def if_paid(*, outlook: Outlook, booked: date, tariff: Tariff, daily: bool = False) -> IfPaid:
    """What comes of it if all that closes the case is booked on a bank day. Raises `law.rates.NoRow`."""
    debt = outlook.debt_on(booked)
    amount = _closes(outlook, booked)
    given_up = debt.total - amount
    from_interest = min(given_up, debt.interest)
    kept = tariff.late_payment_to == Tariff.InterestTo.AGENCY
    received = Received(
        costs=Ore(debt.costs - (0 if kept else debt.late_payment)),
        interest=Ore(debt.interest - from_interest),
        capital=Ore(debt.capital + (0 if kept else debt.late_payment) - (given_up - from_interest)),
    )
    return IfPaid(
        booked=booked,
        amount=amount,
        shared=settle(
            received=received,
            on=booked,
            rates=outlook.rates,
            keeps_interest=tariff.interest_to == Tariff.InterestTo.AGENCY,
        ),
        todays_rate=outlook.takes_todays_rate(booked),
        daily=daily,
    )


def _closes(outlook: Outlook, booked: date) -> Ore:
    """The last letter's printed amount through its last day, of a letter sent or planned; else the whole debt."""
    debt = outlook.debt_on(booked)
    letters = [step for step in outlook.steps if step.pay_by is not None and step.on <= booked]
    if not letters:
        return closing_amount(case=outlook.case, debt=debt)
    last = letters[-1]
    in_time = last.pay_by is not None and booked <= last.pay_by
    return Ore(min(debt.total, last.total)) if in_time else debt.total
