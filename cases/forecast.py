"""What happens next: the table of moves played ahead, by the same functions that will do it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cases import demand, final_notice, remind
from cases.book import books_of
from cases.dispatching import Letter
from cases.fees import Owing, total_of
from cases.models import Case
from cases.states import Action
from ekrav.law.deadlines import pay_by
from ekrav.law.rates import Rates
from ekrav.money import Ore

LETTERS: Final[Mapping[Action, Letter]] = {
    letter.action: letter for letter in (remind.LETTER, demand.LETTER, final_notice.LETTER)
}


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
    charged = {charge.component for charge in books_of([case.subledger_id])[case.subledger_id].costs}
    owing = Owing(claim=case.claims.get(), debtor=case.debtor, charged=charged)
    return _ahead(
        Action(case.next_action), case.next_date, owing=owing, final_notice=case.final_notice, rates=rates
    )


def _ahead(action: Action, on: date, *, owing: Owing, final_notice: bool, rates: Rates) -> list[Planned]:
    if action not in LETTERS:
        return [Planned(action=action, on=on, cost=Ore(0))]
    letter, until = LETTERS[action], pay_by(sent=on, rates=rates)
    fees = letter.fees(owing, on, rates)
    after = owing.after(fees)
    step = letter.after(after, until, final_notice, rates).step
    following = _ahead(step.action, step.on, owing=after, final_notice=final_notice, rates=rates)
    return [Planned(action=action, on=on, cost=total_of(fees), pay_by=until), *following]
