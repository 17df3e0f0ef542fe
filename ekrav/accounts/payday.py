"""When creditors are paid out: once a week, or each bank day for those who have chosen it.

Decided 2026-11-22: weekly is on Fridays, so that the money is on the creditor's account before the weekend. A Friday
that is no bank day is paid on the next one.
"""

from datetime import date, timedelta
from typing import Final

from ekrav.law.bankdays import next_bank_day, roll_forward

FRIDAY: Final = 4


def latest_payday(today: date) -> date:
    """The last payday that has begun: today's, if it is one."""
    return today - timedelta(days=(today.weekday() - FRIDAY) % 7)


def next_payday(today: date) -> date:
    """The first payday after today."""
    return latest_payday(today) + timedelta(days=7)


def next_turn(today: date, *, daily: bool) -> date:
    """The first day after today whose draft a creditor is in."""
    return min(next_bank_day(today), next_payday(today)) if daily else next_payday(today)


def pay_on(*, period_end: date, today: date) -> date:
    """The day the bank is asked to pay: the payday, never a day that has passed, always a bank day."""
    return roll_forward(max(period_end, today))


def paid_out_on(*, booked: date, daily: bool = False) -> date:
    """The day the bank is asked to pay out money that was booked on `booked`: the first turn after it."""
    turn = next_turn(booked, daily=daily)
    return pay_on(period_end=turn, today=turn)
