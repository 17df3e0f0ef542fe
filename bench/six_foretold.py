"""What was foretold is held against what happened, month by month; and no claim grows too old while somebody could act.

At each month's end every open case's steps ahead are written down, with their days and totals, and the month after is
compared: until something disturbs the case, each step comes on its day with its total.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cases.circumstances import gather
from cases.foretold import DONE_BY, MOVES_A_STEP
from cases.last_day import limitation_of
from cases.models import Case, CaseEvent
from cases.outlook import Foretold, outlook_of
from cases.states import OPEN_STATES
from cases.write_off import Why
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope

Kind = CaseEvent.Kind
DISTURBS: Final = MOVES_A_STEP | {
    Kind.PAID,
    Kind.DIRECT_PAYMENT,
    Kind.REVERSED,
    Kind.APPLIED_ANEW,
    Kind.HOLD_LIFTED,
    Kind.STOPPED,
    Kind.WENT_ON,
    Kind.DISPUTE_REJECTED,
    Kind.DISPUTE_PARTLY,
    Kind.PLAN_ENDED,
}


@dataclass
class Foreseen:
    """Of each case the last event that was known, and the steps that were ahead of it then."""

    kept: dict[int, tuple[int, tuple[Foretold, ...]]] = field(default_factory=dict)
    compared: int = 0

    def look(self, creditors: list[int]) -> list[str]:
        """Compare what was kept with what has come, and keep what is ahead now; what went otherwise."""
        return [line for creditor in creditors for line in self._of_creditor(creditor)]

    def _of_creditor(self, creditor: int) -> list[str]:
        with tenant_scope(creditor):
            cases = list(Case.objects.select_related("debtor", "subledger", "reference").order_by("id"))
            apart = [line for case in cases for line in self._compare(case)]
            for case in cases:
                self._keep(case)
        return apart

    def _compare(self, case: Case) -> list[str]:
        last, steps = self.kept.pop(case.pk, (0, ()))
        ahead = list(steps)
        for event in case.events.filter(pk__gt=last).order_by("id") if ahead else ():
            if event.kind in DISTURBS or not ahead:
                break
            if event.kind in DONE_BY:
                step = ahead.pop(0)
                self.compared += 1
                came = (DONE_BY[Kind(event.kind)], event.on, event.facts.get("total_ore", step.total))
                if came != (step.action, step.on, step.total):
                    return [f"{case.number}: {step} came as {came}"]
        return []

    def _keep(self, case: Case) -> None:
        if case.state in OPEN_STATES and case.next_action in DONE_BY.values():
            last = case.events.order_by("-id").values_list("pk", flat=True)[0]
            steps = outlook_of(case=case, today=clock.today(), rates=current_rates()).steps
            self.kept[case.pk] = (last, steps)


def too_old(creditors: list[int]) -> list[str]:
    """Claims that are barred by time: open ones, and those that were written off for it."""
    return [line for creditor in creditors for line in _too_old(creditor)]


def _too_old(creditor: int) -> list[str]:
    with tenant_scope(creditor):
        today: date = clock.today()
        rows = Case.objects.select_related("debtor", "subledger", "reference").filter(state__in=OPEN_STATES)
        seen = gather(cases=list(rows.order_by("id")), today=today, rates=current_rates())
        ended = CaseEvent.objects.filter(kind=Kind.WRITTEN_OFF, facts__why=Why.BARRED)
        return [
            f"{one.case.number} in {one.case.state}" for one in seen if limitation_of(one).barred_on(today)
        ] + [f"{number} written off" for number in ended.values_list("case__number", flat=True)]
