"""The one function that writes a case's state, always with the event that says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.models import Case, CaseEvent
from cases.states import ENDS, PLACES, Action, State, destination
from ekrav.audit.record import Actor


class LostTheRace(RuntimeError):
    """Somebody else moved the case in between; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Next:
    """What the machine does next with a case, and when at the earliest."""

    action: Action
    on: date


def move(
    *,
    case: Case,
    action: Action,
    kind: CaseEvent.Kind,
    on: date,
    at: datetime,
    by: Actor,
    next_step: Next | None,
    pay_by: date | None = None,
    facts: Mapping[str, str | int | bool | None] | None = None,
    **happened: Any,
) -> CaseEvent:
    """Move the case by `action` and write its event; `happened`: amount_ore, dispatch, entry, payment.

    `pay_by`: the new last letter's; a recalled letter's gives way to the one before it, or to none. Changes by
    condition on the state it was read in. Raises `NotAMove`, `LostTheRace`.
    """
    before = State(case.state)
    after = destination(state=before, action=action, resumes=case.resumes)
    changes: dict[str, Any] = {
        "next_action": next_step.action if next_step else "",
        "next_date": next_step.on if next_step else None,
    }
    if after != before:
        changes |= _changed_state(case=case, before=before, after=after, on=on)
    if pay_by is not None or action is Action.RECALL:
        changes["pay_by"] = pay_by
    if Case.objects.filter(pk=case.pk, state=before).update(**changes) != 1:
        raise LostTheRace(f"case {case.pk} is no longer {before}")
    for name, value in changes.items():
        setattr(case, name, value)
    return write_event(
        case=case, kind=kind, on=on, at=at, by=by, before=before, facts=facts or {}, **happened
    )


def _changed_state(*, case: Case, before: State, after: State, on: date) -> dict[str, Any]:
    """A case that leaves the process remembers its place in it; one that ends has its day."""
    place = before if before in PLACES else case.resumes
    return {
        "state": after,
        "state_since": on,
        "resumes": "" if after in PLACES else place,
        "closed_on": on if after in ENDS else None,
    }


def write_event(
    *,
    case: Case,
    kind: CaseEvent.Kind,
    on: date,
    at: datetime,
    by: Actor,
    before: State | None = None,
    facts: Mapping[str, str | int | bool | None] | None = None,
    **happened: Any,
) -> CaseEvent:
    """Write down something that happened in a case without moving it."""
    return CaseEvent.objects.create(
        case=case,
        kind=kind,
        on=on,
        at=at,
        by_kind=by.kind,
        by_id=by.id,
        state_before=before or case.state,
        state_after=case.state,
        facts=dict(facts or {}),
        **happened,
    )


def reschedule(*, case: Case, on: date) -> None:
    """Put the case's next step off to `on`, by condition on the step it was read with. Raises `LostTheRace`."""
    rows = Case.objects.filter(
        pk=case.pk, state=case.state, next_action=case.next_action, next_date=case.next_date
    )
    if rows.update(next_date=on) != 1:
        raise LostTheRace(f"case {case.pk} has another next step")
    case.next_date = on
