"""How long whoever asks or is asked has to wait: the times that are promised, each with its reason."""

from datetime import date, timedelta
from typing import Final

from cases.models import Notice
from ekrav.law.bankdays import add_bank_days, roll_forward

# The creditor has to find order, delivery and complaint, and the debtor is not to be left waiting: an objection with
# reasons is looked into promptly (god inkassosed). As long as a debtor ordinarily has to pay a letter.
CREDITOR_ANSWERS: Final = timedelta(days=14)
# A handler reads what has come and decides. IMY wants questions answered without delay, or a day named.
STAFF_BANK_DAYS: Final = 5
# What the creditor is asked about first.
ASKED_OF_CREDITOR: Final = frozenset({Notice.Kind.DISPUTE, Notice.Kind.PAID})


def answer_by(*, received: date) -> date:
    """The creditor's last day to answer what a debtor said on a day."""
    return roll_forward(received + CREDITOR_ANSWERS)


def reply_by(*, kind: Notice.Kind, received: date) -> date:
    """The day by which the debtor has our answer."""
    asked = answer_by(received=received) if kind in ASKED_OF_CREDITOR else received
    return add_bank_days(start=asked, days=STAFF_BANK_DAYS)
