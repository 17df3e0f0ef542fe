"""A debt by its parts, and what is taken off them. Pure."""

from collections.abc import Mapping
from typing import Final

from ekrav.law.allocation import Component, allocate
from ekrav.money import Ore

Parts = Mapping[Component, Ore]
_BORNE: Final = (Component.INTEREST, Component.CAPITAL)


def total_of_parts(parts: Parts) -> Ore:
    """All of them."""
    return Ore(sum(parts.values()))


def without(owed: Parts, parts: Parts) -> Parts:
    """What is left of each part when `parts` are taken off."""
    return {part: Ore(ore - parts.get(part, 0)) for part, ore in owed.items()}


def relief(owed: Parts, amount: Ore) -> Parts:
    """Where a relief of interest is taken: off the interest, and when that has been paid already, off the capital."""
    from_interest = Ore(min(amount, owed[Component.INTEREST]))
    return {Component.INTEREST: from_interest, Component.CAPITAL: Ore(amount - from_interest)}


def less(owed: Parts, amount: Ore) -> Parts:
    """What is left of each part after a relief of interest."""
    return without(owed, relief(owed, amount))


def let_off(owed: Parts, amount: Ore) -> Parts:
    """Where it is taken when a debtor is let off so much: as a relief, and what is more than that off the costs."""
    order = (*_BORNE, *(part for part in Component if part not in _BORNE))
    return allocate(payment=amount, owed=owed, order=order).applied
