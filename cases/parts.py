"""A debt by its parts, and what is taken off them. Pure."""

from collections.abc import Mapping

from ekrav.law.allocation import Component
from ekrav.money import Ore

Parts = Mapping[Component, Ore]


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
