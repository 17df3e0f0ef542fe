"""How money settles a case: interest to the day, the printed amount's word, allocation by the law's order, postings.

Money counts from the day it was paid, however late it becomes known: what was charged for later days gives way.

Shared by the two ways a debt is paid: to the agency (`apply_payment`) and to the creditor itself (`direct_payment`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cases.book import ABOVE_PLAN_ENTRY, ACCOUNT_OF, CLAIM_ACCOUNTS, INTEREST_ENTRY
from cases.debt import Debt, charged_too_much, debt_of
from cases.models import Case, CaseEvent, Debtor
from cases.plan_interest import above_plan
from ekrav.law.allocation import Allocation, Component, allocate, order_on
from ekrav.law.costs import owed_when_paid
from ekrav.law.rates import Rates
from ekrav.ledger.book import Posting, balance, credit, debit, post, reverse
from ekrav.ledger.models import Account, Entry, Line
from ekrav.money import Ore
from letters.models import Dispatch

DUE_ACCOUNT = {
    Component.REMINDER: Account.DUE_COSTS,
    Component.DEMAND: Account.DUE_COSTS,
    Component.PLAN: Account.DUE_COSTS,
    Component.LATE_PAYMENT: Account.DUE_LATE_PAYMENT,
    Component.INTEREST: Account.DUE_INTEREST,
    Component.CAPITAL: Account.DUE_CAPITAL,
}
# The letters that cost something, and the fee of each. What one has charged, its entry says: it may be compensation.
FEE_OF: Final = {
    CaseEvent.Kind.REMINDED.value: Component.REMINDER,
    CaseEvent.Kind.DEMANDED.value: Component.DEMAND,
    CaseEvent.Kind.PLAN_ACCEPTED.value: Component.PLAN,
}
WAIVER: Final = "waive interest after the printed amount"
TRIES: Final = 10

Parts = Mapping[Component, Ore]


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What became of an amount: where it went, what was waived, what is left of the debt."""

    allocation: Allocation
    waived: Ore
    left: Ore


def settle(*, case: Case, amount: Ore, on: date, key: str, rates: Rates) -> Settled:
    """Apply `amount`, paid on `on`, to the case: everything on the claims' side of the book.

    Posts the interest to that day, takes back what was charged for later days, waives what the printed amount's word
    gives up, and takes the parts off in the order of the law. `key` names the payment.
    """
    debt = debt_of(case=case, on=on, rates=rates)
    above = _post_interest(case=case, debt=debt, key=key)
    later = _fees_after(case=case, on=on)
    owed = _less(_owed_on_the_day(debt, later), above)
    order = order_on(business_debtor=case.debtor.kind == Debtor.Kind.COMPANY, day=on, rates=rates)
    back = _too_much_interest(case=case, amount=amount, on=on, owed=owed, order=order, rates=rates)
    _post_less(
        case=case, parts=_taken(owed, back), on=on, key=f"{key} interest back", kind="take back interest"
    )
    owed = _less(owed, back)
    given_up = _printed_amount_gives_up(case=case, owed=owed, amount=amount, on=on)
    _post_less(case=case, parts=given_up, on=on, key=f"{key} waiver", kind=WAIVER)
    owed, waived = _without(owed, given_up), _sum(given_up)
    if amount >= _sum(owed):
        later = _take_back(case=case, later=later, key=key)
    allocation = allocate(payment=amount, owed=owed, order=order)
    _post_allocation(case=case, allocation=allocation, on=on, key=key)
    left = _sum(owed) - sum(allocation.applied.values()) + _standing(debt, later)
    return Settled(allocation=allocation, waived=waived, left=Ore(left))


def take_back_fees_after(*, case: Case, on: date, key: str) -> None:
    """Take back the unpaid fees of letters that were sent after a day on which they could be sent no more."""
    _take_back(case=case, later=_fees_after(case=case, on=on), key=key)


def charge_interest(*, case: Case, on: date, key: str, rates: Rates) -> None:
    """Post the interest through `on` to the book, and give up what is above a plan's rate."""
    _post_interest(case=case, debt=debt_of(case=case, on=on, rates=rates), key=key)


def closing_amount(*, case: Case, debt: Debt) -> Ore:
    """What closes the case when it is booked on the debt's day.

    The last letter's printed amount through its last day, by the printed amount's word; the whole debt after that.
    """
    whole = Ore(debt.total - above_plan(case=case, accrued=debt.accrued))
    letter = _letter_of(case=case, on=debt.on)
    return whole if letter is None else Ore(min(whole, max(0, _printed_left(letter))))


def owed_on_the_day(*, case: Case, debt: Debt) -> Ore:
    """The whole debt as it was on the debt's day: without the fees of letters that were sent after it."""
    return _sum(_owed_on_the_day(debt, _fees_after(case=case, on=debt.on)))


def received_lines(*, case: Case, allocation: Allocation) -> list[Posting]:
    """The client-funds side: from money to apply, to what is due to the creditor, to the agency and to the payer."""
    total = sum(allocation.applied.values()) + allocation.excess
    lines = [debit(Account.PAYMENTS_TO_APPLY, total, case.subledger)]
    for account in dict.fromkeys(DUE_ACCOUNT.values()):
        part = sum(
            amount for component, amount in allocation.applied.items() if DUE_ACCOUNT[component] == account
        )
        lines.append(credit(account, part, case.subledger))
    return [*lines, credit(Account.OWED_TO_PAYER, allocation.excess, case.subledger)]


def _fees_after(*, case: Case, on: date) -> dict[Component, CaseEvent]:
    """What letters have charged that were sent after the day, by part. One that was posted late was sent that late.

    Compensation arose with the interest, but was first asked by the letter: it gives way as a fee does.
    """
    letters = case.events.filter(kind__in=FEE_OF, dispatch__isnull=False, entry__isnull=False)
    reversed_entries = Entry.objects.filter(reverses__isnull=False).values("reverses_id")
    charged = Line.objects.filter(
        entry_id__in=letters.exclude(entry_id__in=reversed_entries).values("entry_id"),
        account__in=CLAIM_ACCOUNTS,
    )
    part_of = {
        entry: CLAIM_ACCOUNTS[Account(name)] for entry, name in charged.values_list("entry_id", "account")
    }
    return {
        part_of[letter.entry.pk]: letter
        for letter in letters.filter(entry_id__in=part_of).select_related("dispatch", "entry")
        if letter.dispatch
        and letter.entry
        and not owed_when_paid(demand_sent=letter.dispatch.posted_on or letter.on, booked=on)
    }


def _owed_on_the_day(debt: Debt, later: Mapping[Component, CaseEvent]) -> Parts:
    """What could be paid on the day: a fee that came after it could not."""
    return {part: Ore(0) if part in later else amount for part, amount in debt.owed.items()}


def _standing(debt: Debt, later: Mapping[Component, CaseEvent]) -> int:
    return sum(debt.owed[part] for part in later)


def _take_back(*, case: Case, later: Mapping[Component, CaseEvent], key: str) -> dict[Component, CaseEvent]:
    """A fee for a letter sent after the day the whole debt was paid is not owed (1981:739, IMY). Those that stand.

    One that has been paid since stands: what becomes of that money is for a person.
    """
    standing = {}
    for part, letter in later.items():
        assert letter.entry is not None
        if balance(account=ACCOUNT_OF[part], subledger=case.subledger) < (letter.amount_ore or 0):
            standing[part] = letter
        else:
            taken_back = f"{key} takes back {letter.entry.key}"
            reverse(entry=letter.entry, key=taken_back, booked_date=letter.entry.booked_date)
    return standing


def _too_much_interest(
    *, case: Case, amount: Ore, on: date, owed: Parts, order: Sequence[Component], rates: Rates
) -> Ore:
    """What was charged for days after the payment on capital that it had paid; found by trying, as less interest
    leaves more for the capital."""
    back = Ore(0)
    for _ in range(TRIES):
        applied = allocate(payment=amount, owed=_less(owed, back), order=order).applied
        capital = Ore(applied[Component.CAPITAL] + _taken(owed, back)[Component.CAPITAL])
        again = charged_too_much(case=case, on=on, paid=capital, rates=rates)
        if again == back:
            break
        back = Ore(min(again, owed[Component.INTEREST] + owed[Component.CAPITAL]))
    return back


def _taken(owed: Parts, amount: Ore) -> Parts:
    """Where a relief is taken: off the interest, and when that has been paid already, off the capital."""
    from_interest = Ore(min(amount, owed[Component.INTEREST]))
    return {Component.INTEREST: from_interest, Component.CAPITAL: Ore(amount - from_interest)}


def _less(owed: Parts, amount: Ore) -> Parts:
    return _without(owed, _taken(owed, amount))


def _without(owed: Parts, parts: Parts) -> Parts:
    return {part: Ore(ore - parts.get(part, 0)) for part, ore in owed.items()}


def _sum(owed: Parts) -> Ore:
    return Ore(sum(owed.values()))


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
    _post_less(
        case=case,
        parts={Component.INTEREST: above},
        on=debt.on,
        key=f"{key} plan rate",
        kind=ABOVE_PLAN_ENTRY,
    )
    return above


def _printed_amount_gives_up(*, case: Case, owed: Parts, amount: Ore, on: date) -> Parts:
    """The printed amount, booked by the pay-by date, closes the case: the interest of the days between is given up,
    and before it the fees of a plan that was made since."""
    letter = _letter_of(case=case, on=on)
    printed = _printed_left(letter) if letter else None
    if letter is None or printed is None or amount < printed:
        return {}
    whole = Ore(min(_sum(owed), max(0, _sum(owed) - printed)))
    plan = Ore(min(whole, owed[Component.PLAN], _plan_fees_since(letter)))
    return {Component.PLAN: plan, **_taken(owed, Ore(whole - plan))}


def _letter_of(*, case: Case, on: date) -> CaseEvent | None:
    """The last letter with a printed amount on the day; None when there was none or its last day was over. Later
    letters say nothing of that day, whenever the money becomes known."""
    letters = case.events.filter(dispatch__isnull=False, facts__has_key="total_ore", on__lte=on)
    letter = letters.exclude(dispatch__state=Dispatch.State.CANCELLED).order_by("-id").first()
    return letter if letter and on <= _pay_by(letter) else None


def _pay_by(letter: CaseEvent) -> date:
    return date.fromisoformat(str(letter.facts["pay_by"]))


def _printed_left(letter: CaseEvent) -> int:
    """What is left of the letter's printed amount."""
    return int(letter.facts["total_ore"]) - _paid_since(letter=letter, pay_by=_pay_by(letter))


def _plan_fees_since(letter: CaseEvent) -> int:
    """What a plan has charged after the letter: its printed amount does not hold it."""
    kinds = (CaseEvent.Kind.PLAN_ACCEPTED, CaseEvent.Kind.PLAN_CHANGED, CaseEvent.Kind.PLAN_NOTICE)
    events = CaseEvent.objects.filter(case=letter.case_id, pk__gt=letter.pk, kind__in=kinds)
    charged = events.filter(entry__isnull=False).values_list("amount_ore", flat=True)
    return sum(amount or 0 for amount in charged)


def _paid_since(*, letter: CaseEvent, pay_by: date) -> int:
    """What has been applied since the letter and was paid in its time, whichever way, and has not been taken back; less
    what the letter had taken off as paid and the bank has taken back since."""
    kinds = (CaseEvent.Kind.PAID, CaseEvent.Kind.DIRECT_PAYMENT, CaseEvent.Kind.REVERSED)
    rows = list(CaseEvent.objects.filter(case=letter.case_id, kind__in=kinds))
    back = {row.payment_id: row.pk for row in rows if row.kind == CaseEvent.Kind.REVERSED}
    paid = [row for row in rows if row.kind != CaseEvent.Kind.REVERSED]
    since = [row for row in paid if row.pk > letter.pk and row.on <= pay_by and row.payment_id not in back]
    gone = [row for row in paid if row.pk < letter.pk < back.get(row.payment_id, 0)]
    return sum(row.amount_ore or 0 for row in since) - sum(row.amount_ore or 0 for row in gone)


def _post_less(*, case: Case, parts: Parts, on: date, key: str, kind: str) -> None:
    total = _sum(parts)
    if total:
        lines = [credit(ACCOUNT_OF[part], amount, case.subledger) for part, amount in parts.items()]
        post(key=key, kind=kind, booked_date=on, lines=[debit(Account.CLAIMS, total), *lines])


def _post_allocation(*, case: Case, allocation: Allocation, on: date, key: str) -> None:
    applied = Ore(sum(allocation.applied.values()))
    if applied:
        parts = [
            credit(ACCOUNT_OF[part], amount, case.subledger) for part, amount in allocation.applied.items()
        ]
        post(
            key=f"{key} claims",
            kind="apply payment",
            booked_date=on,
            lines=[debit(Account.CLAIMS, applied), *parts],
        )
