"""The law's rows as they stand for this agency: those shipped with the program (rows the agency enters come on top)."""

from functools import lru_cache

from ekrav.law.rates import Rates
from ekrav.law.shipped import shipped_rates


@lru_cache(maxsize=1)
def current_rates() -> Rates:
    """All rows in force."""
    return shipped_rates()
