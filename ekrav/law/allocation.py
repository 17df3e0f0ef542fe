"""How a payment is applied within one claim (avräkning).

The order is a dated row for each kind of debtor, because it rests on practice and a change for consumers is
under inquiry. Which claim a payment belongs to is the debtor's choice (handelsbalken 9 kap. 5 §), made by
the reference; it is not decided here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from ekrav.law.rates import Rates
from ekrav.money import Ore


class Component(StrEnum):
    """A part of what is owed. The words are those of the `allocation.order.*` rows."""

    OUTLAY = "outlay"
    AGENT = "agent"
    REMINDER = "reminder"
    DEMAND = "demand"
    PLAN = "plan"
    LATE_PAYMENT = "late_payment"
    INTEREST = "interest"
    CAPITAL = "capital"


class NotAPayment(ValueError):
    """The amount to apply, or an amount owed, is negative."""


class OrderIncomplete(ValueError):
    """Something is owed that the order does not name, or the order names something twice."""


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """Where a payment went. Each component of the order has an amount, perhaps 0; `excess` is the payer's."""

    applied: Mapping[Component, Ore]
    excess: Ore


def order_on(*, business_debtor: bool, day: date, rates: Rates) -> tuple[Component, ...]:
    """Return the order in which a payment booked on `day` is applied. Raises NoRow."""
    kind = "business" if business_debtor else "consumer"
    return _components(rates.order(f"allocation.order.{kind}", day))


@lru_cache
def _components(words: tuple[str, ...]) -> tuple[Component, ...]:
    return tuple(map(Component, words))


def allocate(*, payment: Ore, owed: Mapping[Component, Ore], order: Sequence[Component]) -> Allocation:
    """Apply `payment` to what is owed, in `order`; what is left over is excess.

    Raises NotAPayment for negative amounts, OrderIncomplete when the order does not fit what is owed.
    """
    if payment < 0 or any(amount < 0 for amount in owed.values()):
        raise NotAPayment(f"{payment} on {dict(owed)}")
    if len(set(order)) != len(order) or any(owed[part] for part in owed if part not in order):
        raise OrderIncomplete(f"{[*order]} for {[*owed]}")
    left = payment
    applied: dict[Component, Ore] = {}
    for component in order:
        applied[component] = Ore(min(left, owed.get(component, 0)))
        left = Ore(left - applied[component])
    return Allocation(applied=applied, excess=left)
