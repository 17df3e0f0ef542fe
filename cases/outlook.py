"""What an undisturbed case will owe on days to come, reckoned as today's debt is.

Past the last decided reference rate the debt is reckoned with that rate, and every sum says so: it is a forecast, and
nothing is charged by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cases.book import CaseBook, books_of
from cases.claims import Claims, claims_in
from cases.debt import Debt, debt_from, terms_of
from cases.forecast import Planned, plan_from, posted_by_hand
from cases.models import Case, Claim
from cases.states import Action
from ekrav.law.interest import interest_from, known_through, with_last_rate_held
from ekrav.law.rates import Rates
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class Foretold:
    """One step ahead as it is shown and kept. `total`: the whole debt that day, the step's cost and interest included.

    `todays_rate`: some of that interest is of days whose rate is not decided yet.
    """

    action: Action
    on: date
    cost: Ore
    total: Ore
    todays_rate: bool = False
    pay_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A case, its plan and its book. `rates`: with the last decided rate held past `known`, its last day."""

    case: Case
    claims: Claims
    book: CaseBook
    plan: Sequence[Planned]
    rates: Rates
    known: date

    @property
    def steps(self) -> tuple[Foretold, ...]:
        """The plan with what will be owed."""
        return tuple(
            Foretold(
                action=step.action,
                on=step.on,
                cost=step.cost,
                total=self.debt_on(step.on).total,
                todays_rate=self.takes_todays_rate(step.on),
                pay_by=step.pay_by,
            )
            for step in self.plan
        )

    def debt_on(self, day: date) -> Debt:
        """The debt on a day, with the fees of the letters that are planned through it."""
        debt = debt_from(case=self.case, claims=self.claims, book=self.book, on=day, rates=self.rates)
        balances = dict(debt.balances)
        for fee in (fee for step in self.plan if step.on <= day for fee in step.fees):
            balances[fee.component] = Ore(balances[fee.component] + fee.amount)
        return replace(debt, balances=balances)

    def takes_todays_rate(self, day: date) -> bool:
        """Whether the interest to a day is reckoned with a rate that is not decided for all of it."""
        return day > self.known and any(self._follows_the_rate(claim, day) for claim in self.claims)

    def _follows_the_rate(self, claim: Claim, day: date) -> bool:
        terms = terms_of(claim=claim, debtor=self.case.debtor)
        first = interest_from(terms=terms, rates=self.rates)
        return terms.agreed_rate is None and first is not None and first <= day


def outlook_of(*, case: Case, today: date, rates: Rates) -> Outlook:
    """The case's outlook as it stands on `today`. Raises `law.rates.NoRow` for other rows than the reference rate's."""
    claims, book = claims_in(case), books_of([case.subledger_id])[case.subledger_id]
    return Outlook(
        case=case,
        claims=claims,
        book=book,
        plan=plan_from(
            case=case, claims=claims, book=book, by_hand=posted_by_hand(case), today=today, rates=rates
        ),
        rates=with_last_rate_held(rates=rates),
        known=known_through(rates=rates),
    )
