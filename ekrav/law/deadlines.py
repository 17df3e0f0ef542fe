"""How long a debtor is given, and when the next letter and the next step may come.

Inkassolagen (1974:182) 5 § wants a definite, reasonable time. IMY's guidance: not shorter than eight days
from dispatch, and four bank days after the letter has presumably arrived. How long post takes is a dated
row.
"""

from datetime import date, timedelta

from ekrav.law.bankdays import add_bank_days, next_bank_day, roll_forward
from ekrav.law.rates import Rates


def presumed_arrival(*, sent: date, rates: Rates) -> date:
    """Return the bank day a letter posted on `sent` has presumably arrived. Raises NoRow."""
    return add_bank_days(start=sent, days=rates.bank_days("mail.transit_bank_days", sent))


def shortest_pay_by(*, sent: date, rates: Rates) -> date:
    """Return the first day a demand posted on `sent` may name as its last day of payment. Raises NoRow."""
    after_arrival = add_bank_days(
        start=presumed_arrival(sent=sent, rates=rates), days=rates.bank_days("demand.min_bank_days", sent)
    )
    return max(sent + timedelta(days=rates.days("demand.min_days", sent)), after_arrival)


def pay_by(*, sent: date, rates: Rates) -> date:
    """Return the pay-by date to print on a letter posted on `sent`.

    The shortest lawful one, rolled forward to a bank day; for reminders and demands alike. Raises NoRow.
    """
    return roll_forward(shortest_pay_by(sent=sent, rates=rates))


def last_posting_day(*, written: date, by_hand: bool, rates: Rates) -> date:
    """Return the last day on which a letter written for `written` is posted: that day, or some later for a person.

    Its printed time is reckoned from then, so that it is not too short when the person comes to it. Raises NoRow.
    """
    days = rates.bank_days("mail.by_hand_bank_days", written) if by_hand else 0
    return add_bank_days(start=written, days=days)


def was_long_enough(*, posted: date, pay_by: date, rates: Rates) -> bool:
    """Tell whether a printed pay-by date is still lawful for a letter that was really posted on `posted`.

    When it is not, the demand counts as not sent. Raises NoRow.
    """
    return pay_by >= shortest_pay_by(sent=posted, rates=rates)


def demand_counts(*, posted: date | None, pay_by: date, returned: bool = False, rates: Rates) -> bool:
    """Tell whether a demand has been sent in the sense of 1981:739 3 § and inkassolagen 6 §.

    One that was never posted, that came back, or whose printed time was unlawfully short for the day it was
    really posted has not: its fee is not owed and nothing may follow it. Raises NoRow.
    """
    return posted is not None and not returned and was_long_enough(posted=posted, pay_by=pay_by, rates=rates)


def grace_ends(*, pay_by: date, rates: Rates) -> date:
    """Return the last bank day on which a payment made in time may still be on its way. Raises NoRow."""
    return add_bank_days(start=pay_by, days=rates.bank_days("payment.grace_bank_days", pay_by))


def next_step_on(*, pay_by: date, rates: Rates) -> date:
    """Return the first bank day on which the next step may be taken (6 §: never before the time is out)."""
    return next_bank_day(grace_ends(pay_by=pay_by, rates=rates))


def next_posting_day(*, after: date) -> date:
    """Return the day a letter made on `after` is posted: the first bank day after it."""
    return next_bank_day(after)
