"""Late interest, räntelagen (1975:635).

Simple interest on capital alone, actual days over 365 in leap years too, exact until it is rounded once.
The first interest day is the day after the due date (the debtor has the whole of the due date to pay) and
the last is the day the payment is booked. The rate is the reference rate of each half-year plus the margin
of 6 §, so a period is cut where a row ends and where the capital changes; every cut is kept as a `Segment`,
the trace of the calculation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from ekrav.law.rates import NoRow, Rates
from ekrav.money import Ore, to_ore

REFERENCE = "interest.reference"
MARGIN = "interest.margin"
AFTER_SENDING = "interest.days_after_sending"
YEAR = 365
SINCE = date(2002, 7, 1)
"""The first day of 6 and 9 §§ as they are built today, and of their rows."""

_ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class InterestTerms:
    """What decides from when, and at what rate, one claim bears late interest.

    `due_agreed`: the due date was fixed in advance by agreement, not only printed by the seller (3 §).
    `states_interest`: the invoice said that failure to pay leads to interest (4 § first paragraph).
    `business_debtor`: both sides act in their trade, or the debtor is a public body (4 § second paragraph).
    `agreed_rate`: percent a year fixed by agreement; the act gives way to it (1 §). None is 6 §.
    """

    due: date
    due_agreed: bool
    invoice_sent: date | None = None
    states_interest: bool = False
    business_debtor: bool = False
    agreed_rate: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class CapitalChange:
    """Capital that arose (+) or was paid or credited (−) on a day; interest follows from the day after.

    `of`: the invoice that it names, of those that are claimed together (`law.invoices`); None names none.
    """

    on: date
    amount: Ore
    of: int | None = None


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Days, first and last included, of one capital and one rate; percent a year, `amount` in kronor."""

    capital: Ore
    first: date
    last: date
    days: int
    rate: Fraction
    reference: Fraction | None
    amount: Fraction


@dataclass(frozen=True, kw_only=True)
class Interest:
    """Interest over a period: exact kronor, the same rounded once to öre, and how it came about."""

    amount: Fraction
    ore: Ore
    trace: tuple[Segment, ...]


def interest_from(*, terms: InterestTerms, rates: Rates) -> date | None:
    """Return the first day that bears interest, or None when nothing the creditor has done starts it.

    3 §: a due date fixed in advance starts it "from the due date", counted as the day after. 4 §: otherwise
    "from the day that falls thirty days after" the invoice was sent, if it said that interest follows or
    both are in trade. The same counting is used: the thirtieth day is the last one free of interest. Never
    before the debt is due (2 §). Service of an application or summons (4 § fourth paragraph) is not decided
    here. Raises NoRow.
    """
    if terms.due_agreed:
        return terms.due + _ONE
    if terms.invoice_sent is None or not (terms.states_interest or terms.business_debtor):
        return None
    thirtieth = terms.invoice_sent + timedelta(days=rates.days(AFTER_SENDING, terms.invoice_sent))
    return max(thirtieth, terms.due) + _ONE


def known_through(*, rates: Rates) -> date:
    """Return the last day whose rate of 6 § is decided, without a gap before it (`date.max`: an open end).

    What is told of later days is a forecast with today's rate, and must say so: nothing may be charged for them.
    """
    return min(_unbroken(key, rates=rates) for key in (REFERENCE, MARGIN))


def with_last_rate_held(*, rates: Rates) -> Rates:
    """Return `rates` with the last decided rate of 6 § going on past `known_through`.

    For a forecast that says so of every sum it makes of those days. Nothing is ever charged by it.
    """
    last = known_through(rates=rates)
    decided = [row for row in rates.rows if row.key not in (REFERENCE, MARGIN) or row.valid_from <= last]
    ends = [row for row in decided if row.key in (REFERENCE, MARGIN) and row.covers(last)]
    return Rates(tuple(replace(row, valid_to=None) if row in ends else row for row in decided))


def _unbroken(key: str, *, rates: Rates) -> date:
    day = SINCE
    try:
        while (end := rates.on(key, day).valid_to) is not None:
            day = end + _ONE
    except NoRow:
        return day - _ONE
    return date.max


def interest(
    *,
    capital_changes: Sequence[CapitalChange],
    terms: InterestTerms,
    until: date,
    rates: Rates,
    after: date | None = None,
) -> Interest:
    """Return the interest accrued through `until`, that day included.

    `after` is the last day already charged for: interest posted when a part payment was applied is not
    computed again. The capital of a day is the sum of the changes dated before it; a capital of 0 or less
    bears nothing. Raises NoRow when a day that bears interest lies in a half-year without a decided
    reference rate.
    """
    day = interest_from(terms=terms, rates=rates)
    trace: list[Segment] = []
    if day is not None and after is not None:
        day = max(day, after + _ONE)
    while day is not None and day <= until:
        cut = min((change.on for change in capital_changes if change.on >= day), default=until)
        capital = Ore(sum(change.amount for change in capital_changes if change.on < day))
        last = min(until, cut)
        if capital > 0:
            trace.append(_segment(capital=capital, first=day, last=last, terms=terms, rates=rates))
            last = trace[-1].last
        day = last + _ONE
    amount = sum((segment.amount for segment in trace[1:]), trace[0].amount if trace else Fraction(0))
    return Interest(amount=amount, ore=to_ore(amount), trace=tuple(trace))


def simple_interest(*, capital: Ore, rate: Fraction, days: int) -> Fraction:
    """Return the exact interest in kronor on a capital at `rate` percent a year for so many days."""
    return rate * Fraction(capital * days, 100 * 100 * YEAR)  # öre, and percent


def _segment(*, capital: Ore, first: date, last: date, terms: InterestTerms, rates: Rates) -> Segment:
    """Return the longest segment from `first`, at most to `last`, that has one rate."""
    reference: Fraction | None = None
    if terms.agreed_rate is not None:
        rate = terms.agreed_rate
    else:
        reference = rates.percent(REFERENCE, first)
        rate = reference + rates.percent(MARGIN, first)
        ends = (rates.on(key, first).valid_to for key in (REFERENCE, MARGIN))
        last = min([last, *(end for end in ends if end is not None)])
    days = (last - first).days + 1
    return Segment(
        capital=capital,
        first=first,
        last=last,
        days=days,
        rate=rate,
        reference=reference,
        amount=simple_interest(capital=capital, rate=rate, days=days),
    )
