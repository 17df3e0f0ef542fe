"""The forecast in words and rows: one scenario at a time, each a link that works without script."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.awaited_words import awaited_row, later_words
from cases.checks import WORDS
from cases.outlook import Foretold
from cases.queries import step_words
from cases.scenarios import Forecast, IfPaid, Scenario
from cases.states import Action, State
from cases.ways import Way
from cases.ways_on import WayOn
from ekrav.accounts.payday import FRIDAY
from ekrav.law.bankdays import bank_days_before
from ekrav.law.costs import NOTHING
from ekrav.look.dates import long_day
from ekrav.look.parts import ForecastStep, Link, Sum, Words
from ekrav.money import Ore

WAY_WORDS: Final[Mapping[Way, Words]] = {
    Way.PAYMENT_ORDER: _l("Ansökan hos Kronofogden"),
    Way.SURVEILLANCE: _l("Efterbevakning ett år"),
    Way.WAIT: _l("Ärendet väntar"),
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One scenario as its page shows it. `said`: what comes of it, in a sentence; `sums`: how a payment is shared."""

    scenarios: list[Link]
    steps: list[ForecastStep]
    sums: list[Sum]
    said: str
    obstacles: list[Words]


def scenario_named(word: str) -> Scenario:
    """The scenario an address asks for; that nobody pays, when it asks for none that there is."""
    return Scenario(word) if word in Scenario.values else Scenario.NEVER


def show(*, forecast: Forecast, scenario: Scenario) -> Shown:
    """The rows, sums and words of one scenario."""
    paid = forecast.paid.get(scenario)
    return Shown(
        scenarios=[Link(each.label, f"?om={each.value}", current=each is scenario) for each in Scenario],
        steps=_rows(forecast, scenario),
        sums=_sums(paid) if paid else [],
        said=_paid_out(paid, forecast.today) if paid else _unpaid(forecast, scenario),
        obstacles=[WORDS[stop] for stop in forecast.obstacles],
    )


def _rows(forecast: Forecast, scenario: Scenario) -> list[ForecastStep]:
    if scenario is Scenario.DISPUTE:
        return [_disputed(forecast)]
    paid = forecast.paid.get(scenario)
    if paid is None:
        rows = [_step(step, forecast) for step in forecast.steps]
        ways = [_way(forecast.way, decided=forecast.state == State.DECIDED)] if forecast.way else []
        return sorted([*rows, *ways, *map(awaited_row, forecast.awaited)], key=lambda row: row.day)
    before = [step for step in forecast.steps if step.on <= paid.booked and step.cost + bool(step.pay_by)]
    return [*(_step(step, forecast) for step in before), _payment(paid)]


def _step(step: Foretold, forecast: Forecast) -> ForecastStep:
    return ForecastStep(
        day=step.on,
        what=step_words(step.action),
        debtor_pays=step.cost,
        total_then=step.total,
        you_pay=NOTHING,
        you_risk=NOTHING,
        choice=_choice(step, forecast),
        stops_if_paid_by=bank_days_before(step.on, days=1),
        todays_rate=step.todays_rate,
    )


def _choice(step: Foretold, forecast: Forecast) -> str:
    if step.action is Action.ASK_AGAIN:
        return _("Bara om du inte har valt. Till dess väntar ärendet.")
    if step.action is not Action.AWAIT_DECISION:
        return _("Går av sig självt. Du kan pausa eller återkalla.")
    if forecast.way and forecast.way.chosen:
        return _("Du har redan valt för alla dina ärenden.")
    return _("Ditt: Kronofogden, vänta eller avsluta.")


def _way(way: WayOn, *, decided: bool) -> ForecastStep:
    return ForecastStep(
        day=way.on,
        what=WAY_WORDS[way.way],
        debtor_pays=way.debtor,
        total_then=way.total,
        you_pay=way.now,
        you_risk=way.risk,
        choice=_("Valt, till det pris som är godkänt.")
        if decided
        else _("Enligt ditt stående val.")
        if way.chosen
        else _("Bara om du väljer det och godkänner priset."),
        todays_rate=way.todays_rate,
    )


def _payment(paid: IfPaid) -> ForecastStep:
    return ForecastStep(
        day=paid.booked,
        what=_("Betalningen bokförs och ärendet avslutas"),
        debtor_pays=paid.amount,
        total_then=NOTHING,
        you_pay=paid.shared.creditor_owes,
        you_risk=NOTHING,
        choice=_("Gäldenärens."),
        todays_rate=paid.todays_rate,
    )


def _disputed(forecast: Forecast) -> ForecastStep:
    return ForecastStep(
        day=forecast.today,
        what=_("Kravet bestrids och alla brev stoppas"),
        debtor_pays=NOTHING,
        total_then=forecast.owed,
        you_pay=NOTHING,
        you_risk=NOTHING,
        choice=_("Gäldenärens. Du svarar: stå fast, godta eller godta en del."),
        todays_rate=forecast.owed_at_todays_rate,
    )


def _sums(paid: IfPaid) -> list[Sum]:
    shared = paid.shared
    return [
        Sum(_("Gäldenären betalar"), paid.amount),
        Sum(_("Vår avgift"), Ore(-shared.fees)),
        Sum(_("Moms på avgiften"), Ore(-shared.vat)),
        *([Sum(_("Du är skyldig"), shared.creditor_owes)] if shared.creditor_owes else []),
        Sum(_("Till dig, kr"), shared.payout, total=True),
    ]


def _paid_out(paid: IfPaid, today: date) -> str:
    days = {"booked": long_day(paid.booked, today=today), "out": long_day(paid.paid_out, today=today)}
    if paid.shared.creditor_owes:
        return (
            _("Bokförs %(booked)s. Vår avgift är större än betalningen: resten dras av på nästa utbetalning.")
            % days
        )
    if paid.daily:
        return _("Bokförs %(booked)s och betalas ut nästa bankdag, %(out)s.") % days
    if paid.paid_out.weekday() != FRIDAY:
        return _("Bokförs %(booked)s och betalas ut %(out)s, eftersom fredagen därpå är helgdag.") % days
    return _("Bokförs %(booked)s och betalas ut fredagen därpå, %(out)s.") % days


def _unpaid(forecast: Forecast, scenario: Scenario) -> str:
    if scenario is Scenario.DISPUTE and forecast.court_by:
        return _(
            "Bestrids kravet hos Kronofogden begär du att tingsrätten prövar det senast %(day)s, eller lägger ner det."
            " Gör du inget av det avslutas målet, och vi utreder bestridandet med dig."
        ) % {"day": long_day(forecast.court_by, today=forecast.today)}
    if scenario is Scenario.DISPUTE:
        return _(
            "Du svarar senast %(day)s. Till dess får du inget och betalar inget, och räntan löper."
            " Står du fast kan ärendet gå vidare där det var."
        ) % {"day": long_day(forecast.answer_by, today=forecast.today)}
    if forecast.way is None or forecast.state == State.DECIDED:
        return later_words(forecast.state) if forecast.awaited else ""
    if forecast.way.chosen:
        return _("Ditt stående val avgör: %(way)s.") % {"way": WAY_WORDS[forecast.way.way]}
    return _(
        "Svarar du inte väntar ärendet. Det kostar dig ingenting och vi frågar igen var %(days)s:e dag."
    ) % {"days": forecast.ask_again_days}
