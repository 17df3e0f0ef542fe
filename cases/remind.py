"""Remind: the written reminder, and its fee when one was agreed at the latest when the debt arose (1981:739 2 §)."""

from datetime import date

from cases.dispatching import Following, Letter, no_faults
from cases.fees import Owing, demand_fees, reminder_fees, total_of
from cases.models import CaseEvent
from cases.move import Next
from cases.states import Action
from ekrav.law.deadlines import next_step_on
from ekrav.law.rates import Rates
from letters.catalogue import Consequence, LetterKind


def _after(owing: Owing, pay_by: date, final_notice: bool, rates: Rates) -> Following:
    earliest = next_step_on(pay_by=pay_by, rates=rates)
    return Following(
        step=Next(action=Action.DEMAND, on=earliest),
        consequence=Consequence.DEMAND,
        cost=total_of(demand_fees(owing, earliest, rates)),
    )


LETTER = Letter(
    kind=LetterKind.REMINDER,
    action=Action.REMIND,
    event=CaseEvent.Kind.REMINDED,
    fees=reminder_fees,
    after=_after,
    faults=no_faults,
)
