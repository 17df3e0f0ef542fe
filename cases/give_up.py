"""Give up: what a debtor still owes is taken out of the book by one posting that says why, or by nothing at all."""

from collections.abc import Mapping
from datetime import date

from cases.book import ACCOUNT_OF
from cases.models import Case
from ekrav.law.allocation import Component
from ekrav.ledger.book import balances, credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore


def give_up(*, case: Case, key: str, kind: str, on: date) -> Entry | None:
    """Take everything that is owed out of the claims' side of the book; None when nothing is."""
    return give_up_parts(case=case, parts=all_that_stands(case), key=key, kind=kind, on=on)


def all_that_stands(case: Case) -> dict[Component, Ore]:
    """Every part of the claim that stands in the book."""
    owed = balances(subledger=case.subledger)
    return {part: Ore(owed.get(account, 0)) for part, account in ACCOUNT_OF.items()}


def give_up_parts(
    *, case: Case, parts: Mapping[Component, Ore], key: str, kind: str, on: date
) -> Entry | None:
    """Take `parts` out of the claims' side of the book; None when there is nothing to take."""
    total = sum(parts.values())
    if not total:
        return None
    lines = [credit(ACCOUNT_OF[part], amount, case.subledger) for part, amount in parts.items()]
    return post(key=key, kind=kind, booked_date=on, lines=[debit(Account.CLAIMS, total), *lines])


def given_up_ore(*, entry: Entry | None) -> int:
    """How much such an entry gave up."""
    return 0 if entry is None else entry.lines.get(account=Account.CLAIMS).amount_ore
