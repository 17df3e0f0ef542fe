"""Wrong rules of pure law, each with the number of the point that must find it.

To add one: say in words what is wrong, and give each name that is replaced (by dotted name, where the law itself looks
it up) what stands there instead: a function of `wrong`, a constant function, or other `rows`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ekrav.law.shipped import shipped_rates
from ekrav.money import Ore, kronor
from tests.law_points import wrong


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A wrong rule: which point it breaks, what is wrong, and what stands instead of what.

    `granted`: a right that the database gives too much, where it is the database that holds the point.
    """

    point: int
    wrong: str
    instead: Mapping[str, Any] = field(default_factory=dict)
    granted: str = ""

    def __str__(self) -> str:
        return f"{self.point}: {self.wrong}"


def rows(values: Mapping[str, Any], *days: str) -> dict[str, Any]:
    """The shipped rows, with another value by key in those that cover the days."""
    rates = shipped_rates()
    changed = [
        replace(rates.on(key, date.fromisoformat(day)), value=value)
        for key, value in values.items()
        for day in days
    ]
    planted = rates.with_rows(changed)
    return {"ekrav.law.shipped.shipped_rates": lambda: planted}


def plant(point: int, text: str, **instead: Any) -> Plant:
    """A plant in `ekrav.law`: `module__function=wrong`."""
    return Plant(
        point=point,
        wrong=text,
        instead={f"ekrav.law.{name.replace('__', '.')}": rule for name, rule in instead.items()},
    )


def always(answer: Any) -> Any:
    return lambda **given: answer


CAPITAL_FIRST = ("capital", "interest", "reminder", "demand", "plan", "late_payment")
OLD_FEES = {
    "fee.reminder.max": kronor("50"),
    "fee.demand.max": kronor("160"),
    "fee.plan.max": kronor("150"),
}

PLANTS = (
    plant(1, "one rate for the whole claim", interest___segment=wrong.one_rate),
    plant(1, "the last rate is carried into an undecided half-year", rates__Rates__on=wrong.carried_on),
    Plant(
        point=2,
        wrong="the policy rate, not rounded up",
        instead=rows({"interest.reference": Fraction("3.75")}, "2024-07-01"),
    ),
    Plant(
        point=2,
        wrong="no reference rate below nought",
        instead=rows({"interest.reference": Fraction(0)}, "2016-07-01", "2017-01-01"),
    ),
    plant(3, "from the printed due date", interest__interest_from=wrong.from_due_date),
    plant(3, "a consumer need not have been told", interest__interest_from=wrong.told_or_not),
    plant(4, "the due date is an interest day", interest__interest_from=wrong.both_ends),
    plant(4, "a leap year has 366 days", interest__YEAR=366),
    plant(4, "each stretch is rounded", interest___segment=wrong.rounded_segment),
    plant(5, "interest on interest", interest__interest=wrong.compound),
    plant(6, "part payments are not seen", interest__interest=wrong.no_part_payments),
    plant(6, "the day of payment bears no interest", interest__interest=wrong.payment_counts_at_once),
    plant(7, "a reminder is always charged", costs__reminder_fee=always(Ore(6000))),
    plant(7, "every reminder is charged", costs__reminder_fee=wrong.each_reminder),
    plant(7, "every demand is charged", costs__demand_fee=wrong.each_demand),
    plant(8, "450 and 60 and 180", costs__costs_owed=wrong.both_kinds_of_costs),
    plant(8, "450 from a consumer", costs__late_payment_compensation=always(Ore(45000))),
    plant(8, "a sole trader's kitchen is business", costs__is_business_debt=always(True)),
    Plant(point=9, wrong="the ordinance repealed in 2013", instead=rows(OLD_FEES, "2026-11-22")),
    plant(10, "VAT on what the debtor pays", costs__demand_fee=wrong.vat_on_the_debtor),
    plant(10, "no VAT for the creditor", vat__settle=wrong.no_vat),
    plant(10, "VAT by subtraction", vat__settle=wrong.vat_by_subtraction),
    plant(12, "eight days, whatever the post and the holidays", deadlines__shortest_pay_by=wrong.eight_days),
    plant(12, "the letter is there the day it is sent", deadlines__presumed_arrival=wrong.no_post),
    plant(12, "a demand posted late counts", deadlines__was_long_enough=always(True)),
    plant(13, "the next step comes the day after", deadlines__next_step_on=wrong.the_day_after),
    plant(13, "a demand of the day of payment is not owed", costs__owed_when_paid=wrong.sent_before),
    plant(13, "rent by the day it was booked", costs__owed_when_paid=wrong.rent_like_the_rest),
    Plant(
        point=17,
        wrong="capital first",
        instead=rows({"allocation.order.consumer": CAPITAL_FIRST}, "2026-10-30"),
    ),
    plant(17, "what is too much is kept", allocation__allocate=wrong.excess_lost),
    plant(19, "from the due date", limitation__limitation=wrong.from_the_due_date),
    plant(19, "ten years after a verdict", limitation___last_day=wrong.ten_after_a_verdict),
    plant(19, "a barred claim is woken", limitation___why=wrong.never_too_late),
    plant(19, "unheard proceedings count in full", limitation___last_day=wrong.unheard_counts_in_full),
    plant(19, "sent is received", receipt__presumed_receipts=wrong.each_letter),
    plant(19, "a letter that came back was received", receipt__presumed_receipts=wrong.returned_too),
    plant(20, "by the year of birth", age__age_on=wrong.by_the_year),
    plant(20, "a samordningsnummer has no age", age__age_on=wrong.coordination_let_through),
    plant(22, "the base fee falls once", kronofogden__base_fee=wrong.once_for_all),
    plant(22, "a new base fee for a trifle", kronofogden__base_fee=wrong.for_a_trifle_too),
    Plant(
        point=27,
        wrong="amounts are rounded as floats",
        instead={"ekrav.money.to_ore": wrong.float_ore, "ekrav.law.vat.to_ore": wrong.float_ore},
    ),
    Plant(point=27, wrong="amounts are split as floats", instead={"ekrav.money.split": wrong.float_split}),
)
