"""How money settles a case: interest to the day, the printed amount's word, allocation by the law's order, postings.

Shared by the two ways a debt is paid: to the agency (`apply_payment`) and to the creditor itself (`direct_payment`).
"""

from dataclasses import dataclass
from datetime import date

from cases.debt import ACCOUNT_OF, INTEREST_ENTRY, Debt, debt_of
from cases.models import Case, CaseEvent, Debtor, DirectPayment
from ekrav.law.allocation import Allocation, Component, allocate, order_on
from ekrav.law.rates import Rates
from ekrav.ledger.book import Posting, credit, debit, post, reverse
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from ekrav.payments.models import Payment

COSTS = (Component.REMINDER, Component.DEMAND)
DUE_ACCOUNT = {
    Component.REMINDER: Account.DUE_COSTS,
    Component.DEMAND: Account.DUE_COSTS,
    Component.INTEREST: Account.DUE_INTEREST,
    Component.CAPITAL: Account.DUE_CAPITAL,
}


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What became of an amount: where it went, what was waived, what is left of the debt."""

    allocation: Allocation
    waived: Ore
    left: Ore


def settle(*, case: Case, amount: Ore, on: date, key: str, rates: Rates) -> Settled:
    """Apply `amount`, paid on `on`, to the case: everything on the claims' side of the book.

    Posts the interest to that day, waives what the printed amount's word gives up, and takes the parts off in the
    order of the law. `key` names the payment.
    """
    _take_back_later_costs(case=case, amount=amount, on=on, key=key, rates=rates)
    debt = debt_of(case=case, on=on, rates=rates)
    _post_interest(case=case, debt=debt, key=key)
    waived = _printed_amount_gives_up(case=case, debt=debt, amount=amount, on=on)
    _post_waiver(case=case, waived=waived, on=on, key=key)
    owed = {**debt.owed, Component.INTEREST: Ore(debt.interest - waived)}
    order = order_on(business_debtor=case.debtor.kind == Debtor.Kind.COMPANY, day=on, rates=rates)
    allocation = allocate(payment=amount, owed=owed, order=order)
    _post_allocation(case=case, allocation=allocation, on=on, key=key)
    left = Ore(sum(owed.values()) - sum(allocation.applied.values()))
    return Settled(allocation=allocation, waived=waived, left=left)


def closing_amount(*, case: Case, debt: Debt) -> Ore:
    """What closes the case when it is booked on the debt's day.

    The last letter's printed amount through its last day, by the printed amount's word; the whole debt after that.
    """
    printed = _printed_left(case=case, on=debt.on)
    return debt.total if printed is None else Ore(debt.total - _beyond(debt=debt, printed=printed))


def received_lines(*, case: Case, allocation: Allocation) -> list[Posting]:
    """The client-funds side: from money to apply, to what is due to the creditor, to the agency and to the payer."""
    total = sum(allocation.applied.values()) + allocation.excess
    lines = [debit(Account.PAYMENTS_TO_APPLY, total, case.subledger)]
    for account in (Account.DUE_COSTS, Account.DUE_INTEREST, Account.DUE_CAPITAL):
        part = sum(
            amount for component, amount in allocation.applied.items() if DUE_ACCOUNT[component] == account
        )
        lines.append(credit(account, part, case.subledger))
    return [*lines, credit(Account.OWED_TO_PAYER, allocation.excess, case.subledger)]


def _take_back_later_costs(*, case: Case, amount: Ore, on: date, key: str, rates: Rates) -> None:
    """A fee for a letter sent after the day the whole debt was paid is not owed (1981:739, IMY): take it back."""
    later = Entry.objects.filter(
        kind__in=("remind", "demand"), booked_date__gt=on, lines__subledger=case.subledger
    ).exclude(pk__in=Entry.objects.filter(reverses__isnull=False).values("reverses_id"))
    entries = list(later.distinct())
    fees = sum(line.amount_ore for entry in entries for line in entry.lines.all() if line.amount_ore > 0)
    if entries and amount >= debt_of(case=case, on=on, rates=rates).total - fees:
        for entry in entries:
            reverse(entry=entry, key=f"{key} takes back {entry.key}", booked_date=entry.booked_date)


def _post_interest(*, case: Case, debt: Debt, key: str) -> None:
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


def _printed_amount_gives_up(*, case: Case, debt: Debt, amount: Ore, on: date) -> Ore:
    """The printed amount, booked by the pay-by date, closes the case: the interest of the days between is given up."""
    printed = _printed_left(case=case, on=on)
    return Ore(0) if printed is None or amount < printed else _beyond(debt=debt, printed=printed)


def _printed_left(*, case: Case, on: date) -> int | None:
    """What is left of the last letter's printed amount; None when there is no letter or its last day is over."""
    letter = case.events.filter(dispatch__isnull=False, facts__has_key="total_ore").order_by("-id").first()
    if letter is None or on < letter.on or on > date.fromisoformat(str(letter.facts["pay_by"])):
        return None
    return int(letter.facts["total_ore"]) - _paid_since(case=case, letter=letter)


def _beyond(*, debt: Debt, printed: int) -> Ore:
    """The interest by which a debt is more than its letter printed."""
    return Ore(min(debt.interest, max(0, debt.total - printed)))


def _paid_since(*, case: Case, letter: CaseEvent) -> int:
    """What has been applied since the letter, whichever way it was paid."""
    later = case.events.filter(pk__gt=letter.pk)
    received = Payment.objects.filter(pk__in=later.values("payment_id"))
    direct = DirectPayment.objects.filter(case=case, reported_at__gt=letter.at)
    return sum(received.values_list("amount_ore", flat=True)) + sum(
        direct.values_list("amount_ore", flat=True)
    )


def _post_waiver(*, case: Case, waived: Ore, on: date, key: str) -> None:
    if waived:
        post(
            key=f"{key} waiver",
            kind="waive interest after the printed amount",
            booked_date=on,
            lines=[debit(Account.CLAIMS, waived), credit(Account.CLAIM_INTEREST, waived, case.subledger)],
        )


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
