"""Watching that the rate of late interest is decided: a reminder on the day of the decision, an alarm from day one."""

from dataclasses import dataclass
from datetime import date, timedelta

from ekrav.law.half_years import decision_day
from ekrav.law.interest import known_through
from ekrav.law.rates import Rates


@dataclass(frozen=True, kw_only=True)
class MissingRate:
    """The first day without a decided rate. `late`: that day has come, and what needs the rate waits."""

    first: date
    late: bool


def missing_rate(*, today: date, rates: Rates) -> MissingRate | None:
    """What to remind the agency of today; None until the Riksbank's day of decision."""
    known = known_through(rates=rates)
    if known >= today and (known == date.max or today < decision_day(known + timedelta(days=1))):
        return None
    first = known + timedelta(days=1)
    return MissingRate(first=first, late=today >= first)
