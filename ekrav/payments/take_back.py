"""The bank takes a payment back: its debit is connected with the payment by a person, and the money leaves the book.

Nothing is guessed: the bank's debit names no case. Payments of the same amount are candidates, the one that had the
same reference at the bank first, and so is money that lies on the pile. A debit that nobody asked for is made good by
money that comes later: the bank corrects itself, or the agency pays it in.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, Q, When

from ekrav.accounts.models import Creditor
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.ledger.book import reverse
from ekrav.ledger.models import Entry
from ekrav.money import Ore
from ekrav.payments.booking import arrival_key, book_key
from ekrav.payments.debits import debits_taken_back, debits_to_settle
from ekrav.payments.models import BankEntry, Payment, UnmatchedPayment
from ekrav.payments.unmatched import resolve
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope

MOST: Final = 50


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
    """Return the payments of that amount, booked no later, that stand; at most `MOST`. In a staff scope.

    Those of the same reference at the bank come first, then the latest.
    """
    reversed_entries = Entry.objects.filter(reverses__key__startswith="bank entry ").values_list(
        "reverses__key", flat=True
    )
    gone = set(reversed_entries)
    entries = BankEntry.objects.filter(bank_reference=taken.bank_reference).values("pk")
    same = Q(bank_entry_id__in=entries) | Q(instruction__bank_entry_id__in=entries)
    rows = Payment.objects.filter(
        Q(bank_entry_id__isnull=False) | Q(instruction__bank_entry_id__isnull=False),
        amount_ore=taken.amount_ore,
        booked_date__lte=taken.booked_date,
        applied_at__isnull=False,
    ).select_related("reference", "instruction")
    rows = rows.annotate(same=Case(When(same, then=True), default=False))
    payments = [row for row in rows.order_by("-same", "-booked_date", "-id")[:MOST] if _key(row) not in gone]
    names = Creditor.objects.only("creditor_id", "name").in_bulk({row.creditor_id for row in payments})
    return [
        Candidate(
            payment_id=payment.pk,
            creditor_id=payment.creditor_id,
            creditor=names[payment.creditor_id].name,
            case_number=payment.reference.case_number,
            invoice_number=payment.reference.invoice_number,
            amount=Ore(payment.amount_ore),
            booked_date=payment.booked_date,
            same_reference=payment.same,
        )
        for payment in payments
    ]


def on_the_pile(*, taken: BankEntry) -> list[UnmatchedPayment]:
    """Return what nobody has placed, of that amount and, for what is taken back, booked no later. In a staff scope.

    In the order of `candidates`.
    """
    same = Case(When(entry__bank_reference=taken.bank_reference, then=True), default=False)
    rows = UnmatchedPayment.objects.select_related("entry", "entry__payer").filter(
        state=UnmatchedPayment.State.OPEN,
        entry__amount_ore=taken.amount_ore,
    )
    if taken.reversal:
        rows = rows.filter(entry__booked_date__lte=taken.booked_date)
    return list(rows.annotate(same=same).order_by("-same", "-entry__booked_date", "-entry_id")[:MOST])


def take_from_pile(*, debit_id: int, entry: UUID, by: Actor, at: datetime) -> Ore:
    """Let money that nobody has placed leave the client funds, on the bank's day; öre. Opens its own scope.

    Raises `NotTakenBack`, `AlreadyResolved`, `UnmatchedPayment.DoesNotExist`.
    """
    with agency_scope():
        taken = claim_debit(debit_id=debit_id, creditor_id=AGENCY_TENANT_ID)
        return _let_out(taken, entry, by=by, at=at)


def cancel(*, debit: BankEntry, entry: UUID, at: datetime) -> None:
    """Let a wrong debit and the bank's own correction of it, on the pile, be gone together. In an agency scope.

    Raises `NotTakenBack`, `AlreadyResolved`.
    """
    free = debits_to_settle().filter(pk=debit.pk, creditor_id=None).order_by()
    if free.update(creditor_id=AGENCY_TENANT_ID) != 1:
        raise NotTakenBack("taken")
    _let_out(debit, entry, by=MACHINE, at=at)


def _let_out(taken: BankEntry, entry: UUID, *, by: Actor, at: datetime) -> Ore:
    row = resolve(entry, UnmatchedPayment.State.TAKEN, by=by, at=at)
    if row.amount_ore != taken.amount_ore:
        raise NotTakenBack("amount")
    if taken.reversal and taken.booked_date < row.booked_date:
        raise NotTakenBack("before")
    arrived = Entry.objects.get(key=book_key(row))
    reverse(entry=arrived, key=book_key(taken), booked_date=taken.booked_date)
    record(act="payment_taken_back", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})
    return Ore(row.amount_ore)


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
    if payment.applied_at is None:
        raise NotTakenBack("not_applied")
    if _arrived_in(payment) is None:
        # Not at the bank yet; or by card, which the card company takes back from the agency's own account.
        raise NotTakenBack("way")
    by_way = payment.bank_entry_id is None
    arrived = Entry.objects.get(key=_key(payment))
    if Entry.objects.filter(reverses=arrived).exists():
        raise NotTakenBack("taken")
    left = reverse(entry=arrived, key=book_key(taken), booked_date=taken.booked_date)
    if not by_way:
        return left
    # It came in two steps, onto the case and then to the bank, and leaves in two.
    paid = Entry.objects.get(key=f"way {payment.instruction_id} paid")
    return reverse(entry=paid, key=f"{book_key(taken)} way", booked_date=taken.booked_date)


def _key(payment: Payment) -> str:
    """What the book calls the arrival of the payment's money at the bank."""
    return arrival_key(f"{_arrived_in(payment)}" if payment.bank_entry_id is None else payment.name)


def _arrived_in(payment: Payment) -> int | None:
    """The bank's entry that the payment's money came by: its own, or the one that settled what was on its way."""
    if payment.bank_entry_id is not None or payment.instruction is None:
        return payment.bank_entry_id
    entry: int | None = payment.instruction.bank_entry_id
    return entry
