"""The one place that writes a case's state, always with the event that says why; many cases at a time, or one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cases.models import Case, CaseEvent
from cases.states import ENDS, PLACES, Action, State, destination
from ekrav.audit.record import Actor
from ekrav.tenancy.insert import insert_columns
from ekrav.tenancy.models import owner_of_new_rows

Fact = str | int | bool | None
Facts = Mapping[str, Fact | Sequence[Mapping[str, Fact]]]


class LostTheRace(RuntimeError):
    """Somebody else moved the case in between; nothing was written."""


@dataclass(frozen=True, kw_only=True)
class Next:
    """What the machine does next with a case, and when at the earliest."""

    action: Action
    on: date


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened in a case and is to be written; `rows`: dispatch, entry, payment, or their ids."""

    case: Case
    kind: CaseEvent.Kind
    on: date
    amount_ore: int | None = None
    facts: Facts = field(default_factory=dict)
    rows: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Moving:
    """A case to be moved by `action`, with what happened.

    `pay_by`: the new last letter's; a recalled letter's gives way to the one before it, or to none. `back_to`: where
    the action leads of the places it may lead back to, when that is not the one the case remembers.
    """

    action: Action
    happened: Happening
    next_step: Next | None
    pay_by: date | None = None
    back_to: str = ""


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
    back_to: str = "",
    amount_ore: int | None = None,
    facts: Facts | None = None,
    **rows: Any,
) -> CaseEvent:
    """Move one case by `action` and write its event. See `move_all`. Raises `NotAMove`, `LostTheRace`."""
    happened = Happening(case=case, kind=kind, on=on, amount_ore=amount_ore, facts=facts or {}, rows=rows)
    moving = Moving(action=action, happened=happened, next_step=next_step, pay_by=pay_by, back_to=back_to)
    before = State(case.state)
    (id_,) = move_all([moving], at=at, by=by)
    return _event(happened, id_=id_, before=before, at=at, by=by)


def move_all(movings: Sequence[Moving], *, at: datetime, by: Actor) -> list[int]:
    """Move cases and write their events, in one statement for all that change alike; the events' ids.

    Changes by condition on the state each was read in, and counts. Raises `states.NotAMove`, `LostTheRace`.
    """
    before = [State(moving.happened.case.state) for moving in movings]
    alike: dict[tuple[State, tuple[tuple[str, Any], ...]], list[Case]] = defaultdict(list)
    for state, moving in zip(before, movings, strict=True):
        alike[state, tuple(_changes(moving).items())].append(moving.happened.case)
    for (state, changes), cases in alike.items():
        _change(cases, where={"state": state}, changes=dict(changes))
    return _write([moving.happened for moving in movings], before=before, at=at, by=by)


def _changes(moving: Moving) -> dict[str, Any]:
    case, step = moving.happened.case, moving.next_step
    state = State(case.state)
    after = destination(state=state, action=moving.action, resumes=moving.back_to or case.resumes)
    changes: dict[str, Any] = {
        "next_action": step.action if step else "",
        "next_date": step.on if step else None,
    }
    if after != state:
        changes |= _changed_state(case=case, before=state, after=after, on=moving.happened.on)
    if moving.pay_by is not None or moving.action is Action.RECALL:
        changes["pay_by"] = moving.pay_by
    return changes


def _changed_state(*, case: Case, before: State, after: State, on: date) -> dict[str, Any]:
    """A case that leaves the process remembers its place in it; one that ends has its day."""
    place = before if before in PLACES else case.resumes
    return {
        "state": after,
        "state_since": on,
        "resumes": "" if after in PLACES else place,
        "closed_on": on if after in ENDS else None,
    }


def _change(cases: Sequence[Case], *, where: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    rows = Case.objects.filter(pk__among=[case.pk for case in cases], **where)
    if rows.update(**changes) != len(cases):
        raise LostTheRace(f"of cases {[case.pk for case in cases]} some are no longer {dict(where)}")
    for case in cases:
        for name, value in changes.items():
            setattr(case, name, value)


def write_event(
    *,
    case: Case,
    kind: CaseEvent.Kind,
    on: date,
    at: datetime,
    by: Actor,
    amount_ore: int | None = None,
    facts: Facts | None = None,
    **rows: Any,
) -> CaseEvent:
    """Write down something that happened in a case without moving it."""
    happened = Happening(case=case, kind=kind, on=on, amount_ore=amount_ore, facts=facts or {}, rows=rows)
    (id_,) = write_events([happened], at=at, by=by)
    return _event(happened, id_=id_, before=State(case.state), at=at, by=by)


def write_events(happenings: Sequence[Happening], *, at: datetime, by: Actor) -> list[int]:
    """Write down what happened in cases without moving them; the events' ids."""
    return _write(happenings, before=[State(each.case.state) for each in happenings], at=at, by=by)


def _write(happenings: Sequence[Happening], *, before: Sequence[State], at: datetime, by: Actor) -> list[int]:
    if not happenings:
        return []
    count, owner = len(happenings), owner_of_new_rows()
    columns: dict[str, Sequence[Any]] = {
        "creditor_id": [owner] * count,
        "case_id": [each.case.id for each in happenings],
        "kind": [each.kind for each in happenings],
        "on": [each.on for each in happenings],
        "at": [at] * count,
        "by_kind": [by.kind] * count,
        "by_id": [by.id] * count,
        "state_before": before,
        "state_after": [each.case.state for each in happenings],
        "amount_ore": [each.amount_ore for each in happenings],
        "facts": [dict(each.facts) for each in happenings],
    }
    for name in ("dispatch", "entry", "payment"):
        columns[f"{name}_id"] = [_id(each.rows.get(name)) for each in happenings]
    return insert_columns(CaseEvent, columns)


def _id(row: Any) -> int | None:
    """A row's id; whoever has many of them has the ids alone."""
    return row if row is None or isinstance(row, int) else row.pk


def _event(happened: Happening, *, id_: int, before: State, at: datetime, by: Actor) -> CaseEvent:
    """The event as it was written, with the rows it was told of."""
    return CaseEvent(
        id=id_,
        creditor_id=owner_of_new_rows(),
        case=happened.case,
        kind=happened.kind,
        on=happened.on,
        at=at,
        by_kind=by.kind,
        by_id=by.id,
        state_before=before,
        state_after=happened.case.state,
        amount_ore=happened.amount_ore,
        facts=dict(happened.facts),
        **happened.rows,
    )


def as_it_was(case: Case) -> Next | None:
    """The case's next step, unchanged."""
    return Next(action=Action(case.next_action), on=case.next_date) if case.next_date else None


def reschedule(*, case: Case, on: date) -> None:
    """Put the case's next step off to `on`, by condition on the step it was read with. Raises `LostTheRace`."""
    reschedule_all([case], on=on)


def set_next(*, case: Case, step: Next) -> None:
    """Give the case another next step, by condition on the one it was read with. Raises `LostTheRace`."""
    where = {"state": case.state, "next_action": case.next_action, "next_date": case.next_date}
    _change([case], where=where, changes={"next_action": step.action, "next_date": step.on})


def set_place(*, case: Case, place: State) -> None:
    """Give a case outside the process another place to come back to. Raises `LostTheRace`."""
    _change([case], where={"state": case.state, "resumes": case.resumes}, changes={"resumes": place})


def give_time(*, case: Case, pay_by: date, next_on: date) -> None:
    """Give the debtor a new last day, and put the next step off to `next_on` if it is to come sooner.

    By condition on the step the case was read with. Raises `LostTheRace`.
    """
    where = {"state": case.state, "next_action": case.next_action, "next_date": case.next_date}
    next_date = case.next_date and max(case.next_date, next_on)
    _change([case], where=where, changes={"pay_by": pay_by, "next_date": next_date})


def reschedule_all(cases: Sequence[Case], *, on: date) -> None:
    """Put the next step of several cases off to `on`. Raises `LostTheRace`."""
    alike: dict[tuple[str, str, date | None], list[Case]] = defaultdict(list)
    for case in cases:
        alike[case.state, case.next_action, case.next_date].append(case)
    for (state, action, day), group in alike.items():
        where = {"state": state, "next_action": action, "next_date": day}
        _change(group, where=where, changes={"next_date": on})
