"""What happens next: the table of moves played ahead, by the same functions that will do it."""

from dataclasses import dataclass
from datetime import date

from cases.book import CaseBook, books_of
from cases.claims import Claims, claims_in
from cases.due import LETTERS
from cases.fees import Fee, Owing, total_of
from cases.models import Case
from cases.states import Action
from ekrav.law.bankdays import roll_forward
from ekrav.law.deadlines import pay_by
from ekrav.law.rates import Rates
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One step ahead: at the earliest when, and what it adds to the debt. `pay_by`: of a letter."""

    action: Action
    on: date
    fees: tuple[Fee, ...] = ()
    pay_by: date | None = None

    @property
    def cost(self) -> Ore:
        """What the step adds to the debt."""
        return total_of(self.fees)


def plan_of(*, case: Case, rates: Rates) -> list[Planned]:
    """The steps ahead of a case whose debtor does nothing, in order; empty when nothing more will happen."""
    book = books_of([case.subledger_id])[case.subledger_id]
    return plan_from(case=case, claims=claims_in(case), book=book, rates=rates)


def plan_from(
    *, case: Case, claims: Claims, book: CaseBook, today: date = date.min, rates: Rates
) -> list[Planned]:
    """As `plan_of`, of claims and a book that are at hand; what should have been done before `today` is done then."""
    if not case.next_action or case.next_date is None:
        return []
    owing = Owing(claims=claims, debtor=case.debtor, charged={charge.component for charge in book.costs})
    on = case.next_date if case.next_date >= today else roll_forward(today)
    return _ahead(Action(case.next_action), on, owing=owing, final_notice=case.final_notice, rates=rates)


def _ahead(action: Action, on: date, *, owing: Owing, final_notice: bool, rates: Rates) -> list[Planned]:
    if action not in LETTERS:
        return [Planned(action=action, on=on)]
    letter, until = LETTERS[action], pay_by(sent=on, rates=rates)
    fees = letter.fees(owing, on, rates)
    after = owing.after(fees)
    step = letter.after(after, until, final_notice, rates).step
    following = _ahead(step.action, step.on, owing=after, final_notice=final_notice, rates=rates)
    return [Planned(action=action, on=on, fees=fees, pay_by=until), *following]
