"""How far an instalment plan has come: what has been paid since it began, laid on its instalments in order. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class Due:
    """An instalment: its number in the plan, its bank day and its amount."""

    number: int
    on: date
    amount: Ore


@dataclass(frozen=True, kw_only=True)
class Part:
    """An instalment and what has been paid of it."""

    due: Due
    paid: Ore

    @property
    def left(self) -> Ore:
        return Ore(self.due.amount - self.paid)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and something of it is not paid."""
        return bool(self.left) and self.due.on < today


@dataclass(frozen=True, kw_only=True)
class Progress:
    """All instalments with what has been paid. `in_time`: each of them was paid by its day."""

    parts: tuple[Part, ...]
    in_time: bool

    @property
    def unpaid(self) -> Part | None:
        """The first instalment that is not paid in full; None when all are."""
        return next((part for part in self.parts if part.left), None)


def progress(*, dues: Sequence[Due], payments: Sequence[tuple[date, Ore]]) -> Progress:
    """Lay payments (day, amount) on the instalments, the earliest instalment first."""
    sums = list(accumulate((due.amount for due in dues), initial=0))
    paid = sum(amount for _on, amount in payments)
    parts = tuple(
        Part(due=due, paid=Ore(max(0, min(due.amount, paid - before))))
        for due, before in zip(dues, sums, strict=False)
    )
    in_time = all(
        sum(amount for on, amount in payments if on <= due.on) >= through
        for due, through in zip(dues, sums[1:], strict=True)
    )
    return Progress(parts=parts, in_time=in_time)
