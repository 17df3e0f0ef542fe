"""Interest while a plan lasts: by law, and never above the rate that the plan fixed. What is above it is given up."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Q

from cases.models import Case, InstalmentPlan
from ekrav.law.interest import Interest, Segment, simple_interest
from ekrav.money import Ore, to_ore


def above_plan(*, case: Case, accrued: Interest) -> Ore:
    """How much of the accrued interest is above what the case's plans have promised; 0 without plans.

    A plan's promise holds for the days after its offer, until it ended, however it did.
    """
    if not accrued.trace:
        return Ore(0)
    lasted = Q(ended_on=None) | Q(ended_on__gte=min(segment.first for segment in accrued.trace))
    plans = list(InstalmentPlan.objects.filter(lasted, case=case, accepted_on__isnull=False))
    promised = sum((_promised(segment, plans) for segment in accrued.trace), Fraction(0))
    return Ore(accrued.ore - to_ore(promised))


def _promised(segment: Segment, plans: Sequence[InstalmentPlan]) -> Fraction:
    """The segment's interest, each day at the lowest of the law's rate and those of the plans that lasted."""
    if all(plan.rate >= segment.rate for plan in plans):
        return segment.amount
    days = (segment.first + timedelta(days=n) for n in range(segment.days))
    rates = [min([segment.rate, *(Fraction(p.rate) for p in plans if _lasts(p, day))]) for day in days]
    return sum(
        (simple_interest(capital=segment.capital, rate=rate, days=rates.count(rate)) for rate in set(rates)),
        Fraction(0),
    )


def _lasts(plan: InstalmentPlan, day: date) -> bool:
    return plan.offered_on < day and (plan.ended_on is None or day <= plan.ended_on)
