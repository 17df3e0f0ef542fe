"""Other people's money that lies here too long: what is owed back to payers, and what nobody has placed.

What a payer has paid too much, on a closed case or to nobody belongs to the payer and is to go back without delay
(god inkassosed). No statute sets the days. `WITHIN` is our own practice: a fortnight holds the bank days of a payment
back, and a letter that asks the payer for an account number.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet, Sum

from ekrav.clock import civil_date
from ekrav.ledger.models import Account, Line
from ekrav.payments.models import LEFT, BankEntry, UnmatchedPayment

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

    What was never anybody's is one payer's each; on a case what has gone back was the oldest.
    """
    decided = _never_anybodys().values_list("resolved_at", flat=True)
    return sorted([*_of_cases(), *(civil_date(at) for at in decided if at)])


def _never_anybodys() -> QuerySet[UnmatchedPayment]:
    """What is to go back and has not left."""
    gone = BankEntry.objects.filter(refunds__state__in=LEFT).values("pk")
    returned = UnmatchedPayment.objects.filter(state=UnmatchedPayment.State.RETURNED)
    return returned.exclude(entry_id__in=gone)


def _of_cases() -> Iterable[date]:
    """Read from the book, of those cases alone where something is owed."""
    lines = Line.objects.filter(account=Account.OWED_TO_PAYER, subledger__isnull=False)
    owing = lines.order_by().values("subledger_id").annotate(ore=Sum("amount_ore")).filter(ore__lt=0)
    rows = lines.filter(subledger_id__in=owing.values("subledger_id")).order_by("id")
    cases: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for subledger_id, ore, day in rows.values_list("subledger_id", "amount_ore", "entry__booked_date"):
        cases[subledger_id].append((ore, day))
    return [day for case in cases.values() for day in _left(case)]


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
