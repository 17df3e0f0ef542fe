"""What the next draft would pay, and who would wait and why: for finance to look at before it is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ekrav.accounts.payday import next_turn
from ekrav.law.rates import Rates
from ekrav.money import Ore
from ekrav.tenancy import staff_scope
from payouts.whom import Claimant, claimants


@dataclass(frozen=True, kw_only=True)
class Foretold:
    """The next draft as far as it is known today."""

    weekly: date
    daily: date
    paid: tuple[Claimant, ...]
    waiting: tuple[Claimant, ...]

    @property
    def total(self) -> Ore:
        """What would be paid."""
        return Ore(sum(one.due.amount for one in self.paid))


def foretell(*, today: date, at: datetime, rates: Rates) -> Foretold:
    """Everybody with something due or owed, the largest first. Opens its own scope. Raises `NoRow`."""
    with staff_scope():
        found = list(claimants(day=today, at=at, rates=rates))
    return Foretold(
        weekly=next_turn(today, daily=False),
        daily=next_turn(today, daily=True),
        paid=_largest(one for one in found if one.waits is None),
        waiting=_largest(one for one in found if one.waits is not None),
    )


def _largest(found: Iterable[Claimant]) -> tuple[Claimant, ...]:
    return tuple(sorted(found, key=lambda one: (-one.due.amount, one.creditor.pk)))
