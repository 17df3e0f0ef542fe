"""The parts of a debt by the authority's kinds, and back. Pure."""

from collections.abc import Mapping
from typing import Final

from cases.parts import Parts
from ekrav.filings.claims import Amount, AmountKind
from ekrav.law.allocation import Component
from ekrav.money import Ore

KIND_OF: Final[Mapping[Component, AmountKind]] = {
    Component.OUTLAY: AmountKind.COSTS,
    Component.AGENT: AmountKind.COSTS,
    Component.REMINDER: AmountKind.REMINDER,
    Component.DEMAND: AmountKind.COLLECTING,
    Component.PLAN: AmountKind.COLLECTING,
    Component.LATE_PAYMENT: AmountKind.LATE_PAYMENT,
    Component.INTEREST: AmountKind.INTEREST,
    Component.CAPITAL: AmountKind.CAPITAL,
}


def amounts_of(parts: Parts) -> tuple[Amount, ...]:
    """The parts as the authority names them; what is nothing is left out."""
    sums = dict.fromkeys(AmountKind, 0)
    for part, ore in parts.items():
        sums[KIND_OF[part]] += ore
    return tuple(Amount(kind=kind, amount=Ore(ore)) for kind, ore in sums.items() if ore > 0)


def parts_of(amounts: Mapping[AmountKind, int], *, owed: Parts) -> Parts:
    """Where money goes that the authority has parted: as it says, as far as so much is owed of it."""
    left = dict(amounts)
    parts: dict[Component, Ore] = {}
    for part, kind in KIND_OF.items():
        parts[part] = Ore(min(left.get(kind, 0), owed.get(part, 0)))
        left[kind] = left.get(kind, 0) - parts[part]
    return parts
