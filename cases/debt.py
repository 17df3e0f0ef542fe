"""What is owed on a day: the book's balances plus the interest since it was last posted. Computed, never
accumulated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from cases.book import CaseBook, books_of
from cases.models import Case, Claim, Debtor
from cases.states import STANDINGS, State
from ekrav.law.allocation import Component
from ekrav.law.interest import (
    MARGIN,
    REFERENCE,
    CapitalChange,
    Interest,
    InterestTerms,
    Segment,
    interest,
)
from ekrav.law.rates import NoRow, Rates
from ekrav.money import Ore

NO_INTEREST = Interest(amount=Fraction(0), ore=Ore(0), trace=())


@dataclass(frozen=True, kw_only=True)
class Debt:
    """One case's debt on a day, in öre. `accrued` is the interest not yet in the book.

    `undecided_from`: the first day whose rate is not decided; the interest ends before it (`debts_as_known`).
    """

    on: date
    balances: dict[Component, Ore]
    accrued: Interest
    undecided_from: date | None = None

    @property
    def interest_through(self) -> date:
        """The last day whose interest is counted in."""
        return self.undecided_from - timedelta(days=1) if self.undecided_from else self.on

    @property
    def capital(self) -> Ore:
        """What is left of the invoice."""
        return self.balances[Component.CAPITAL]

    @property
    def interest(self) -> Ore:
        """Posted and unpaid interest, and what has accrued since."""
        return Ore(self.balances[Component.INTEREST] + self.accrued.ore)

    @property
    def reminder(self) -> Ore:
        """Unpaid reminder fee."""
        return self.balances[Component.REMINDER]

    @property
    def demand(self) -> Ore:
        """Unpaid fee for the collection demand."""
        return self.balances[Component.DEMAND]

    @property
    def plan(self) -> Ore:
        """Unpaid fee for the instalment plan."""
        return self.balances[Component.PLAN]

    @property
    def late_payment(self) -> Ore:
        """Unpaid late payment compensation."""
        return self.balances[Component.LATE_PAYMENT]

    @property
    def outlay(self) -> Ore:
        """Kronofogden's fees that the creditor has paid and the debtor has not."""
        return self.balances[Component.OUTLAY]

    @property
    def agent(self) -> Ore:
        """Unpaid cost of the agent at Kronofogden."""
        return self.balances[Component.AGENT]

    @property
    def costs(self) -> Ore:
        """Everything but capital and interest."""
        letters = self.reminder + self.demand + self.plan + self.late_payment
        return Ore(self.outlay + self.agent + letters)

    @property
    def total(self) -> Ore:
        """What settles the case on this day."""
        return Ore(self.capital + self.interest + self.costs)

    @property
    def owed(self) -> dict[Component, Ore]:
        """Each part, as `law.allocation` takes it."""
        return {**self.balances, Component.INTEREST: self.interest}


def debts_of(*, cases: Sequence[Case], on: date, rates: Rates) -> dict[int, Debt]:
    """The debts of several cases (with debtors loaded), by case id, in two queries."""
    return _debts(debt_from, cases=cases, on=on, rates=rates)


def debts_as_known(*, cases: Sequence[Case], on: date, rates: Rates) -> dict[int, Debt]:
    """As `debts_of`, for what is only shown: where a rate is not decided, with the interest through the day before.

    Nothing may be charged or booked by it, and what shows it says so (`Debt.undecided_from`).
    """
    return _debts(_debt_as_known, cases=cases, on=on, rates=rates)


def debt_of(*, case: Case, on: date, rates: Rates) -> Debt:
    """One case's debt on a day. Raises `law.rates.NoRow` when a day's interest rate is not decided."""
    return debts_of(cases=[case], on=on, rates=rates)[case.pk]


def debt_as_known(*, case: Case, on: date, rates: Rates) -> Debt:
    """One case's debt as far as it is known. See `debts_as_known`."""
    return debts_as_known(cases=[case], on=on, rates=rates)[case.pk]


def terms_of(*, claim: Claim, debtor: Debtor) -> InterestTerms:
    """What decides the claim's interest, räntelagen 3 and 4 §§."""
    return InterestTerms(
        due=claim.due_date,
        due_agreed=claim.due_agreed,
        invoice_sent=claim.sent_on,
        states_interest=claim.interest_stated,
        business_debtor=debtor.kind == Debtor.Kind.COMPANY,
        agreed_rate=None if claim.agreed_rate is None else Fraction(claim.agreed_rate),
    )


def interest_traces(*, case: Case, on: date, rates: Rates) -> list[tuple[Segment, ...]]:
    """How all interest through `on` came about: one trace for each posting to the book, and one for what has accrued.

    Interest is rounded once for each of them.
    """
    book = books_of([case.subledger_id])[case.subledger_id]
    return traces_from(case=case, claim=case.claims.get(), book=book, on=on, rates=rates)


def traces_from(
    *, case: Case, claim: Claim, book: CaseBook, on: date, rates: Rates
) -> list[tuple[Segment, ...]]:
    """As `interest_traces`, of a book that is at hand."""
    terms, ends = terms_of(claim=claim, debtor=case.debtor), [*sorted(set(book.charged)), on]
    parts = _parts(_changes(claim, book), terms=terms, ends=ends, rates=rates, last=case.interest_through)
    return [part.trace for part in parts]


def interest_to_each(
    *, cases: Sequence[Case], ends: Mapping[int, Sequence[date]], rates: Rates
) -> dict[int, list[Ore]]:
    """What the interest comes to through each of a case's days in `ends`, from where the one before it ended.

    By case id, as `ends` is; in two queries. The capital is what the book knows today of those days.
    """
    books = books_of([case.subledger_id for case in cases])
    claims = {claim.case_id: claim for claim in Claim.objects.filter(case__in=cases)}
    return {
        case.pk: [
            part.ore
            for part in _parts(
                _changes(claims[case.pk], books[case.subledger_id]),
                terms=terms_of(claim=claims[case.pk], debtor=case.debtor),
                ends=ends[case.pk],
                rates=rates,
                last=case.interest_through,
            )
        ]
        for case in cases
    }


def charged_too_much(*, case: Case, on: date, paid: Ore, rates: Rates) -> Ore:
    """By how much the interest in the book is too high, if `paid` of the capital was paid on `on` and is not there yet.

    Money may become known after interest for later days was posted: a bank's file comes late, a person places it.
    """
    book = books_of([case.subledger_id])[case.subledger_id]
    ends = sorted(set(book.charged))
    if not ends or ends[-1] <= on:
        return Ore(0)
    claim = case.claims.get()
    terms, changes = terms_of(claim=claim, debtor=case.debtor), _changes(claim, book)
    last, less = case.interest_through, [*changes, CapitalChange(on=on, amount=Ore(-paid))]
    charged = _parts(changes, terms=terms, ends=ends, rates=rates, last=last)
    right = _parts(less, terms=terms, ends=ends, rates=rates, last=last)
    return Ore(sum(part.ore for part in charged) - sum(part.ore for part in right))


def charged_interest(*, case: Case, rates: Rates) -> Ore:
    """The interest through every day charged for, by the capital as the book now has it. Raises `NoRow`."""
    book = books_of([case.subledger_id])[case.subledger_id]
    claim = case.claims.get()
    terms, ends = terms_of(claim=claim, debtor=case.debtor), sorted(set(book.charged))
    parts = _parts(_changes(claim, book), terms=terms, ends=ends, rates=rates, last=case.interest_through)
    return Ore(sum(part.ore for part in parts))


def _through(on: date, last: date | None) -> date:
    """The last day with interest of those through `on`: what has happened to the debtor may have stopped it."""
    return on if last is None else min(on, last)


def _parts(
    changes: Sequence[CapitalChange],
    *,
    terms: InterestTerms,
    ends: Sequence[date],
    rates: Rates,
    last: date | None,
) -> list[Interest]:
    """The interest through each of `ends`, from where the one before it ended; none for days after `last`."""
    return [
        interest(capital_changes=changes, terms=terms, until=_through(until, last), rates=rates, after=after)
        for after, until in zip([None, *ends], ends, strict=False)
    ]


def _changes(claim: Claim, book: CaseBook) -> list[CapitalChange]:
    """The capital arose with the invoice, whenever it was registered here."""
    return [CapitalChange(on=claim.invoice_date, amount=Ore(claim.capital_ore)), *book.capital_changes]


def _debts(reckon: Callable[..., Debt], *, cases: Sequence[Case], on: date, rates: Rates) -> dict[int, Debt]:
    books = books_of([case.subledger_id for case in cases])
    claims = {claim.case_id: claim for claim in Claim.objects.filter(case__in=cases)}
    return {
        case.pk: reckon(case=case, claim=claims[case.pk], book=books[case.subledger_id], on=on, rates=rates)
        for case in cases
    }


def _debt_as_known(*, case: Case, claim: Claim, book: CaseBook, on: date, rates: Rates) -> Debt:
    try:
        return debt_from(case=case, claim=claim, book=book, on=on, rates=rates)
    except NoRow as missing:
        if missing.key not in (REFERENCE, MARGIN):
            raise
        before = missing.day - timedelta(days=1)
        known = debt_from(case=case, claim=claim, book=book, on=before, rates=rates)
        return replace(known, on=on, undecided_from=missing.day)


def debt_from(*, case: Case, claim: Claim, book: CaseBook, on: date, rates: Rates) -> Debt:
    """As `debt_of`, of a book that is at hand."""
    accrued = NO_INTEREST
    if STANDINGS[State(case.state)].interest_runs:
        accrued = interest(
            capital_changes=_changes(claim, book),
            terms=terms_of(claim=claim, debtor=case.debtor),
            until=_through(on, case.interest_through),
            rates=rates,
            after=max(book.charged, default=None),
        )
    balances = {component: Ore(amount) for component, amount in book.balances.items()}
    return Debt(on=on, balances=balances, accrued=accrued)
