"""What a payment did to a debt is taken back, so that the debtor owes what there would be if it had never come.

Where it went, what was waived, what was let off because of it: each by its mirror image. Only the interest to its day
stays: it was owed all the same. A later payment may have been let off something because the two together paid
everything; alone it did not, and that is owed again too.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.book import INTEREST_ENTRY
from cases.charged_fees import charge_again
from cases.debt import charged_interest
from cases.models import Case, CaseEvent
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post, reverse
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from ekrav.payments.models import Payment

TAKEN_BACK: Final = "take back payment"
PAID: Final = (CaseEvent.Kind.PAID, CaseEvent.Kind.DIRECT_PAYMENT)


def undo_payment(*, case: Case, payment: Payment, on: date, rates: Rates) -> bool:
    """Take back all that the payment posted in its case; whether it had paid any of the debt. `on`: the bank's day."""
    key = f"payment {payment.bank_entry_id}"
    charged = charged_interest(case=case, rates=rates)
    mine = list(_standing(Q(key__startswith=f"{key} ")).exclude(kind=INTEREST_ENTRY))
    paid, back = _of_the_debt(mine, f"{key} claims"), _of_the_debt(mine, f"{key} interest back")
    for entry in mine:
        _take_back(entry, on=on if entry.key == f"{key} applied" else entry.booked_date)
    for later in _needed_it(case=case, payment=payment, paid=paid):
        let_off = Q(key__in=(f"{later} waiver", f"{later} rest of plan"))
        for entry in list(_standing(let_off | Q(key__startswith=f"{later} takes back "))):
            _take_back(entry, on=entry.booked_date)
    _charge_missing(case=case, charged=Ore(charged + back), key=f"back {key} interest", on=on, rates=rates)
    return paid > 0


def undo_relief(entry: Entry) -> None:
    """Post the mirror image of what was let off because a payment had come, unless that has been done."""
    if _standing(Q(pk=entry.pk)).exists():
        _take_back(entry, on=entry.booked_date)


def _standing(which: Q) -> QuerySet[Entry]:
    """Entries that nobody has taken back, the last first."""
    mirror = Entry.objects.filter(reverses=OuterRef("pk"))
    return Entry.objects.filter(which).exclude(Exists(mirror)).order_by("-id")


def _of_the_debt(entries: list[Entry], key: str) -> int:
    """By how much the entry of that name has lessened what is owed; 0 without one."""
    return sum(entry.lines.get(account=Account.CLAIMS).amount_ore for entry in entries if entry.key == key)


def _take_back(entry: Entry, *, on: date) -> None:
    if entry.reverses_id is None:
        reverse(entry=entry, key=f"back {entry.key}", booked_date=on, kind=TAKEN_BACK)
    else:
        charge_again(mirror=entry)


def _needed_it(*, case: Case, payment: Payment, paid: int) -> Iterator[str]:
    """The keys of later payments that have not brought `paid` öre more than was left to pay."""
    applied = case.events.get(kind=CaseEvent.Kind.PAID, payment=payment)
    gone = case.events.filter(kind=CaseEvent.Kind.REVERSED).values("payment_id")
    later = case.events.filter(kind__in=PAID, pk__gt=applied.pk).exclude(payment_id__in=gone)
    for event in later.select_related("payment").order_by("id"):
        if int(event.facts["excess_ore"]) < paid:
            direct = f"direct payment {event.facts.get('direct_payment')}"
            yield f"payment {event.payment.bank_entry_id}" if event.payment else direct


def _charge_missing(*, case: Case, charged: Ore, key: str, on: date, rates: Rates) -> None:
    """Interest that later payments have settled on a capital that was too low: it is owed after all."""
    missing = charged_interest(case=case, rates=rates) - charged
    if missing > 0:
        lines = [debit(Account.CLAIM_INTEREST, missing, case.subledger), credit(Account.CLAIMS, missing)]
        post(key=key, kind="interest after reversal", booked_date=on, lines=lines)
