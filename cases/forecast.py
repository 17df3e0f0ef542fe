"""What happens next: the table of moves played ahead, by the same functions that will do it."""

from dataclasses import dataclass
from datetime import date

from cases import demand, remind
from cases.models import Case
from cases.states import Action
from ekrav.law.deadlines import pay_by
from ekrav.law.rates import Rates
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One step ahead: at the earliest when, and what it adds to the debt. `pay_by`: of a letter."""

    action: Action
    on: date
    cost: Ore
    pay_by: date | None = None


def plan_of(*, case: Case, rates: Rates) -> list[Planned]:
    """The steps ahead of a case whose debtor does nothing, in order; empty when nothing more will happen."""
    if not case.next_action or case.next_date is None:
        return []
    return _ahead(case=case, action=Action(case.next_action), on=case.next_date, rates=rates)


def _ahead(*, case: Case, action: Action, on: date, rates: Rates) -> list[Planned]:
    letters = {Action.REMIND: remind.LETTER, Action.DEMAND: demand.LETTER}
    if action not in letters:
        return [Planned(action=action, on=on, cost=Ore(0))]
    letter = letters[action]
    until = pay_by(sent=on, rates=rates)
    step = Planned(action=action, on=on, cost=letter.fee(case, on, rates), pay_by=until)
    following = letter.after(until, rates).step
    return [step, *_ahead(case=case, action=following.action, on=following.on, rates=rates)]
