"""When creditors are paid out: once a week.

Decided 2026-11-22: on Fridays, so that the money is on the creditor's account before the weekend. A Friday that is no
bank day is paid on the next one. A creditor's wish for every bank day (`Creditor.rhythm`) is kept, and is for later.
"""

from datetime import date, timedelta
from typing import Final

from ekrav.law.bankdays import roll_forward

FRIDAY: Final = 4


def latest_payday(today: date) -> date:
    """The last payday that has begun: today's, if it is one."""
    return today - timedelta(days=(today.weekday() - FRIDAY) % 7)


def next_payday(today: date) -> date:
    """The first payday after today."""
    return latest_payday(today) + timedelta(days=7)


def pay_on(*, period_end: date, today: date) -> date:
    """The day the bank is asked to pay: the payday, never a day that has passed, always a bank day."""
    return roll_forward(max(period_end, today))


def paid_out_on(*, booked: date) -> date:
    """The day the bank is asked to pay out money that was booked on `booked`: the first payday after it."""
    payday = next_payday(booked)
    return pay_on(period_end=payday, today=payday)
