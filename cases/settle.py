"""How money settles a case: interest to the day, the printed amount's word, allocation by the law's order, postings.

Money counts from the day it was paid, however late it becomes known: what was charged for later days gives way.

Shared by the two ways a debt is paid: to the agency (`apply_payment`) and to the creditor itself (`direct_payment`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cases.book import ABOVE_PLAN_ENTRY, ACCOUNT_OF, INTEREST_ENTRY, WAIVER, naming
from cases.charged_fees import ChargedFee, fees_after, take_back_fees
from cases.charged_interest import charged_after, charged_too_much
from cases.debt import Debt, debt_of
from cases.give_up import give_up_parts
from cases.models import Case, Debtor
from cases.parts import Parts, less, relief, total_of_parts, without
from cases.plan_interest import above_plan
from cases.printed_amount import given_up_by_the_word
from ekrav.law.allocation import Allocation, Component, allocate, order_on
from ekrav.law.rates import Rates
from ekrav.ledger.book import Posting, credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore

DUE_ACCOUNT = {
    # What the creditor has advanced is its own again, without fee or VAT.
    Component.OUTLAY: Account.CREDITOR_OWES,
    Component.AGENT: Account.DUE_COSTS,
    Component.REMINDER: Account.DUE_COSTS,
    Component.DEMAND: Account.DUE_COSTS,
    Component.PLAN: Account.DUE_COSTS,
    Component.LATE_PAYMENT: Account.DUE_LATE_PAYMENT,
    Component.INTEREST: Account.DUE_INTEREST,
    Component.CAPITAL: Account.DUE_CAPITAL,
}
TRIES: Final = 10


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What became of an amount: where it went, what was waived, what is left of the debt."""

    allocation: Allocation
    waived: Ore
    left: Ore


def settle(
    *,
    case: Case,
    amount: Ore,
    on: date,
    key: str,
    rates: Rates,
    given: Callable[[Parts], Parts | None] = lambda _owed: None,
    of: int | None = None,
) -> Settled:
    """Apply `amount`, paid on `on`, to the case: everything on the claims' side of the book.

    Posts the interest to that day, takes back what was charged for later days on capital that this pays, waives what
    the printed amount's word gives up, and takes the parts off in the order of the law, or as `given` says of what is
    owed: an authority has parted its money itself. Interest of later days is paid last. `key` names the payment. `of`:
    the claim whose capital it was paid on, when that was said.
    """
    debt = debt_of(case=case, on=on, rates=rates)
    above = _post_interest(case=case, debt=debt, key=key)
    later = fees_after(case=case, on=on)
    owed = less(_on_the_day(debt, later), above)
    order = order_on(business_debtor=case.debtor.kind == Debtor.Kind.COMPANY, day=on, rates=rates)
    came = charged_after(case=case, on=on, rates=rates)
    back = _too_much_interest(
        case=case, amount=amount, on=on, owed=owed, came=came, order=order, rates=rates, of=of
    )
    too_much = relief(owed, back)
    give_up_parts(case=case, parts=too_much, on=on, key=f"{key} interest back", kind="take back interest")
    owed = without(owed, too_much)
    given_up = given_up_by_the_word(case=case, owed=owed, amount=amount, on=on)
    give_up_parts(case=case, parts=given_up, on=on, key=f"{key} waiver", kind=WAIVER)
    owed = without(owed, given_up)
    payable = owed if total_of_parts(given_up) else _payable(owed, amount=amount, came=Ore(came - back))
    covered = amount >= total_of_parts(owed)
    standing = take_back_fees(case=case, fees=later, key=key) if covered else later.keys()
    allocation = _as_given(amount=amount, owed=payable, order=order, first=given(payable) or {})
    _post_allocation(case=case, allocation=allocation, on=on, key=key, of=of)
    left = (
        total_of_parts(owed) - total_of_parts(allocation.applied) + sum(debt.owed[part] for part in standing)
    )
    return Settled(allocation=allocation, waived=total_of_parts(given_up), left=Ore(left))


def _as_given(*, amount: Ore, owed: Parts, order: Sequence[Component], first: Parts) -> Allocation:
    """The parts that are given, and what is left of the amount in the order of the law."""
    rest = allocate(payment=Ore(amount - total_of_parts(first)), owed=without(owed, first), order=order)
    return Allocation(
        applied={part: Ore(ore + first.get(part, 0)) for part, ore in rest.applied.items()},
        excess=rest.excess,
    )


def charge_interest(*, case: Case, on: date, key: str, rates: Rates) -> None:
    """Post the interest through `on` to the book, and give up what is above a plan's rate."""
    _post_interest(case=case, debt=debt_of(case=case, on=on, rates=rates), key=key)


def owed_on_the_day(*, case: Case, debt: Debt) -> Ore:
    """The whole debt as it was on the debt's day: without the fees of letters that were sent after it."""
    return total_of_parts(_on_the_day(debt, fees_after(case=case, on=debt.on)))


def received_lines(
    *, case: Case, allocation: Allocation, held_on: Account = Account.PAYMENTS_TO_APPLY
) -> list[Posting]:
    """The client-funds side: from money to apply, to what is due to the creditor, to the agency and to the payer."""
    total = sum(allocation.applied.values()) + allocation.excess
    due = dict.fromkeys(DUE_ACCOUNT.values(), 0)
    for component, amount in allocation.applied.items():
        due[DUE_ACCOUNT[component]] += amount
    lines = [debit(held_on, total, case.subledger_id)]
    due[Account.OWED_TO_PAYER] = allocation.excess
    return lines + [credit(account, ore, case.subledger_id) for account, ore in due.items() if ore]


def _on_the_day(debt: Debt, later: Mapping[Component, ChargedFee]) -> Parts:
    """What could be paid on the day: a fee that came after it could not."""
    return {part: Ore(0) if part in later else amount for part, amount in debt.owed.items()}


def _payable(owed: Parts, *, amount: Ore, came: Ore) -> Parts:
    """What the amount can pay: interest that `came` after its day only when all that was owed then is paid."""
    then = without(owed, {Component.INTEREST: Ore(min(max(0, came), owed[Component.INTEREST]))})
    return owed if amount >= total_of_parts(then) else then


def _too_much_interest(
    *,
    case: Case,
    amount: Ore,
    on: date,
    owed: Parts,
    came: Ore,
    order: Sequence[Component],
    rates: Rates,
    of: int | None,
) -> Ore:
    """What was charged for days after the payment on capital that it had paid; found by trying, as less interest
    leaves more for the capital."""
    back = Ore(0)
    for _ in range(TRIES):
        payable = _payable(less(owed, back), amount=amount, came=Ore(came - back))
        applied = allocate(payment=amount, owed=payable, order=order).applied
        capital = Ore(applied[Component.CAPITAL] + relief(owed, back)[Component.CAPITAL])
        again = charged_too_much(case=case, on=on, paid=capital, rates=rates, of=of)
        if again == back:
            break
        back = Ore(min(again, owed[Component.INTEREST] + owed[Component.CAPITAL]))
    return back


def _post_interest(*, case: Case, debt: Debt, key: str) -> Ore:
    """Post what has accrued, and take off again what a plan has promised to give up; how much that was."""
    if debt.accrued.ore:
        post(
            key=f"{key} interest",
            kind=INTEREST_ENTRY,
            booked_date=debt.on,
            lines=[
                debit(Account.CLAIM_INTEREST, debt.accrued.ore, case.subledger),
                credit(Account.CLAIMS, debt.accrued.ore),
            ],
        )
    above = above_plan(case=case, accrued=debt.accrued)
    give_up_parts(
        case=case,
        parts={Component.INTEREST: above},
        on=debt.on,
        key=f"{key} plan rate",
        kind=ABOVE_PLAN_ENTRY,
    )
    return above


def _post_allocation(*, case: Case, allocation: Allocation, on: date, key: str, of: int | None) -> None:
    applied = total_of_parts(allocation.applied)
    if applied:
        parts = [
            credit(ACCOUNT_OF[part], amount, case.subledger) for part, amount in allocation.applied.items()
        ]
        post(
            key=naming(f"{key} claims", of) if of else f"{key} claims",
            kind="apply payment",
            booked_date=on,
            lines=[debit(Account.CLAIMS, applied), *parts],
        )
