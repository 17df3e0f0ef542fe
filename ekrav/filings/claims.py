"""What is asked for: part claims with their interest, and amounts by kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ekrav.money import Ore


class ClaimKind(StrEnum):
    """The kinds of part claim (delkrav) that the authority knows."""

    CAPITAL = "capital"
    INTEREST = "interest"
    COLLECTING = "collecting"
    LATE_PAYMENT = "late_payment"
    REMINDER = "reminder"


class InterestBasis(StrEnum):
    """By what interest is asked for."""

    LATE = "late"  # 6 § räntelagen: the reference rate in force at each time and eight percentage points
    AGREED = "agreed"


@dataclass(frozen=True, kw_only=True)
class InterestAsked:
    """Interest on one part claim: from `starts` (the first day), `accrued` öre through `through`.

    `rate`: an agreed rate, hundredths of a percent a year (2400 is 24 %). `until_paid`: asked for after that day too,
    "till dess betalning sker".
    """

    basis: InterestBasis
    rate: int | None = None
    starts: date
    accrued: Ore
    through: date
    until_paid: bool = True


@dataclass(frozen=True, kw_only=True)
class PartClaim:
    """One amount with the day it fell due, without interest and costs. `label`: "Faktura 1061"."""

    kind: ClaimKind
    amount: Ore
    due_on: date
    label: str
    interest: InterestAsked | None = None

    @property
    def total(self) -> Ore:
        """The amount with its accrued interest."""
        return Ore(self.amount + (self.interest.accrued if self.interest else 0))


class AmountKind(StrEnum):
    """What an amount is, in a reduction, a title or money paid out."""

    CAPITAL = "capital"
    INTEREST = "interest"
    COLLECTING = "collecting"
    LATE_PAYMENT = "late_payment"
    REMINDER = "reminder"
    COSTS = "costs"  # the costs of the payment order: the fee and the agent's


@dataclass(frozen=True, kw_only=True)
class Amount:
    """So much of that kind."""

    kind: AmountKind
    amount: Ore


def sum_of(amounts: Iterable[Amount]) -> Ore:
    """Return the amounts together."""
    return Ore(sum(one.amount for one in amounts))
