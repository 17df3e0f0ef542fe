"""Several invoices claimed together: what is left of each, and the interest that each bears by its own terms.

The capital of them all is one sum. What lessens it goes to the invoice that fell due first, and on to the next when
that is paid, unless it names its invoice: so the oldest claim, whose interest has run the longest, is paid first. The
law is silent when the debtor has not said what is paid (handelsbalken 9 kap. 5 §); the order is our practice.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ekrav.law.interest import CapitalChange, Interest, InterestTerms, interest
from ekrav.law.rates import Rates
from ekrav.money import Ore, to_ore


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """One of the invoices: its capital, from the day it was invoiced, and its own terms. `id`: what a change names."""

    id: int
    on: date
    capital: Ore
    terms: InterestTerms


def left_of_each(*, invoices: Sequence[Invoice], changes: Sequence[CapitalChange]) -> list[Ore]:
    """Return what is left of each invoice, the first due first, after `changes`. They always sum to what is left.

    A credit that is larger than what its invoice has left goes on to the others, as a payment does.
    """
    named, rest = _summed(changes)
    return _filled(invoices, named=named, rest=rest)


def changes_of_each(
    *, invoices: Sequence[Invoice], changes: Sequence[CapitalChange]
) -> list[list[CapitalChange]]:
    """Return each invoice's own changes of capital: that it arose, and what each day took of it or gave back."""
    found = [[CapitalChange(on=invoice.on, amount=invoice.capital)] for invoice in invoices]
    if len(invoices) == 1:
        return [[*found[0], *changes]]
    before: list[Ore] = [invoice.capital for invoice in invoices]
    for day in sorted({change.on for change in changes}):
        left = left_of_each(invoices=invoices, changes=[change for change in changes if change.on <= day])
        for own, was, now in zip(found, before, left, strict=True):
            if was != now:
                own.append(CapitalChange(on=day, amount=Ore(now - was)))
        before = left
    return found


def interest_of_each(
    *,
    invoices: Sequence[Invoice],
    changes: Sequence[CapitalChange],
    until: date,
    rates: Rates,
    after: date | None = None,
) -> tuple[Interest, ...]:
    """Return the interest of each invoice, as `law.interest.interest` reckons it. Raises NoRow."""
    each = zip(invoices, changes_of_each(invoices=invoices, changes=changes), strict=True)
    return tuple(
        interest(capital_changes=own, terms=invoice.terms, until=until, rates=rates, after=after)
        for invoice, own in each
    )


def together(parts: Sequence[Interest]) -> Interest:
    """Return the interest of all: their exact sum, rounded once, and how it came about, one invoice after another."""
    if len(parts) == 1:
        return parts[0]
    amount = sum((part.amount for part in parts), Fraction(0))
    return Interest(
        amount=amount, ore=to_ore(amount), trace=tuple(segment for part in parts for segment in part.trace)
    )


def rounded_together(parts: Sequence[Interest]) -> list[Ore]:
    """Return each part in öre, so that they sum to what they are `together`: the rounded sum through it less the one
    before it."""
    found: list[Ore] = []
    for place in range(len(parts)):
        through = together(parts[: place + 1]).ore
        found.append(Ore(through - sum(found)))
    return found


def shared_last_first(*, unpaid: Ore, charged: Sequence[Ore]) -> list[Ore]:
    """Return how much of the `unpaid` interest is each invoice's, of what was `charged` for each, the first due first.

    What has been paid went to the first due, so the unpaid is what came last; all that is beyond it is the first's.
    """
    shares: list[Ore] = []
    rest = unpaid
    for amount in reversed(charged[1:]):
        shares.append(Ore(min(rest, amount)))
        rest = Ore(rest - shares[-1])
    return [rest, *reversed(shares)]


def _summed(changes: Sequence[CapitalChange]) -> tuple[Mapping[int, int], int]:
    named: dict[int, int] = defaultdict(int)
    rest = 0
    for change in changes:
        if change.of is None:
            rest += change.amount
        else:
            named[change.of] += change.amount
    return named, rest


def _filled(invoices: Sequence[Invoice], *, named: Mapping[int, int], rest: int) -> list[Ore]:
    own = [invoice.capital + named.get(invoice.id, 0) for invoice in invoices]
    # What is beyond the invoice it names is paid on the others, as if nothing had been named.
    to_take = -rest - sum(min(amount, 0) for amount in own)
    left: list[Ore] = []
    for place, amount in enumerate((max(amount, 0) for amount in own), start=1):
        # The last bears whatever is beyond them all, so that no öre is lost.
        taken = to_take if place == len(own) else min(amount, to_take)
        left.append(Ore(amount - taken))
        to_take -= taken
    return left
