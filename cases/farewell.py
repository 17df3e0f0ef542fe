"""What a debtor is told when a case ends, or begins again, without its doing. Only one who has had a letter is told."""

from datetime import date, datetime

from cases.models import Case
from ekrav.law.rates import Rates
from ekrav.money import Ore
from letters.models import Dispatch


def tell_withdrawn(*, case: Case, today: date, at: datetime, rates: Rates) -> Dispatch | None:
    """The creditor has withdrawn the case."""
    return None


def tell_closed(*, case: Case, today: date, at: datetime, rates: Rates) -> Dispatch | None:
    """The case is closed and nothing more is asked for."""
    return None


def tell_reopened(
    *, case: Case, to_pay: Ore, pay_by: date, today: date, at: datetime, rates: Rates
) -> Dispatch | None:
    """The bank took a payment back: the debt is there again, to be paid by a lawful day."""
    return None
