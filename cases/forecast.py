"""What happens next: the table of moves played ahead, by the same functions that will do it."""

from dataclasses import dataclass
from datetime import date

from cases.addressee import goes_by_hand
from cases.book import CaseBook, books_of
from cases.claims import Claims, claims_in
from cases.due import LETTERS
from cases.fees import Fee, Owing, total_of
from cases.joint import answering
from cases.models import Case
from cases.states import Action
from ekrav.law.bankdays import roll_forward
from ekrav.law.deadlines import last_posting_day, pay_by
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


@dataclass(frozen=True, kw_only=True)
class _Course:
    """What is the same in every step: `by_hand`: a person posts the letters; `asked_by`: the last letter's last day."""

    by_hand: bool
    asked_by: date
    final_notice: bool
    rates: Rates

    def pay_by(self, written: date) -> date:
        """As `dispatching` reckons it."""
        posted = last_posting_day(written=written, by_hand=self.by_hand, rates=self.rates)
        return max(pay_by(sent=posted, rates=self.rates), self.asked_by)


def plan_of(*, case: Case, rates: Rates) -> list[Planned]:
    """The steps ahead of a case whose debtor does nothing, in order; empty when nothing more will happen.

    In the tenant's scope.
    """
    return plan_posted(case=case, by_hand=posted_by_hand(case), rates=rates)


def plan_posted(*, case: Case, by_hand: bool, rates: Rates) -> list[Planned]:
    """As `plan_of`, where it is known whether a person posts the letters."""
    book = books_of([case.subledger_id])[case.subledger_id]
    return plan_from(case=case, claims=claims_in(case), book=book, by_hand=by_hand, rates=rates)


def posted_by_hand(case: Case) -> bool:
    """Whether a person posts the letters of the case, to one of those who answer. In the tenant's scope."""
    return any(goes_by_hand(debtor) for debtor in answering(case))


def plan_from(
    *, case: Case, claims: Claims, book: CaseBook, by_hand: bool, today: date = date.min, rates: Rates
) -> list[Planned]:
    """As `plan_of`, of claims and a book that are at hand; what should have been done before `today` is done then."""
    if not case.next_action or case.next_date is None:
        return []
    owing = Owing(claims=claims, debtor=case.debtor, charged={charge.component for charge in book.costs})
    on = case.next_date if case.next_date >= today else roll_forward(today)
    course = _Course(
        by_hand=by_hand, asked_by=case.pay_by or date.min, final_notice=case.final_notice, rates=rates
    )
    return _ahead(Action(case.next_action), on, owing=owing, course=course)


def _ahead(action: Action, on: date, *, owing: Owing, course: _Course) -> list[Planned]:
    if action not in LETTERS:
        return [Planned(action=action, on=on)]
    letter, until = LETTERS[action], course.pay_by(on)
    fees = letter.fees(owing, on, course.rates)
    after = owing.after(fees)
    step = letter.after(after, until, course.final_notice, course.rates).step
    return [
        Planned(action=action, on=on, fees=fees, pay_by=until),
        *_ahead(step.action, step.on, owing=after, course=course),
    ]
