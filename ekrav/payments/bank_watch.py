"""What is missing from the bank, or does not follow on: numbers left out, bank days without a statement, balances.

Reads only, in a staff or agency scope; nothing is remembered, so an alarm ends when what was missing has come. Numbers
are followed account by account within a year, for banks begin them again with a new one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise

from ekrav import clock
from ekrav.law.bankdays import is_bank_day, next_bank_day
from ekrav.money import Ore
from ekrav.payments.models import BankNotice, BankStatement

# The statement of a bank day lies at the bank in the next bank day's morning; from this hour it is missing.
LATE_FROM_HOUR = 12
# How far back is looked: what was missing before then has been seen and dealt with, or never will be.
LOOKED_BACK = timedelta(days=92)
_ONE = timedelta(days=1)


class Kind(StrEnum):
    """What is wrong."""

    STATEMENT_NUMBER = "statement_number"
    NOTICE_NUMBER = "notice_number"
    NO_STATEMENT = "no_statement"
    BALANCE = "balance"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One thing wrong on an account: numbers or days `first` to `last`; of a balance, what was expected and found."""

    kind: Kind
    account: str
    first: int | date
    last: int | date
    expected: Ore | None = None
    found: Ore | None = None


def alarms(*, at: datetime) -> list[Alarm]:
    """Return everything that is wrong, account by account."""
    since = clock.civil_date(at) - LOOKED_BACK
    statements = list(BankStatement.objects.filter(to_date__gte=since).order_by("account", "to_date"))
    found: list[Alarm] = []
    for account, rows in groupby(statements, key=lambda row: row.account):
        own = list(rows)
        found += _numbers(account, ((row.to_date, row.sequence) for row in own), kind=Kind.STATEMENT_NUMBER)
        found += _days(account, own, at=at)
        found += _balances(account, own)
    notices = BankNotice.objects.filter(day__gte=since).order_by("account", "day", "sequence")
    for account, group in groupby(notices, key=lambda row: row.account):
        found += _numbers(account, ((row.day, row.sequence) for row in group), kind=Kind.NOTICE_NUMBER)
    return found


def _numbers(account: str, told: Iterable[tuple[date, int | None]], *, kind: Kind) -> list[Alarm]:
    """The numbers left out. A new year may go on from the last number or begin at 1."""
    missing: list[Alarm] = []
    last = None
    for _, group in groupby(told, key=lambda pair: pair[0].year):
        numbers = sorted({sequence for _, sequence in group if sequence is not None})
        begins_again = last is not None and numbers and numbers[0] <= last
        before = [0] if begins_again else [] if last is None else [last]
        steps = pairwise([*before, *numbers])
        missing += [
            Alarm(kind=kind, account=account, first=low + 1, last=high - 1)
            for low, high in steps
            if high > low + 1
        ]
        last = numbers[-1] if numbers else last
    return missing


def _days(account: str, statements: Sequence[BankStatement], *, at: datetime) -> list[Alarm]:
    """The bank days that no statement covers, from the first statement to the last day that should have one."""
    covered = {
        row.from_date + _ONE * ahead
        for row in statements
        for ahead in range((row.to_date - row.from_date).days + 1)
    }
    missing = [day for day in _bank_days(statements[0].from_date, _last_due(at)) if day not in covered]
    return [
        Alarm(kind=Kind.NO_STATEMENT, account=account, first=run[0], last=run[-1]) for run in _runs(missing)
    ]


def _last_due(at: datetime) -> date:
    """The last day whose statement should be here: a bank day after it has begun, and its morning is over."""
    today = clock.civil_date(at)
    late = at.astimezone(clock.STOCKHOLM).hour >= LATE_FROM_HOUR and is_bank_day(today)
    seen_by = today if late else today - _ONE
    while not is_bank_day(seen_by):
        seen_by -= _ONE
    return seen_by - _ONE


def _bank_days(first: date, last: date) -> list[date]:
    days = []
    day = first if is_bank_day(first) else next_bank_day(first)
    while day <= last:
        days.append(day)
        day = next_bank_day(day)
    return days


def _runs(days: Sequence[date]) -> list[list[date]]:
    """Bank days that follow on one another, together."""
    runs: list[list[date]] = []
    for day in days:
        if runs and next_bank_day(runs[-1][-1]) == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _balances(account: str, statements: Sequence[BankStatement]) -> list[Alarm]:
    """Statements that follow on one another and whose balances do not."""
    return [
        Alarm(
            kind=Kind.BALANCE,
            account=account,
            first=after.from_date,
            last=after.to_date,
            expected=Ore(before.closing_ore),
            found=Ore(after.opening_ore),
        )
        for before, after in pairwise(statements)
        if after.from_date <= next_bank_day(before.to_date) and before.closing_ore != after.opening_ore
    ]
