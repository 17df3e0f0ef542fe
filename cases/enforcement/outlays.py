"""Whose the outlays are that a debtor owes: the application's, which the title grants, or fees of years of enforcement.

Both stand on one account. The title's are the older, so that what is paid of the two is theirs first; what the
authority's fees took is the years'.
"""

from typing import Final

from django.db.models import Q, Sum

from cases.models import Case
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore

BASE_FEE: Final = "base fee"
FEE_TAKEN: Final = "fee taken by authority"
_OF_YEARS: Final = (BASE_FEE, FEE_TAKEN)


def years_outlay(case: Case) -> Ore:
    """What the debtor owes of fees of years of enforcement."""
    return Ore(min(_owed(case), _of_years(case)))


def titles_outlay(case: Case, *, beside: int = 0) -> Ore:
    """What the debtor owes of the application's outlay; as it was before `beside` was paid of both."""
    return Ore(max(0, _owed(case) + beside - _of_years(case)))


def _owed(case: Case) -> int:
    return balance(account=Account.CLAIM_OUTLAY, subledger=case.subledger)


def _of_years(case: Case) -> int:
    """The fees that have fallen, less what the authority has taken for them."""
    which = Q(entry__kind__in=_OF_YEARS) | Q(entry__reverses__kind__in=_OF_YEARS)
    lines = Line.objects.filter(which, subledger=case.subledger_id, account=Account.CLAIM_OUTLAY)
    return int(lines.aggregate(ore=Sum("amount_ore"))["ore"] or 0)
