"""Respite (anstånd): the debtor is given until a day, in writing. The interest runs on, and the letter says so [M]."""

from datetime import date, datetime
from fractions import Fraction

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.debt import Debt, debt_of
from cases.granted import grant_wishes
from cases.holds import begin_hold, step_after
from cases.how_to_pay import rows_to_pay
from cases.models import Case, CaseEvent, Hold, Notice
from cases.move import move
from cases.states import Action
from cases.telling import tell
from ekrav.audit.record import Actor
from ekrav.law.interest import simple_interest
from ekrav.law.rates import Rates
from ekrav.money import Ore, format_kronor, to_ore
from letters.catalogue import LetterKind
from letters.words import full_date, weekday_date


class Reason(models.TextChoices):
    """Why respite is given. A list, so that nobody writes of health or of others."""

    ASKED = "asked", _("Gäldenären bad om mer tid")
    MONEY_COMING = "money_coming", _("Gäldenären väntar på pengar")
    PLAN_IS_MADE = "plan_is_made", _("En amorteringsplan tas fram")
    WE_INVESTIGATE = "we_investigate", _("Vi utreder en uppgift")
    CREDITOR_AGREED = "creditor_agreed", _("Borgenären har gett mer tid")


def give_respite(
    *, case: Case, reason: Reason, until: date, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Give respite through `until` and confirm it by letter, with the case's row locked.

    A new one lifts the one before it. Raises `NotAHold`, and `NoRow` when today's interest is not decided.
    """
    grant_wishes(case=case, kind=Notice.Kind.RESPITE, on=today, at=at, by=by)
    begin_hold(case=case, kind=Hold.Kind.RESPITE, reason=reason, until=until, today=today, at=at, by=by)
    debt = debt_of(case=case, on=today, rates=rates)
    daily = _a_day(debt)
    dispatch = tell(
        case=case,
        kind=LetterKind.RESPITE,
        paragraphs=_paragraphs(until=until, daily=daily),
        rows=[
            ("Skuld i dag", format_kronor(debt.total)),
            *([("Ränta om dagen", format_kronor(daily))] if daily else []),
            ("Sista dag att betala", full_date(until)),
            *rows_to_pay(case),
        ],
        today=today,
        at=at,
        rates=rates,
    )
    return move(
        case=case,
        action=Action.RESPITE,
        kind=CaseEvent.Kind.RESPITE,
        on=today,
        at=at,
        by=by,
        next_step=step_after(case=case, today=today, rates=rates),
        dispatch=dispatch,
        facts={"until": until.isoformat(), "reason": reason},
    )


def _a_day(debt: Debt) -> Ore:
    """What one more day costs at today's rate; 0 when no interest runs."""
    daily = (
        simple_interest(capital=invoice.capital, rate=invoice.accrued.trace[-1].rate, days=1)
        for invoice in debt.invoices
        if invoice.accrued.trace
    )
    return to_ore(sum(daily, Fraction(0)))


def _paragraphs(*, until: date, daily: Ore) -> list[str]:
    runs = (
        f"Räntan löper under tiden. I dag är den {format_kronor(daily)} om dagen. Den läggs till skulden i dag."
        if daily
        else "Det kommer ingen ränta till under tiden."
    )
    return [
        f"Du har fått mer tid att betala: till och med {weekday_date(until)} {until.year}.",
        "Till dess skickar vi inget nytt krav och lägger inte på någon ny kostnad.",
        runs,
        "Kan du inte betala till dess? Hör av dig till oss innan.",
    ]
