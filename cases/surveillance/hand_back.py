"""Hand back: surveillance does not go on by itself, and the way on is the creditor's choice anew, free of cost."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.close import stop_letters
from cases.models import Case, CaseEvent, Surveillance
from cases.move import Next, move
from cases.quote import tariff_of
from cases.recall import recall_waiting
from cases.states import Action, State
from ekrav.audit.record import Actor


class Why(models.TextChoices):
    """Why the creditor is asked."""

    CEILING = "ceiling", _("Priset för efterbevakning räcker inte till fler brev")
    TO_BE_TRIED = "to_be_tried", _("Gäldenären vill att kravet prövas eller läggs ned")


def hand_back(*, case: Case, why: Why, today: date, at: datetime, by: Actor) -> CaseEvent:
    """Ask the creditor for a way on, with the case's row locked: from its title when there is one.

    Raises `states.NotAMove`.
    """
    recall_waiting(case=case, today=today, at=at)
    stop_letters(case=case, at=at)
    Surveillance.objects.filter(case=case).update(claim_by=None)
    return move(
        case=case,
        action=Action.AWAIT_DECISION,
        kind=CaseEvent.Kind.WAITING,
        on=today,
        at=at,
        by=by,
        back_to=State.TITLED if case.titles.exists() else State.AWAITING_DECISION,
        next_step=Next(
            action=Action.ASK_AGAIN, on=today + timedelta(days=tariff_of(case=case).ask_again_days)
        ),
        facts={"why": why.value},
    )
