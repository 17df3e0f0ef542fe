"""When a claim is barred, preskriptionslagen (1981:130) 2, 5-7 §§.

Enough for refusing an old claim at upload and for one known interruption; proceedings (7 §) are not decided
here.
"""

from datetime import date

from ekrav.law.rates import Rates


def last_day_to_claim(
    *, arose: date, consumer_purchase: bool, rates: Rates, interrupted_on: date | None = None
) -> date:
    """Return the last day on which the claim can be made.

    The period runs from the day the claim arose (not its due date), or anew in full from the day it was
    interrupted by an acknowledgement or a demand that was received (6 §). It is three years for what a
    trader supplied to a consumer for mainly private use, else ten. Years end on the day of the same number,
    else on the last of the month (lag 1930:173 1 §). A last day on a weekend is not moved: in doubt the
    claim is the older. Raises NoRow.
    """
    start = arose if interrupted_on is None else max(arose, interrupted_on)
    key = "limitation.consumer" if consumer_purchase else "limitation.other"
    return _years_after(start, rates.years(key, start))


def is_barred(
    *, arose: date, consumer_purchase: bool, today: date, rates: Rates, interrupted_on: date | None = None
) -> bool:
    """Tell whether the claim is barred on `today`; then neither interest nor costs can be claimed (8 §)."""
    return today > last_day_to_claim(
        arose=arose, consumer_purchase=consumer_purchase, rates=rates, interrupted_on=interrupted_on
    )


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, and no such day that year
        return day.replace(year=day.year + years, day=28)
