"""What a handler does while something lasts: files the claim, notes who is to be written to, looks again."""

from datetime import date, datetime

from cases.debt import debt_of
from cases.models import Case, CaseEvent, Situation
from cases.move import write_event
from cases.situations.told import Told, sealed
from ekrav.audit.record import Actor, record
from ekrav.law.rates import Rates
from ekrav.law.situations import look_again_on

Kind, Task = Situation.Kind, Situation.Task


class NotNow(ValueError):
    """It is over, the claim is filed already, or the day cannot be right."""


def file_claim(
    *, case: Case, situation: Situation, on: date, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Note the day the claim was filed, and with what amount; from then on it is followed. Raises `NotNow`, `NoRow`."""
    if not situation.began_on <= on <= today:
        raise NotNow(str(on))
    amount = debt_of(case=case, on=on, rates=rates).total
    open_rows = Situation.objects.filter(pk=situation.pk, ended_on=None, filed_on=None)
    again = look_again_on(seen=today, rates=rates)
    if not open_rows.update(filed_on=on, task=Task.FOLLOW, due_on=again):
        raise NotNow("filed or over")
    situation.refresh_from_db()
    return write_event(
        case=case,
        kind=CaseEvent.Kind.CLAIM_FILED,
        on=on,
        at=at,
        by=by,
        amount_ore=amount,
        facts={"situation": situation.kind},
    )


def look_again(
    *, case: Case, situation: Situation, today: date, at: datetime, by: Actor, rates: Rates
) -> None:
    """A handler has looked, and nothing is to be done until the next time. Raises `NotNow`, `NoRow`."""
    again = look_again_on(seen=today, rates=rates)
    _write(situation, task=Task.FOLLOW, due_on=again)
    record(act="situation_looked_at", on=case, by=by, at=at, facts={"situation": situation.pk})


def follow(*, situation: Situation, today: date, rates: Rates) -> None:
    """What was filed for is decided by the authority: from now on it is followed, at our practice's pace."""
    _write(situation, task=Task.FOLLOW, due_on=look_again_on(seen=today, rates=rates))


def note_told(*, case: Case, situation: Situation, told: Told, at: datetime, by: Actor) -> None:
    """Note who is to be written to instead, and the court's number. Of whoever is protected: `NotNow`."""
    if situation.kind == Kind.PROTECTED:
        raise NotNow("protected")
    _write(situation, told_cipher=sealed(told))
    record(act="situation_told", on=case, by=by, at=at, facts={"situation": situation.pk})


def to_decide(*, situation: Situation, today: date) -> bool:
    """What stopped the case is over by the register: a handler decides what becomes of it now. False when it was."""
    rows = Situation.objects.filter(pk=situation.pk, ended_on=None).exclude(
        task=Task.DECIDE, due_on__lte=today
    )
    return bool(rows.update(task=Task.DECIDE, due_on=today))


def _write(situation: Situation, **changes: object) -> None:
    if not Situation.objects.filter(pk=situation.pk, ended_on=None).update(**changes):
        raise NotNow("over")
    situation.refresh_from_db()
