"""Other people's money that lies here too long: what is owed back to payers, and what nobody has placed.

What a payer has paid too much, on a closed case or to nobody belongs to the payer and is to go back without delay
(god inkassosed). No statute sets the days. `WITHIN` is our own practice: a fortnight holds the bank days of a payment
back, and a letter that asks the payer for an account number.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from ekrav.ledger.models import Account, Line
from ekrav.payments.models import UnmatchedPayment

WITHIN: Final = timedelta(days=14)


def unplaced_too_long(*, today: date) -> int:
    """How many payments nobody has placed or sent back in time. In a staff scope."""
    waiting = UnmatchedPayment.objects.filter(state=UnmatchedPayment.State.OPEN)
    return waiting.filter(entry__booked_date__lt=today - WITHIN).count()


def owed_too_long(*, today: date) -> int:
    """How many sums owed back to payers have not gone back in time. In a staff scope."""
    return sum(day < today - WITHIN for day in owed_since())


def owed_since() -> list[date]:
    """Since what day each sum that is owed back to a payer has been so, the oldest first. In a staff scope.

    Read from the book, case by case and in the agency's own: what has gone back was the oldest.
    """
    lines = Line.objects.filter(account=Account.OWED_TO_PAYER).order_by("id")
    rows = lines.values_list("creditor_id", "subledger_id", "amount_ore", "entry__booked_date")
    accounts: dict[tuple[int, int | None], list[tuple[int, date]]] = defaultdict(list)
    for creditor_id, subledger_id, ore, day in rows:
        accounts[creditor_id, subledger_id].append((ore, day))
    return sorted(day for account in accounts.values() for day in _left(account))


def _left(lines: Iterable[tuple[int, date]]) -> Iterable[date]:
    """The days of the credits of which something is left when the debits have taken the oldest first."""
    told = list(lines)
    gone_back = sum(ore for ore, _day in told if ore > 0)
    for ore, day in told:
        if ore > 0:
            continue
        gone_back += ore
        if gone_back < 0:
            yield day
            gone_back = 0
