"""What is owed on a day: the book's balances plus the interest since it was last posted. Computed, never
accumulated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from cases.book import CaseBook, books_of
from cases.claims import Claims, claims_of
from cases.models import Case, Claim, Debtor
from cases.states import STANDINGS, State
from ekrav.law.allocation import Component
from ekrav.law.interest import MARGIN, REFERENCE, Interest, InterestTerms
from ekrav.law.invoices import Invoice, interest_of_each, left_of_each, together
from ekrav.law.rates import NoRow, Rates
from ekrav.money import Ore

NO_INTEREST = Interest(amount=Fraction(0), ore=Ore(0), trace=())


@dataclass(frozen=True, kw_only=True)
class InvoiceLeft:
    """What is left of one invoice's capital, in öre, and the exact interest on it that is not yet in the book."""

    claim: Claim
    capital: Ore
    accrued: Interest


@dataclass(frozen=True, kw_only=True)
class Debt:
    """One case's debt on a day, in öre. `invoices`: what is left of each, the first due first.

    `undecided_from`: the first day whose rate is not decided; the interest ends before it (`debts_as_known`).
    """

    on: date
    balances: dict[Component, Ore]
    invoices: tuple[InvoiceLeft, ...]
    undecided_from: date | None = None

    @cached_property
    def accrued(self) -> Interest:
        """The interest that is not yet in the book, of all the invoices together: rounded once."""
        return together([invoice.accrued for invoice in self.invoices])

    @property
    def interest_through(self) -> date:
        """The last day whose interest is counted in."""
        return self.undecided_from - timedelta(days=1) if self.undecided_from else self.on

    @property
    def capital(self) -> Ore:
        """What is left of the invoices."""
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


def invoices_of(*, case: Case, claims: Claims) -> list[Invoice]:
    """The case's invoices as the law reckons with them. Each capital arose with its invoice, whenever it came here."""
    return [
        Invoice(
            id=claim.pk,
            on=claim.invoice_date,
            capital=Ore(claim.capital_ore),
            terms=terms_of(claim=claim, debtor=case.debtor),
        )
        for claim in claims
    ]


def through(on: date, last: date | None) -> date:
    """The last day with interest of those through `on`: what has happened to the debtor may have stopped it."""
    return on if last is None else min(on, last)


def _debts(reckon: Callable[..., Debt], *, cases: Sequence[Case], on: date, rates: Rates) -> dict[int, Debt]:
    books, claims = books_of([case.subledger_id for case in cases]), claims_of(cases)
    return {
        case.pk: reckon(case=case, claims=claims[case.pk], book=books[case.subledger_id], on=on, rates=rates)
        for case in cases
    }


def _debt_as_known(*, case: Case, claims: Claims, book: CaseBook, on: date, rates: Rates) -> Debt:
    try:
        return debt_from(case=case, claims=claims, book=book, on=on, rates=rates)
    except NoRow as missing:
        if missing.key not in (REFERENCE, MARGIN):
            raise
        before = missing.day - timedelta(days=1)
        known = debt_from(case=case, claims=claims, book=book, on=before, rates=rates)
        return replace(known, on=on, undecided_from=missing.day)


def debt_from(*, case: Case, claims: Claims, book: CaseBook, on: date, rates: Rates) -> Debt:
    """As `debt_of`, of a book that is at hand."""
    invoices, accrued = invoices_of(case=case, claims=claims), (NO_INTEREST,) * len(claims)
    if STANDINGS[State(case.state)].interest_runs:
        accrued = interest_of_each(
            invoices=invoices,
            changes=book.capital_changes,
            until=through(on, case.interest_through),
            rates=rates,
            after=max(book.charged, default=None),
        )
    left = left_of_each(invoices=invoices, changes=book.capital_changes)
    return Debt(
        on=on,
        balances={component: Ore(amount) for component, amount in book.balances.items()},
        invoices=tuple(
            InvoiceLeft(claim=claim, capital=capital, accrued=interest)
            for claim, capital, interest in zip(claims, left, accrued, strict=True)
        ),
    )
