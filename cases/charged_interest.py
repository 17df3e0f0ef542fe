"""The interest that has been charged: how it came about, posting by posting, and what it comes to by the capital as the
book now has it. Interest is rounded once for each posting, of all a case's invoices together."""

from collections.abc import Mapping, Sequence
from datetime import date

from cases.book import CaseBook, books_of
from cases.claims import Claims, claims_in, claims_of
from cases.debt import Debt, invoices_of, through
from cases.models import Case
from ekrav.law.allocation import Component
from ekrav.law.interest import CapitalChange, Interest, Segment
from ekrav.law.invoices import Invoice, interest_of_each, rounded_together, shared_last_first, together
from ekrav.law.rates import Rates
from ekrav.money import Ore


def interest_traces(*, case: Case, on: date, rates: Rates) -> list[tuple[tuple[Segment, ...], ...]]:
    """How all interest through `on` came about: for each posting to the book, and for what has accrued, the trace of
    each invoice, the first due first."""
    book = books_of([case.subledger_id])[case.subledger_id]
    return traces_from(case=case, claims=claims_in(case), book=book, on=on, rates=rates)


def traces_from(
    *, case: Case, claims: Claims, book: CaseBook, on: date, rates: Rates
) -> list[tuple[tuple[Segment, ...], ...]]:
    """As `interest_traces`, of a book that is at hand."""
    invoices, ends = invoices_of(case=case, claims=claims), [*sorted(set(book.charged)), on]
    parts = _parts(invoices, book.capital_changes, ends=ends, rates=rates, last=case.interest_through)
    return [tuple(each.trace for each in part) for part in parts]


def interest_to_each(
    *, cases: Sequence[Case], ends: Mapping[int, Sequence[date]], rates: Rates
) -> dict[int, list[Ore]]:
    """What the interest comes to through each of a case's days in `ends`, from where the one before it ended.

    By case id, as `ends` is; in two queries. The capital is what the book knows today of those days.
    """
    books, claims = books_of([case.subledger_id for case in cases]), claims_of(cases)
    return {
        case.pk: [
            together(part).ore
            for part in _parts(
                invoices_of(case=case, claims=claims[case.pk]),
                books[case.subledger_id].capital_changes,
                ends=ends[case.pk],
                rates=rates,
                last=case.interest_through,
            )
        ]
        for case in cases
    }


def charged_too_much(*, case: Case, on: date, paid: Ore, rates: Rates, of: int | None = None) -> Ore:
    """By how much the interest in the book is too high, if `paid` of the capital was paid on `on` and is not there yet.

    Money may become known after interest for later days was posted: a bank's file comes late, a person places it.
    `of`: the claim that it is a part of, when that is known.
    """
    book = books_of([case.subledger_id])[case.subledger_id]
    ends = sorted(set(book.charged))
    if not ends or ends[-1] <= on:
        return Ore(0)
    invoices, changes = invoices_of(case=case, claims=claims_in(case)), book.capital_changes
    last, less = case.interest_through, [*changes, CapitalChange(on=on, amount=Ore(-paid), of=of)]
    charged = _parts(invoices, changes, ends=ends, rates=rates, last=last)
    right = _parts(invoices, less, ends=ends, rates=rates, last=last)
    return Ore(_sum(charged) - _sum(right))


def charged_after(*, case: Case, on: date, rates: Rates) -> Ore:
    """What of the interest in the book was charged for days after `on`: on that day nobody owed it. Raises `NoRow`."""
    book = books_of([case.subledger_id])[case.subledger_id]
    ends = sorted(set(book.charged))
    if not ends or ends[-1] <= on:
        return Ore(0)
    invoices, changes = invoices_of(case=case, claims=claims_in(case)), book.capital_changes
    until = [*(end for end in ends if end < on), on]
    of_all, of_its_day = (
        _parts(invoices, changes, ends=days, rates=rates, last=case.interest_through)
        for days in (ends, until)
    )
    return Ore(_sum(of_all) - _sum(of_its_day))


def charged_interest(*, case: Case, rates: Rates) -> Ore:
    """The interest through every day charged for, by the capital as the book now has it. Raises `NoRow`."""
    book = books_of([case.subledger_id])[case.subledger_id]
    invoices, ends = invoices_of(case=case, claims=claims_in(case)), sorted(set(book.charged))
    parts = _parts(invoices, book.capital_changes, ends=ends, rates=rates, last=case.interest_through)
    return _sum(parts)


def posted_to_each(*, case: Case, claims: Claims, book: CaseBook, debt: Debt, rates: Rates) -> list[Ore]:
    """How much of the unpaid interest in the book is each invoice's, the first due first. Raises `NoRow`."""
    invoices, ends = invoices_of(case=case, claims=claims), sorted(set(book.charged))
    parts = _parts(invoices, book.capital_changes, ends=ends, rates=rates, last=case.interest_through)
    charged = [rounded_together(part) for part in parts]
    of_each = [Ore(sum(amounts)) for amounts in zip(*charged, strict=True)] or [Ore(0)] * len(claims)
    return shared_last_first(unpaid=debt.balances[Component.INTEREST], charged=of_each)


def _parts(
    invoices: Sequence[Invoice],
    changes: Sequence[CapitalChange],
    *,
    ends: Sequence[date],
    rates: Rates,
    last: date | None,
) -> list[tuple[Interest, ...]]:
    """Each invoice's interest through each of `ends`, from where the one before ended; none for days after `last`."""
    return [
        interest_of_each(
            invoices=invoices, changes=changes, until=through(until, last), rates=rates, after=after
        )
        for after, until in zip([None, *ends], ends, strict=False)
    ]


def _sum(parts: Sequence[tuple[Interest, ...]]) -> Ore:
    return Ore(sum(together(part).ore for part in parts))
