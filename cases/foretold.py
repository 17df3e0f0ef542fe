"""What was foretold when a case was registered, kept with the event, and where what happened parted from it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cases.forecast import Planned
from cases.models import CaseEvent
from cases.move import Facts
from cases.outlook import Foretold
from cases.states import Action

Kind = CaseEvent.Kind

DONE_BY: Final[Mapping[Kind, Action]] = {
    Kind.REMINDED: Action.REMIND,
    Kind.DEMANDED: Action.DEMAND,
    Kind.FINAL_NOTICE: Action.FINAL_NOTICE,
    Kind.WAITING: Action.AWAIT_DECISION,
}
TAKEN_BACK: Final = frozenset({Kind.RECALLED, Kind.NOT_SENT})
# What moves a step, or makes it come to nothing.
MOVES_A_STEP: Final = frozenset(
    {
        *TAKEN_BACK,
        Kind.HELD,
        Kind.RESPITE,
        Kind.PAUSED,
        Kind.DISPUTED,
        Kind.PLAN_ACCEPTED,
        Kind.REOPENED,
        Kind.CLOSED,
        Kind.WITHDRAWN,
        Kind.WRITTEN_OFF,
        Kind.DISPUTE_UPHELD,
    }
)


@dataclass(frozen=True, kw_only=True)
class Parted:
    """A step that did not, or will not, come on its foretold day.

    `on`: the day it came, or is planned for now; None when it has none. `why`: the events that moved it, oldest first;
    none when it follows the step before, which moved (`follows`), or when the rules have changed since.
    """

    action: Action
    foretold: date
    on: date | None
    happened: bool
    why: tuple[CaseEvent, ...]
    follows: bool


def foretold_facts(steps: Sequence[Foretold]) -> Facts:
    """The steps as an event keeps them: days and öre, no names."""
    return {
        "foretold": [
            {
                "action": step.action.value,
                "on": step.on.isoformat(),
                "cost_ore": step.cost,
                "total_ore": step.total,
                "todays_rate": step.todays_rate,
                "pay_by": step.pay_by.isoformat() if step.pay_by else None,
            }
            for step in steps
        ]
    }


def foretold_in(facts: Mapping[str, Any]) -> tuple[Foretold, ...]:
    """The steps that `foretold_facts` kept; none of a case registered before they were."""
    return tuple(
        Foretold(
            action=Action(step["action"]),
            on=date.fromisoformat(step["on"]),
            cost=step["cost_ore"],
            total=step["total_ore"],
            todays_rate=step["todays_rate"],
            pay_by=date.fromisoformat(step["pay_by"]) if step["pay_by"] else None,
        )
        for step in facts.get("foretold", ())
    )


def parted(
    *, foretold: Sequence[Foretold], events: Sequence[CaseEvent], ahead: Sequence[Planned]
) -> list[Parted]:
    """Each foretold step that moved, as far as there is a day to tell. `events`: the case's, oldest first; `ahead`: the
    plan as it is now."""
    done, planned = _standing(events), {step.action: step.on for step in ahead}
    found: list[Parted] = []
    begins = 0
    for step in foretold:
        place = done.get(step.action)
        on = planned.get(step.action) if place is None else events[place].on
        ends = len(events) if place is None else place
        if on != step.on:
            why = tuple(event for event in events[begins:ends] if _moves(event))
            found.append(
                Parted(
                    action=step.action,
                    foretold=step.on,
                    on=on,
                    happened=place is not None,
                    why=why,
                    follows=bool(found),
                )
            )
        if on is None:
            break
        begins = ends
    return found


def _standing(events: Sequence[CaseEvent]) -> dict[Action, int]:
    """Where in the events each step was taken for good: what was taken back has not happened."""
    done: dict[Action, int] = {}
    for place, event in enumerate(events):
        kind = Kind(event.kind)
        if kind in DONE_BY:
            done[DONE_BY[kind]] = place
        elif kind in TAKEN_BACK and done and event.state_before != event.state_after:
            done.popitem()
    return done


def _moves(event: CaseEvent) -> bool:
    return event.kind in MOVES_A_STEP or (event.kind == Kind.POSTED and bool(event.facts.get("late")))
