"""The days that count from what has happened to whoever owes: to file a claim, to leave in peace, to stop interest."""

from datetime import date, timedelta

from ekrav.law.periods import act_by, months_after
from ekrav.law.rates import Rates


def relief_claim_by(*, announced: date, rates: Rates) -> date:
    """Return the last day to file a claim in a debt relief (2016:675 19 §). Raises NoRow."""
    return act_by(months_after(announced, rates.months("debt_relief.claim_months", announced)))


def estate_in_peace_until(*, died: date, rates: Rates) -> date:
    """Return the day until which an estate is left in peace (ärvdabalken 21 kap. 1 §). Raises NoRow."""
    return months_after(died, rates.months("estate.peace_months", died))


def look_by(*, known: date, rates: Rates) -> date:
    """Return the day by which a handler has looked at what has become known. Raises NoRow."""
    return act_by(known + timedelta(days=rates.days("situation.look_days", known)))


def look_again_on(*, seen: date, rates: Rates) -> date:
    """Return the day on which a handler looks again at what lasts. Raises NoRow."""
    return act_by(months_after(seen, rates.months("situation.again_months", seen)))


def relief_interest_through(*, opened: date, rates: Rates) -> date:
    """Return the last day with interest when a debt relief has been opened (2016:675 47 §). Raises NoRow."""
    return opened + timedelta(days=rates.days("debt_relief.interest_days", opened))


def bankruptcy_interest_through(*, declared: date, rates: Rates) -> date:
    """Return the last day whose interest is claimed in a bankruptcy. Raises NoRow."""
    return declared + timedelta(days=rates.days("bankruptcy.interest_days", declared))
