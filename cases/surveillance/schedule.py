"""When the letters of surveillance go: evenly over the year, and sooner when the claim would else grow too old. Pure.

Two letters that were received prove that one was, so a claim lives on from the earlier of the last two (`law.receipt`).
A letter is planned half a year before the last day to claim, at the latest: time enough for one that comes back, for a
pause, and for the letter after it.
"""

from datetime import date
from itertools import count
from typing import Final

from ekrav.law.bankdays import roll_forward
from ekrav.law.periods import months_after, years_after
from ekrav.law.rates import Rates

YEAR: Final = 12
LETTER_MONTHS: Final = "limitation.letter_months"


def next_letter_on(
    *,
    began: date,
    last: date | None,
    letters_a_year: int,
    claim_by: date | None,
    earliest: date,
    rates: Rates,
) -> date:
    """Return the bank day of the next letter, not before `earliest`.

    `last`: the day of the last letter, None when there was none. `claim_by`: the last day to claim, None when no time
    runs. Raises NoRow.
    """
    on = _slot(began=began, last=last, letters_a_year=letters_a_year)
    if claim_by is not None:
        on = min(on, safe_by(claim_by, rates=rates))
    return roll_forward(max(on, earliest))


def safe_by(claim_by: date, *, rates: Rates) -> date:
    """Return the day from which a letter is urgent. Raises NoRow."""
    return months_after(claim_by, -rates.months(LETTER_MONTHS, claim_by))


def year_of(*, began: date, on: date) -> tuple[date, date]:
    """Return the year of the surveillance that `on` is in: its first day, and the first day of the next."""
    number = on.year - began.year
    if years_after(began, number) > on:
        number -= 1
    return years_after(began, number), years_after(began, number + 1)


def _slot(*, began: date, last: date | None, letters_a_year: int) -> date:
    """The first of the year's even places that is far enough from the last letter: half the way between two."""
    half = YEAR // (2 * letters_a_year)
    after = began if last is None else months_after(last, half)
    places = (months_after(began, (YEAR * n + YEAR // 2) // letters_a_year) for n in count())
    return next(place for place in places if place > after)
