"""What a payment did to a debt is taken back, so that the debtor owes what there would be if it had never come.

Where it went, what was waived, what was let off because of it: each by its mirror image. Only the interest to its day
stays: it was owed all the same. What later payments were let off because everything had been paid is owed again too,
unless it still has (`apply_anew`).
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.book import INTEREST_ENTRY
from cases.charged_fees import charge_again
from cases.charged_interest import charged_interest
from cases.models import Case, CaseEvent
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post, reverse
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from ekrav.payments.models import Payment

TAKEN_BACK: Final = "take back payment"
PAID: Final = (CaseEvent.Kind.PAID, CaseEvent.Kind.DIRECT_PAYMENT)
# What a payment gave up because everything had been paid, by the names of its entries.
LET_OFF: Final = (
    Q(key__endswith=" waiver") | Q(key__endswith=" rest of plan") | Q(key__contains=" takes back ")
)


def undo_payment(*, case: Case, payment: Payment, on: date, rates: Rates) -> bool:
    """Take back all that the payment posted in its case; whether it had paid any of the debt. `on`: the bank's day."""
    key = f"payment {payment.name} "
    charged = charged_interest(case=case, rates=rates)
    mine = list(_standing(Q(key__startswith=key)).exclude(kind=INTEREST_ENTRY))
    paid, back = _of_the_debt(mine, " claims"), _of_the_debt(mine, " interest back")
    for entry in mine:
        _take_back(entry, on=on if entry.key.endswith(" applied") else entry.booked_date)
    for _event, later in later_payments(case=case, payment=payment):
        for entry in list(_standing(Q(key__startswith=f"{later} ") & LET_OFF)):
            _take_back(entry, on=entry.booked_date)
    _charge_missing(case=case, charged=Ore(charged + back), key=f"back {key}interest", on=on, rates=rates)
    return paid > 0


def later_payments(*, case: Case, payment: Payment) -> Iterator[tuple[CaseEvent, str]]:
    """What has been paid and applied after the payment, and has not been taken back, with the name of its entries."""
    applied = case.events.get(kind=CaseEvent.Kind.PAID, payment=payment)
    gone = case.events.filter(kind=CaseEvent.Kind.REVERSED).values("payment_id")
    later = case.events.filter(kind__in=PAID, pk__gt=applied.pk).exclude(payment_id__in=gone)
    for event in later.select_related("payment").order_by("id"):
        direct = f"direct payment {event.facts.get('direct_payment')}"
        yield event, f"payment {event.payment.name}" if event.payment else direct


def undo_relief(entry: Entry) -> None:
    """Post the mirror image of what was let off because a payment had come, unless that has been done."""
    if _standing(Q(pk=entry.pk)).exists():
        _take_back(entry, on=entry.booked_date)


def _standing(which: Q) -> QuerySet[Entry]:
    """Entries that nobody has taken back, the last first."""
    mirror = Entry.objects.filter(reverses=OuterRef("pk"))
    return Entry.objects.filter(which).exclude(Exists(mirror)).order_by("-id")


def _of_the_debt(entries: list[Entry], what: str) -> int:
    """By how much the entries of that name have lessened what is owed."""
    named = [entry for entry in entries if entry.key.endswith(what)]
    return sum(entry.lines.get(account=Account.CLAIMS).amount_ore for entry in named)


def _take_back(entry: Entry, *, on: date) -> None:
    if entry.reverses_id is None:
        reverse(entry=entry, key=f"back {entry.key}", booked_date=on, kind=TAKEN_BACK)
    else:
        charge_again(mirror=entry)


def _charge_missing(*, case: Case, charged: Ore, key: str, on: date, rates: Rates) -> None:
    """Interest that later payments have settled on a capital that was too low: it is owed after all."""
    missing = charged_interest(case=case, rates=rates) - charged
    if missing > 0:
        lines = [debit(Account.CLAIM_INTEREST, missing, case.subledger), credit(Account.CLAIMS, missing)]
        post(key=key, kind="interest after reversal", booked_date=on, lines=lines)
