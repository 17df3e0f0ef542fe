"""Things happen to those who owe: a register tells it, or a handler enters it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from cases.models import Case, Situation
from cases.situations.begin import begin
from cases.situations.from_events import take_in
from ekrav.agency.rates import current_rates
from ekrav.outbox.models import Parcel
from ekrav.registers.events import EventKind, RegisterEvent
from ekrav.tenancy import tenant_scope
from tests.cases.plans import STAFF, locked
from tests.cast import right_now

T = TypeVar("T")
Kind = Situation.Kind


@dataclass
class Registers:
    """What the registers have told, in order: a feed without a wire."""

    told: list[RegisterEvent] = field(default_factory=list)

    def events(self, *, after: str = "") -> list[RegisterEvent]:
        """What was told after that event."""
        names = [event.id for event in self.told]
        return self.told[names.index(after) + 1 if after in names else 0 :]

    def tell(self, kind: EventKind, number: str, on: date, **more: Any) -> int:
        """It happens, and is taken in today; how many events were taken up."""
        name = f"H{len(self.told) + 1:04}"
        self.told.append(RegisterEvent(id=name, kind=kind, number=number, happened_on=on, **more))
        return self.take_in()

    def take_in(self) -> int:
        """The task runs."""
        at, today = right_now()
        return take_in(feed=self, today=today, at=at, rates=current_rates())


def enters(creditor: int, case: Case, kind: Situation.Kind, on: date, **more: Any) -> Situation:
    """A handler enters it by hand."""
    return handles(creditor, case, begin, kind=kind, began_on=on, key=f"hand {kind}", **more)


def handles(creditor: int, case: Case, what: Callable[..., T], **words: Any) -> T:
    """A handler does something with the case's row locked."""
    at, today = right_now()
    with tenant_scope(creditor):
        mine = locked(creditor, case)
        return what(case=mine, today=today, at=at, by=STAFF, rates=current_rates(), **words)


def the(creditor: int, case: Case, kind: Situation.Kind) -> Situation:
    """The case's situation of that kind that lasts."""
    with tenant_scope(creditor):
        return Situation.objects.get(case=case, kind=kind, ended_on=None)


def mailed(creditor: int) -> list[str]:
    """What the creditor has been mailed about its cases, the subjects in order."""
    with tenant_scope(creditor):
        rows = Parcel.objects.filter(channel=Parcel.Channel.MAIL).order_by("id")
        return [parcel.subject for parcel in rows if "ärende" in parcel.subject.lower()]
