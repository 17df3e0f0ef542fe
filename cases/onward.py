"""What comes after the last letter, whichever that was: the creditor's choice of the way on."""

from datetime import date

from cases.dispatching import Following
from cases.move import Next
from cases.states import Action
from ekrav.law.costs import Costs
from ekrav.law.kronofogden import application_costs
from ekrav.law.rates import Rates
from ekrav.money import Ore
from letters.catalogue import Consequence


def decision_after(earliest: date, rates: Rates) -> Following:
    """The creditor's choice on `earliest`, which may be an application to Kronofogden. Raises NoRow."""
    return Following(
        step=Next(action=Action.AWAIT_DECISION, on=earliest),
        consequence=Consequence.PAYMENT_ORDER,
        cost=payment_order_cost(on=earliest, rates=rates),
    )


def payment_order_cost(*, on: date, rates: Rates) -> Ore:
    """What an application to Kronofogden on that day may add to the debt. Raises NoRow."""
    costs = application_costs(applied=on, collecting=Costs(), rates=rates)
    return Ore(costs.fee + costs.agent)
