"""What Kronofogden costs, and the time it gives: lag (1990:746), förordning (1992:1094).

The debtor pays in the end, but what the debtor cannot pay the applicant does (1992:1094 4 §): both are shown
before anything is filed.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ekrav.law.costs import NOTHING, Costs
from ekrav.law.periods import act_by, months_after
from ekrav.law.rates import Rates
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class ApplicationCosts:
    """The costs claimed in an application for a payment order, each apart."""

    fee: Ore
    agent: Ore
    collecting: Costs

    @property
    def total(self) -> Ore:
        return Ore(self.fee + self.agent + self.collecting.total)


def application_fee(*, applied: date, rates: Rates) -> Ore:
    """Return the fee for an application, an outlay; owed even when it is withdrawn. Raises NoRow."""
    return rates.ore("kfm.application_fee", applied)


def application_costs(
    *, applied: date, collecting: Costs, agent_price: Ore | None = None, rates: Rates
) -> ApplicationCosts:
    """Return what an application made on `applied` may claim for costs, beside capital and interest.

    `collecting` is what the debtor owes already (60 and 180, or 450); the agent's price is claimed up to the
    ceiling (1990:746 48 §), None is the ceiling. Raises NoRow.
    """
    ceiling = rates.ore("kfm.agent_fee.max", applied)
    agent = ceiling if agent_price is None else Ore(min(agent_price, ceiling))
    return ApplicationCosts(
        fee=application_fee(applied=applied, rates=rates), agent=agent, collecting=collecting
    )


def base_fee_falls_on(*, begun: date, year: int) -> date:
    """Return the day enforcement's year number `year` begins, the first being 1, in a case begun on `begun`."""
    return months_after(begun, 12 * (year - 1))


def ask_about_year_on(*, falls: date, rates: Rates) -> date:
    """Return the day on which the price of the year that begins on `falls` is asked about. Raises NoRow."""
    return falls - timedelta(days=rates.days("enforcement.ask_days", falls))


def leave_before_year_on(*, falls: date, rates: Rates) -> date:
    """Return the day on which enforcement is taken back, if nobody has accepted that year. Raises NoRow."""
    return falls - timedelta(days=rates.days("enforcement.leave_days", falls))


def base_fee(
    *,
    on: date,
    first_year: bool,
    unpaid: Ore,
    insolvent: bool = False,
    only_4_9_b: bool = False,
    rates: Rates,
) -> Ore:
    """Return the base fee (grundavgift) of one title for the year of enforcement that begins on `on`, or 0.

    It falls anew for each year begun while the case is pending (5-6 §§), except when less than 100 kr is
    unpaid or nothing but measures under utsökningsbalken 4 kap. 9 b § are left. None at all when the case is
    reported without investigation because of bankruptcy or debt relief (3 §, `insolvent`). Raises NoRow.
    """
    if insolvent:
        return NOTHING
    too_little = unpaid < rates.ore("kfm.new_base_fee.least_unpaid", on)
    if not first_year and (too_little or only_4_9_b):
        return NOTHING
    return rates.ore("kfm.enforcement_base_fee", on)


def last_day_to_answer(*, served: date, rates: Rates) -> date:
    """Return the last day the debtor may pay or dispute an order served on `served`. Raises NoRow."""
    return act_by(served + timedelta(days=rates.days("payment_order.answer_days", served)))


def last_day_to_ask_for_court(*, told: date, rates: Rates) -> date:
    """Return the last day an applicant told of a dispute on `told` may ask for court (34 §). Raises NoRow."""
    return act_by(told + timedelta(days=rates.days("payment_order.court_request_days", told)))


def last_day_to_reopen(*, verdict: date, rates: Rates) -> date:
    """Return the last day the debtor may ask for reopening (återvinning, 53 §) of a verdict. Raises NoRow."""
    return act_by(months_after(verdict, rates.months("payment_order.reopening_months", verdict)))
