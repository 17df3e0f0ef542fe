"""A debt reckoned by hand, day by day and in the simplest way: nothing of the service's own arithmetic is used.

Each day's interest is an exact fraction; it becomes öre when a payment counts. What is paid goes to the reminder's
fee, the demand's, the compensation, the interest, and the invoices, the first due first, unless one is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

A_DAY = timedelta(days=1)
COSTS = ("reminder", "demand", "late_payment")


@dataclass(kw_only=True)
class Bill:
    """One invoice: what is left of it, and from which day it bears interest at which rate (None: the law's)."""

    left: int
    bears_from: date | None
    rate: Fraction | None


@dataclass(kw_only=True)
class Asked:
    """What a letter has asked for, and from its day to its last; `left` when what was paid since is taken off."""

    on: date
    last: date
    total: int
    left: int


@dataclass(kw_only=True)
class Reckoned:
    """The debt as it stands at the end of `day`. `running`: the exact interest, in öre, since a payment counted."""

    day: date
    bills: list[Bill]
    costs: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COSTS, 0))
    interest: int = 0
    running: Fraction = Fraction(0)
    letters: list[Asked] = field(default_factory=list)
    excess: int = 0
    remainder: int = 0
    closed: bool = False

    @property
    def capital(self) -> int:
        return sum(bill.left for bill in self.bills)

    @property
    def owed(self) -> int:
        """All of it, with the interest of the day."""
        return self.capital + self.interest + _whole(self.running) + sum(self.costs.values())

    @property
    def parts(self) -> dict[str, int]:
        """Part by part."""
        return {**self.costs, "interest": self.interest + _whole(self.running), "capital": self.capital}

    def pass_to(self, day: date) -> None:
        """Let the days pass, each with its interest on what was left in the morning."""
        while self.day < day:
            self.day += A_DAY
            if not self.closed:
                self.running += sum((_of_a_day(bill, self.day) for bill in self.bills), Fraction(0))

    def ask(self, *, last: date, **costs: int) -> None:
        """A letter leaves: it costs something, and asks for all by its last day."""
        for part, ore in costs.items():
            self.costs[part] += ore
        self.letters.append(Asked(on=self.day, last=last, total=self.owed, left=self.owed))

    def closes_at(self) -> int:
        """What would close the case today: what a letter asked for, while its time runs, or all."""
        return min([self.owed, *(letter.left for letter in self.letters if self.day <= letter.last)])

    def pay(self, ore: int, *, named: int | None = None, direct: bool = False) -> None:
        """Money of today. `named`: the place of the invoice that it pays; `direct`: the creditor keeps what is over."""
        if self.closed:
            self.excess += ore
            return
        if _whole(self.running):
            # What is less than half an öre runs on.
            self.interest, self.running = self.interest + _whole(self.running), Fraction(0)
        asked = [letter.left for letter in self.letters if self.day <= letter.last]
        if asked and ore >= min(asked):
            self._let_off(self.owed - min(asked))
        left = ore
        for part in COSTS:
            paid = min(left, self.costs[part])
            self.costs[part] -= paid
            left -= paid
        paid = min(left, self.interest)
        self.interest -= paid
        left = self._off_the_bills(left - paid, first=named)
        self.excess += 0 if direct else left
        for letter in self.letters:
            if self.day <= letter.last:
                letter.left -= ore - left
        if self.owed <= self.remainder:
            self.closed, self.interest, self.costs = True, 0, dict.fromkeys(COSTS, 0)
            self._off_the_bills(self.capital)

    def _let_off(self, ore: int) -> None:
        from_interest = max(0, min(ore, self.interest))
        self.interest -= from_interest
        self._off_the_bills(max(0, ore) - from_interest)

    def _off_the_bills(self, ore: int, *, first: int | None = None) -> int:
        """What is left of the sum when it has been taken off the bills."""
        order: Sequence[Bill] = self.bills if first is None else [self.bills[first], *self.bills]
        for bill in order:
            taken = min(ore, bill.left)
            bill.left -= taken
            ore -= taken
        return ore


def _of_a_day(bill: Bill, day: date) -> Fraction:
    if bill.bears_from is None or day < bill.bears_from:
        return Fraction(0)
    return bill.left * (bill.rate if bill.rate is not None else _by_law(day)) / 36_500


def _by_law(day: date) -> Fraction:
    """The reference rate of the half-year and 8 %: 3.00 in the first half of 2025, 2.00 since."""
    return Fraction(11 if day < date(2025, 7, 1) else 10)


def _whole(ore: Fraction) -> int:
    """Half up."""
    return int((ore + Fraction(1, 2)) // 1)
