"""Hand back: surveillance does not go on by itself, and the way on is the creditor's choice anew, free of cost."""

from datetime import date, datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.close import stop_letters
from cases.models import Case, CaseEvent, Surveillance
from cases.move import Next, move, set_place
from cases.quote import tariff_of
from cases.recall import recall_waiting
from cases.states import Action, State
from ekrav.audit.record import Actor


class Why(models.TextChoices):
    """Why the creditor is asked."""

    CEILING = "ceiling", _("Priset för efterbevakning räcker inte till fler brev")
    TO_BE_TRIED = "to_be_tried", _("Gäldenären vill att kravet prövas eller läggs ned")
    SITUATION = "situation", _("Det som har hänt gäldenären gör att brev inte hjälper")


def hand_back(*, case: Case, why: Why, today: date, at: datetime, by: Actor) -> CaseEvent:
    """Ask the creditor for a way on, with the case's row locked: from its title when there is one.

    Raises `states.NotAMove`.
    """
    step = Next(action=Action.ASK_AGAIN, on=today + timedelta(days=tariff_of(case=case).ask_again_days))
    return _end(case=case, why=why, step=step, today=today, at=at, by=by)


def end_for_situation(*, case: Case, today: date, at: datetime, by: Actor) -> None:
    """A bankruptcy, a death or a debt relief ends surveillance; nothing follows before it is over. With the row locked.

    Also of a case that a plan or a dispute was to lead back to it.
    """
    if case.state == State.SURVEILLANCE:
        _end(case=case, why=Why.SITUATION, step=None, today=today, at=at, by=by)
    elif case.resumes == State.SURVEILLANCE:
        Surveillance.objects.filter(case=case).update(claim_by=None)
        set_place(case=case, place=_place(case))


def _end(*, case: Case, why: Why, step: Next | None, today: date, at: datetime, by: Actor) -> CaseEvent:
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
        back_to=_place(case),
        next_step=step,
        facts={"why": why.value},
    )


def _place(case: Case) -> State:
    return State.TITLED if case.titles.exists() else State.AWAITING_DECISION
