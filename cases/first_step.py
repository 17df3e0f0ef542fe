"""The first letter of a case that is about to be registered: when it goes and what it costs the debtor."""

from dataclasses import dataclass
from datetime import date

from cases.register import ClaimFacts
from ekrav.law.costs import demand_fee, reminder_fee
from ekrav.law.deadlines import next_posting_day
from ekrav.law.rates import Rates
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """Day and cost of the first letter."""

    is_reminder: bool
    on: date
    cost: Ore


def first_step(*, claim: ClaimFacts, today: date, rates: Rates) -> FirstStep:
    """What registering today leads to: by the same rules as `register`, `remind` and `demand`."""
    on = next_posting_day(after=today)
    if claim.own_reminder_on is not None:
        return FirstStep(is_reminder=False, on=on, cost=demand_fee(sent=on, due=claim.due_date, rates=rates))
    cost = reminder_fee(
        sent=on, due=claim.due_date, agreed_when_debt_arose=claim.reminder_fee_agreed, rates=rates
    )
    return FirstStep(is_reminder=True, on=on, cost=cost)
