"""When an instalment is missed and a plan may be ended.

No statute says. It is a rule of this product, marked so in its row: while a plan is kept no measure is taken
(god inkassosed, inkassolagen 4 §); a payment on its way is waited for; the debtor is warned by letter and
given the time of a letter; what is paid in that time keeps the plan alive.
"""

from datetime import date

from ekrav.law.bankdays import add_bank_days, next_bank_day
from ekrav.law.deadlines import next_step_on, pay_by
from ekrav.law.rates import Rates


def missed_on(*, due: date, rates: Rates) -> date:
    """Return the first bank day on which an unpaid instalment is missed and a warning may be sent.

    `due` is the instalment's bank day. Raises NoRow.
    """
    grace = rates.bank_days("plan.grace_bank_days", due)
    return next_bank_day(add_bank_days(start=due, days=grace))


def warning_pay_by(*, posted: date, rates: Rates) -> date:
    """Return the day by which what was missed keeps the plan alive, after a warning posted on `posted`.

    Raises NoRow.
    """
    return pay_by(sent=posted, rates=rates)


def may_be_ended_on(*, posted: date, rates: Rates) -> date:
    """Return the first bank day the plan may be ended when the warning posted on `posted` was in vain.

    Payments made by the warning's last day may still be on their way. Raises NoRow.
    """
    return next_step_on(pay_by=warning_pay_by(posted=posted, rates=rates), rates=rates)
