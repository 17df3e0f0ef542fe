"""What the ledger says of cases: balances, changes of the capital, what has been charged. Many cases in one query."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from ekrav.law.allocation import Component
from ekrav.law.interest import CapitalChange
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore

CLAIM_ACCOUNTS: Final = {
    Account.CLAIM_OUTLAY: Component.OUTLAY,
    Account.CLAIM_AGENT: Component.AGENT,
    Account.CLAIM_REMINDER: Component.REMINDER,
    Account.CLAIM_DEMAND: Component.DEMAND,
    Account.CLAIM_PLAN: Component.PLAN,
    Account.CLAIM_LATE_PAYMENT: Component.LATE_PAYMENT,
    Account.CLAIM_INTEREST: Component.INTEREST,
    Account.CLAIM_CAPITAL: Component.CAPITAL,
}
ACCOUNT_OF: Final = {component: account for account, component in CLAIM_ACCOUNTS.items()}
LETTER_COSTS: Final = (Component.REMINDER, Component.DEMAND, Component.PLAN, Component.LATE_PAYMENT)
# What an application to Kronofogden adds: the authority\'s fees, which the creditor has paid, and the agent\'s own.
AUTHORITY_COSTS: Final = (Component.OUTLAY, Component.AGENT)
COSTS: Final = (*LETTER_COSTS, *AUTHORITY_COSTS)

# Kinds of entries. Registering is no change of the capital: it arose with the invoice. The booked date of an interest
# entry is the last day charged for.
REGISTER_ENTRY: Final = "register"
INTEREST_ENTRY: Final = "interest"
ABOVE_PLAN_ENTRY: Final = "waive interest above the plan's rate"
CREDITED_ENTRY: Final = "give up disputed part"
WAIVER: Final = "waive interest after the printed amount"
NO_TITLE: Final = "costs of order without title"
NOT_GRANTED: Final = "costs not granted"
# How an entry's key ends when what it takes of the capital is one invoice's: with the claim's id.
_NAMES: Final = re.compile(r" of claim ([0-9]+)$")


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A cost that was charged and has not been taken back. `of`: the claim, when it is one invoice's."""

    component: Component
    on: date
    amount: Ore
    of: int | None = None


@dataclass
class CaseBook:
    """One case's lines on the claims' side, gathered.

    `charged`: the days through which interest was posted. `given_up`: interest above an instalment plan's rate, and
    capital that fell in a dispute, as of the invoice's day. `plan_waived`: a plan's fees that a letter's amount waived.
    """

    balances: dict[Component, int] = field(default_factory=lambda: dict.fromkeys(Component, 0))
    capital_changes: list[CapitalChange] = field(default_factory=list)
    charged: list[date] = field(default_factory=list)
    costs: list[Charge] = field(default_factory=list)
    given_up: list[Charge] = field(default_factory=list)
    plan_waived: int = 0


def books_of(subledgers: Sequence[int]) -> dict[int, CaseBook]:
    """The books of several cases by subledger, in one query; one without lines is empty."""
    rows = list(
        Line.objects.filter(subledger_id__among=subledgers, account__in=CLAIM_ACCOUNTS)
        .order_by("id")
        .values_list(
            "subledger_id",
            "account",
            "amount_ore",
            "entry__booked_date",
            "entry__kind",
            "entry__key",
            "entry_id",
            "entry__reverses_id",
        )
    )
    taken_back = {reverses for *_, reverses in rows if reverses}
    books: dict[int, CaseBook] = defaultdict(CaseBook)
    for subledger, account, amount, booked, kind, key, entry, reverses in rows:
        book, component = books[subledger], CLAIM_ACCOUNTS[Account(account)]
        book.balances[component] += amount
        stands = entry not in taken_back and reverses is None
        of = claim_named(key)
        if component is Component.CAPITAL and kind != REGISTER_ENTRY:
            book.capital_changes.append(CapitalChange(on=booked, amount=Ore(amount), of=of))
        if kind == INTEREST_ENTRY and stands:
            book.charged.append(booked)
        if kind in {ABOVE_PLAN_ENTRY, CREDITED_ENTRY} and stands:
            book.given_up.append(Charge(component=component, on=booked, amount=Ore(-amount), of=of))
        if component is Component.PLAN and kind == WAIVER and stands:
            book.plan_waived -= amount
        if component in COSTS and amount > 0 and stands:
            book.costs.append(Charge(component=component, on=booked, amount=Ore(amount)))
        if component in COSTS and kind in {NO_TITLE, NOT_GRANTED} and stands:
            book.costs = _less(book.costs, component, -amount)
    return books


def _less(costs: Sequence[Charge], component: Component, fell: int) -> list[Charge]:
    """The costs when so much of one kind is owed no more: the last that was charged fell first."""
    left = list[Charge]()
    for charge in reversed(costs):
        taken = min(fell, charge.amount) if charge.component is component else 0
        fell -= taken
        left.append(replace(charge, amount=Ore(charge.amount - taken)))
    return [charge for charge in reversed(left) if charge.amount]


def naming(key: str, claim_id: int) -> str:
    """The key of an entry by which a part of one invoice falls, or is paid."""
    return f"{key} of claim {claim_id}"


def claim_named(key: str) -> int | None:
    """The claim that such a key names; None when it names none."""
    named = _NAMES.search(key)
    return int(named[1]) if named else None
