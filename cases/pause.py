"""Pause: the creditor or staff let a case rest for a while. The debtor is told nothing and owes what they owed."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.holds import begin_hold, step_after
from cases.models import Case, CaseEvent, Hold
from cases.move import move
from cases.states import Action
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates


class Reason(models.TextChoices):
    """Why a case rests."""

    TALKING = "talking", _("Vi talar med gäldenären")
    CHECKING = "checking", _("Kravet kontrolleras")
    CREDIT_NOTE = "credit_note", _("En kreditnota är på väg")
    OTHER = "other", _("Annat")


def pause(
    *, case: Case, reason: Reason, until: date, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Let the case rest through `until`, with its row locked. A new pause lifts the old one. Raises `NotAHold`."""
    begin_hold(case=case, kind=Hold.Kind.PAUSE, reason=reason, until=until, today=today, at=at, by=by)
    return move(
        case=case,
        action=Action.PAUSE,
        kind=CaseEvent.Kind.PAUSED,
        on=today,
        at=at,
        by=by,
        next_step=step_after(case=case, today=today, rates=rates),
        facts={"until": until.isoformat(), "reason": reason},
    )
