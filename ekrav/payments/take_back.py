"""The bank takes a payment back: its debit is connected with the payment by a person, and the money leaves the book.

Nothing is guessed: the bank's debit names no case. Payments of the same amount are candidates, the one that had the
same reference at the bank first.
"""

from dataclasses import dataclass
from datetime import date

from ekrav.accounts.models import Creditor
from ekrav.ledger.book import reverse
from ekrav.ledger.models import Entry
from ekrav.money import Ore
from ekrav.payments.booking import arrival_key, book_key
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import BankEntry, Payment


class NotTakenBack(ValueError):
    """The debit and the payment do not belong together; `reason`: "taken", "amount", "before", "way", "not_applied"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A payment that the bank may have taken back."""

    payment_id: int
    creditor_id: int
    creditor: str
    case_number: str
    invoice_number: str
    amount: Ore
    booked_date: date
    same_reference: bool


def candidates(*, taken: BankEntry) -> list[Candidate]:
    """Return the payments of that amount, booked no later, that stand. In a staff scope."""
    reversed_entries = Entry.objects.filter(reverses__key__startswith="bank entry ").values_list(
        "reverses__key", flat=True
    )
    gone = set(reversed_entries)
    rows = Payment.objects.filter(
        bank_entry_id__isnull=False,
        amount_ore=taken.amount_ore,
        booked_date__lte=taken.booked_date,
        applied_at__isnull=False,
    ).select_related("reference")
    payments = list(rows.order_by("-booked_date", "-id")[:50])
    bank = BankEntry.objects.in_bulk([payment.bank_entry_id for payment in payments])
    names = Creditor.objects.only("creditor_id", "name").in_bulk({row.creditor_id for row in payments})
    found = [
        Candidate(
            payment_id=payment.pk,
            creditor_id=payment.creditor_id,
            creditor=names[payment.creditor_id].name,
            case_number=payment.reference.case_number,
            invoice_number=payment.reference.invoice_number,
            amount=Ore(payment.amount_ore),
            booked_date=payment.booked_date,
            same_reference=bank[payment.bank_entry_id].bank_reference == taken.bank_reference,
        )
        for payment in payments
        if payment.bank_entry_id in bank and book_key(bank[payment.bank_entry_id]) not in gone
    ]
    return sorted(found, key=lambda candidate: not candidate.same_reference)


def claim_debit(*, debit_id: int, creditor_id: int) -> BankEntry:
    """Take the bank's debit for this creditor's book, once. In an agency scope. Raises `NotTakenBack`."""
    if debits_taken_back().filter(pk=debit_id).update(creditor_id=creditor_id) != 1:
        raise NotTakenBack("taken")
    return BankEntry.objects.get(pk=debit_id)


def take_back(*, payment: Payment, taken: BankEntry) -> Entry:
    """Let the payment's money leave the client funds, on the bank's day. In its scope. Raises `NotTakenBack`."""
    if payment.amount_ore != taken.amount_ore:
        raise NotTakenBack("amount")
    if taken.booked_date < payment.booked_date:
        raise NotTakenBack("before")
    if payment.bank_entry_id is None:
        # It arrived in two steps, and would have to leave in two.
        raise NotTakenBack("way")
    if payment.applied_at is None:
        raise NotTakenBack("not_applied")
    arrived = Entry.objects.get(key=arrival_key(payment.name))
    if Entry.objects.filter(reverses=arrived).exists():
        raise NotTakenBack("taken")
    return reverse(entry=arrived, key=book_key(taken), booked_date=taken.booked_date)
