"""Whether a person was of age, föräldrabalken 9 kap. 1 §.

What a minor agreed to without leave does not bind the minor (9:6-7), so the day that matters is the day the
claim arose. Turning 18 later changes nothing.
"""

from datetime import date

from ekrav.identity import birth_date
from ekrav.law.rates import Rates


def age_on(*, number: str, on: date) -> int:
    """Return the age in whole years of the person with this 12-digit number, on a day.

    A samordningsnummer's day is the day of birth plus 60. Who was born on 29 February is a year older on 1
    March of a year without that day: in doubt the person is a minor.
    """
    born = birth_date(number)
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def was_minor(*, number: str, on: date, rates: Rates) -> bool:
    """Tell whether the person was a minor on `on`, the day the claim arose. Raises NoRow."""
    return age_on(number=number, on=on) < rates.years("age.majority", on)
