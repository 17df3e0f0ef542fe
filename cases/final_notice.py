"""Final notice: the last letter before the creditor's choice, for those who want one. It costs the debtor nothing."""

from datetime import date

from cases.dispatching import Following, Letter, no_faults
from cases.fees import Owing, no_fees
from cases.models import CaseEvent
from cases.onward import decision_after
from cases.states import Action
from ekrav.law.deadlines import next_step_on
from ekrav.law.rates import Rates
from letters.catalogue import LetterKind


def _after(owing: Owing, pay_by: date, final_notice: bool, rates: Rates) -> Following:
    return decision_after(next_step_on(pay_by=pay_by, rates=rates), rates)


LETTER = Letter(
    kind=LetterKind.FINAL_NOTICE,
    action=Action.FINAL_NOTICE,
    event=CaseEvent.Kind.FINAL_NOTICE,
    fees=no_fees,
    after=_after,
    faults=no_faults,
)
