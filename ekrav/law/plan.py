"""The arithmetic of an instalment plan (amorteringsplan).

The rate is fixed when the plan is accepted. Each instalment goes to costs and accrued interest before capital
(`allocation`), so what is left of the capital is never more than what is left of the debt, and interest runs
on that: simple, actual days over 365, and rounded to öre once for each instalment, as the book posts it when
the instalment is paid on its day. The sum of the instalments is the debt, the plan's fee and that interest,
exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import count, islice

from ekrav.law.bankdays import roll_forward
from ekrav.law.interest import simple_interest
from ekrav.law.periods import months_after
from ekrav.money import Ore, to_ore

MOST_INSTALMENTS = 120  # ten years; a plan that takes longer is refused


class PlanRefused(ValueError):
    """The terms make no plan: too much, too little or too long, or a day that has passed."""


@dataclass(frozen=True, kw_only=True)
class PlanTerms:
    """What a plan is made from.

    `debt` is everything owed on `accepted` (that day's interest included), `capital` the part that goes on
    bearing interest at `rate` percent a year (0: none is claimed), `fee` what the plan adds (`costs.plan_fee`
    after `costs.costs_owed`), `first` the day of the first instalment; the others follow each month.
    """

    accepted: date
    debt: Ore
    capital: Ore
    rate: Fraction
    fee: Ore
    first: date


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """An amount and its bank day; `interest` is what has run since the instalment before it."""

    on: date
    amount: Ore
    interest: Ore


@dataclass(frozen=True, kw_only=True)
class InstalmentPlan:
    """All instalments; their sum is `total`."""

    terms: PlanTerms
    instalments: tuple[Instalment, ...]

    @property
    def interest(self) -> Ore:
        return Ore(sum(instalment.interest for instalment in self.instalments))

    @property
    def total(self) -> Ore:
        return Ore(self.terms.debt + self.terms.fee + self.interest)


def plan_of_months(*, terms: PlanTerms, months: int) -> InstalmentPlan:
    """Return a plan of so many instalments, equal but for the last, which is the others' or little more.

    Raises PlanRefused.
    """
    _refuse_nonsense(terms)
    if not 1 <= months <= MOST_INSTALMENTS or terms.debt + terms.fee < months:
        raise PlanRefused(f"{months} months for {terms.debt}")
    low, high = 1, terms.debt + terms.fee + 1
    while (
        high - low > 1
    ):  # the larger the amount, the smaller the last: the largest that leaves as much for it
        middle = (low + high) // 2
        low, high = (middle, high) if _last(terms, Ore(middle), months) >= middle else (low, middle)
    return _plan(terms, Ore(low), months)


def plan_of_amount(*, terms: PlanTerms, monthly: Ore) -> InstalmentPlan:
    """Return a plan of `monthly` a month until all is paid; the last instalment is what is left.

    Raises PlanRefused when it would take more than ten years, or for ever.
    """
    _refuse_nonsense(terms)
    if monthly <= 0:
        raise PlanRefused(f"{monthly} a month")
    for months, (_on, _interest, left) in enumerate(_course(terms, monthly), start=1):
        if left <= monthly:
            return _plan(terms, monthly, months)
        if months == MOST_INSTALMENTS:
            break
    raise PlanRefused(f"{monthly} a month for {terms.debt}")


def _refuse_nonsense(terms: PlanTerms) -> None:
    if not (0 <= terms.capital <= terms.debt and terms.debt > 0 and terms.fee >= 0 and terms.rate >= 0):
        raise PlanRefused(f"{terms.capital} of {terms.debt} at {terms.rate} % and {terms.fee}")
    if terms.first <= terms.accepted:
        raise PlanRefused(f"{terms.first} is not after {terms.accepted}")


def _course(terms: PlanTerms, amount: Ore) -> Iterator[tuple[date, Ore, Ore]]:
    """Each instalment's bank day, the interest run to it, and what is owed that day before it is paid."""
    before, left = terms.accepted, terms.debt + terms.fee
    for month in count():
        on = roll_forward(months_after(terms.first, month))
        capital = Ore(max(0, min(terms.capital, left)))
        interest = to_ore(simple_interest(capital=capital, rate=terms.rate, days=(on - before).days))
        yield on, interest, Ore(left + interest)
        before, left = on, left + interest - amount


def _last(terms: PlanTerms, amount: Ore, months: int) -> Ore:
    """What is left for the last of so many instalments; 0 or less when it is paid before."""
    return next(islice(_course(terms, amount), months - 1, None))[2]


def _plan(terms: PlanTerms, amount: Ore, months: int) -> InstalmentPlan:
    instalments = tuple(
        Instalment(on=on, amount=left if month == months else amount, interest=interest)
        for month, (on, interest, left) in enumerate(islice(_course(terms, amount), months), start=1)
    )
    return InstalmentPlan(terms=terms, instalments=instalments)
