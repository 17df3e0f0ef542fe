"""The ways on when the last letter's time is out, with what each costs: the creditor chooses, or has chosen already."""

from dataclasses import dataclass
from datetime import date

from cases.decide import covered_way
from cases.models import Case, StandingChoice
from cases.onward import payment_order_cost
from cases.outlook import Foretold
from cases.standing import standing_choice
from cases.ways import Way, price_of
from ekrav.agency.models import Tariff
from ekrav.law.costs import NOTHING
from ekrav.law.kronofogden import base_fee
from ekrav.law.rates import Rates
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class WayOn:
    """One way on at the earliest on a day. `chosen`: the creditor's standing choice leads there by itself.

    `debtor`: what it may add to the debt, `total` with that; `now`: what the creditor pays when it begins; `risk`: what
    the creditor has paid in the end if the debtor never can. With VAT.
    """

    way: Way
    on: date
    total: Ore
    chosen: bool
    debtor: Ore = NOTHING
    now: Ore = NOTHING
    risk: Ore = NOTHING
    todays_rate: bool = False


def way_on(*, case: Case, decision: Foretold, tariff: Tariff, rates: Rates) -> WayOn:
    """What follows a decision: where the standing choice leads, else Kronofogden, if the creditor chooses it.

    In the creditor's scope. Raises `law.rates.NoRow`.
    """
    choice = standing_choice()
    way = covered_way(choice=choice, case=case, on=decision.on, rates=rates) if choice else None
    if way is Way.SURVEILLANCE:
        return _surveillance(decision, tariff=tariff, rates=rates)
    if way is None and choice is not None and choice.otherwise == StandingChoice.Otherwise.WAIT:
        return WayOn(
            way=Way.WAIT,
            on=decision.on,
            total=decision.total,
            chosen=True,
            todays_rate=decision.todays_rate,
        )
    return order_way(decision, chosen=way is Way.PAYMENT_ORDER, tariff=tariff, rates=rates)


def order_way(decision: Foretold, *, chosen: bool, tariff: Tariff, rates: Rates) -> WayOn:
    """The debtor may owe the application's fee and the agency's; what the debtor cannot pay, the creditor has paid."""
    day, claimed = decision.on, payment_order_cost(on=decision.on, rates=rates)
    price = price_of(way=Way.PAYMENT_ORDER, tariff=tariff, on=day, rates=rates)
    enforcement = base_fee(on=day, first_year=True, unpaid=decision.total, rates=rates)
    return WayOn(
        way=Way.PAYMENT_ORDER,
        on=day,
        total=Ore(decision.total + claimed),
        chosen=chosen,
        debtor=claimed,
        now=price.outlay,
        risk=Ore(price.total + enforcement),
        todays_rate=decision.todays_rate,
    )


def _surveillance(decision: Foretold, *, tariff: Tariff, rates: Rates) -> WayOn:
    """A year's letters; the debtor owes nothing for them."""
    yearly = price_of(way=Way.SURVEILLANCE, tariff=tariff, on=decision.on, rates=rates).total
    return WayOn(
        way=Way.SURVEILLANCE,
        on=decision.on,
        total=decision.total,
        chosen=True,
        now=yearly,
        risk=yearly,
        todays_rate=decision.todays_rate,
    )
