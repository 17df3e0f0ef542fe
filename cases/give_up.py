"""Give up: what a debtor still owes is taken out of the book by one posting that says why, or by nothing at all.

Also what of it are the agency's own unpaid costs: that is what a creditor pays who lets its debtor off.
"""

from collections.abc import Mapping
from datetime import date

from cases.book import ACCOUNT_OF
from cases.models import Case
from cases.quote import tariff_of
from cases.recall import WAITING, WRITTEN_BY
from cases.settle import FEE_OF
from ekrav.law.allocation import Component
from ekrav.law.rates import Rates
from ekrav.ledger.book import balances, credit, debit, post
from ekrav.ledger.models import Account, Entry, Line
from ekrav.money import Ore
from letters.models import Dispatch

NEVER_LEFT = (*WAITING, Dispatch.State.CANCELLED)
LETTER_COSTS = (Component.REMINDER, Component.DEMAND, Component.PLAN)
HIGHEST_FEE = {
    Component.REMINDER: "fee.reminder.max",
    Component.DEMAND: "fee.demand.max",
    Component.PLAN: "fee.plan.max",
}


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


def unpaid_costs(*, case: Case, on: date, rates: Rates) -> Ore:
    """The agency's costs that the debtor has not paid: 0 while no letter has left. A letter that waits costs nothing.

    Where the late payment compensation (450 kr) is the agency's, it counts only for the letters that have left and no
    higher than their fees would have been: withdrawing from a company costs no more than from a person. Raises `NoRow`.
    """
    owed = balances(subledger=case.subledger)
    letters = sum(owed.get(ACCOUNT_OF[part], 0) for part in LETTER_COSTS)
    compensation = owed.get(Account.CLAIM_LATE_PAYMENT, 0)
    if compensation and tariff_of(case=case).keeps_late_payment:
        compensation = min(compensation, _highest_fees(case=case, rates=rates))
    else:
        compensation = 0
    return Ore(letters - _waiting_fee(case) + compensation)


def has_written(*, case: Case) -> bool:
    """Whether a letter has ever left."""
    return Dispatch.objects.filter(case_number=case.number).exclude(state__in=NEVER_LEFT).exists()


def _highest_fees(*, case: Case, rates: Rates) -> int:
    sent = case.events.filter(kind__in=FEE_OF, dispatch__isnull=False).exclude(dispatch__state__in=NEVER_LEFT)
    fees = {FEE_OF[letter.kind]: letter.on for letter in sent}
    return sum(rates.ore(HIGHEST_FEE[part], day) for part, day in fees.items())


def _waiting_fee(case: Case) -> int:
    """The fee of a letter that `recall` would take back."""
    written = case.events.filter(
        kind__in=WRITTEN_BY, dispatch__state__in=WAITING, dispatch__print_job=None, state_after=case.state
    )
    accounts = [ACCOUNT_OF[part] for part in LETTER_COSTS]
    lines = Line.objects.filter(entry__in=written.values("entry_id"), account__in=accounts)
    return sum(lines.values_list("amount_ore", flat=True))
