"""The bank takes a payment back: its debit is connected with the payment by a person, and the money leaves the book.

Nothing is guessed: the bank's debit names no case. Payments of the same amount are candidates, the one that had the
same reference at the bank first, and so is money that lies on the pile or is to go back to its payer. One that stands
on several cases is taken back from all of them (`ekrav.payments.take_back_parts`). A debit that nobody asked for is
made good by money that comes later: the bank corrects itself, or the agency pays it in.
"""

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Case, Q, When

from ekrav.accounts.models import Creditor
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.clock import civil_date
from ekrav.ledger.book import credit, debit, open_subledger, post, reverse
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore
from ekrav.payments.booking import arrival_key, book_key
from ekrav.payments.debits import debits_taken_back, debits_to_settle
from ekrav.payments.models import LEFT, BankEntry, Payment, UnmatchedPayment, entry_name
from ekrav.payments.unmatched import resolve
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope

MOST: Final = 50
State = UnmatchedPayment.State
ON_THE_PILE: Final = (State.OPEN, State.RETURNED)
"""What has been placed nowhere, whether or not it is to go back: in the agency's book."""


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
    entries = BankEntry.objects.filter(bank_reference=taken.bank_reference).values("pk")
    same = Q(bank_entry_id__in=entries) | Q(instruction__bank_entry_id__in=entries)
    rows = Payment.objects.filter(
        Q(bank_entry_id__isnull=False) | Q(instruction__bank_entry_id__isnull=False),
        amount_ore=taken.amount_ore,
        booked_date__lte=taken.booked_date,
        applied_at__isnull=False,
    ).select_related("reference", "instruction")
    rows = rows.annotate(same=Case(When(same, then=True), default=False))
    payments = rows.order_by("-same", "-booked_date", "-id")[:MOST]
    gone = gone_of(payments)
    standing = [payment for payment in payments if payment.pk not in gone]
    return as_candidates(standing, same={payment.pk for payment in standing if payment.same})


def as_candidates(payments: Collection[Payment], *, same: Container[int] = ()) -> list[Candidate]:
    """Tell of these payments; `same`: those that have the debit's reference at the bank. In a staff scope."""
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
            same_reference=payment.pk in same,
        )
        for payment in payments
    ]


def gone_of(payments: Collection[Payment]) -> set[int]:
    """Which of these payments have left again, by id. In a scope that sees their books."""
    arrivals = {_key(payment): payment.pk for payment in payments}
    gone = Entry.objects.filter(reverses__key__in=arrivals).values_list("reverses__key", flat=True)
    return {arrivals[key] for key in gone}


def on_the_pile(*, taken: BankEntry) -> list[UnmatchedPayment]:
    """Return what nobody has placed or what is to go back, of that amount and booked no later, as `candidates` are.

    For a debit that nobody asked for: what nobody has placed, whenever it came. In a staff scope.
    """
    same = Case(When(entry__bank_reference=taken.bank_reference, then=True), default=False)
    rows = UnmatchedPayment.objects.select_related("entry", "entry__payer").filter(
        state__in=ON_THE_PILE,
        entry__amount_ore=taken.amount_ore,
    )
    rows = (
        rows.filter(entry__booked_date__lte=taken.booked_date)
        if taken.reversal
        else rows.filter(state=State.OPEN)
    )
    return list(rows.annotate(same=same).order_by("-same", "-entry__booked_date", "-entry_id")[:MOST])


def take_from_pile(*, debit_id: int, entry: UUID, by: Actor, at: datetime) -> Ore:
    """Let money that nobody has placed leave the client funds, on the bank's day; öre. Opens its own scope.

    So with money that is to go back to its payer: then it does not. Raises `NotTakenBack`, `AlreadyResolved`,
    `UnmatchedPayment.DoesNotExist`.
    """
    with agency_scope():
        taken = claim_debit(debit_id=debit_id, creditor_id=AGENCY_TENANT_ID)
        row = off_the_pile(entry=entry, taken=taken, key=book_key(taken), by=by, at=at)
        if row.amount_ore != taken.amount_ore:
            raise NotTakenBack("amount")
    return Ore(row.amount_ore)


def cancel(*, wrong: BankEntry, entry: UUID, at: datetime) -> None:
    """Let a wrong debit and the bank's own correction of it, on the pile, be gone together. In an agency scope.

    Raises `NotTakenBack`, `AlreadyResolved`.
    """
    free = debits_to_settle().filter(pk=wrong.pk, creditor_id=None).order_by()
    if free.update(creditor_id=AGENCY_TENANT_ID) != 1:
        raise NotTakenBack("taken")
    row = off_the_pile(entry=entry, taken=wrong, key=book_key(wrong), by=MACHINE, at=at)
    if row.amount_ore != wrong.amount_ore:
        raise NotTakenBack("amount")


def off_the_pile(*, entry: UUID, taken: BankEntry, key: str, by: Actor, at: datetime) -> BankEntry:
    """Let it leave under this key, on the bank's day. In an agency scope, in a transaction.

    Raises `NotTakenBack`, `AlreadyResolved`, `UnmatchedPayment.DoesNotExist`.
    """
    sent_back = UnmatchedPayment.objects.filter(public_id=entry, state=State.RETURNED)
    if sent_back.update(state=State.TAKEN, resolved_at=at, resolved_by=by.id):
        row = BankEntry.objects.get(unmatched__public_id=entry)
        _not_sent_back(row, key=f"{key} sent back", at=at)
    else:
        row = resolve(entry, State.TAKEN, by=by, at=at)
    if taken.reversal and taken.booked_date < row.booked_date:
        raise NotTakenBack("before")
    reverse(entry=Entry.objects.get(key=book_key(row)), key=key, booked_date=taken.booked_date)
    record(act="payment_taken_back", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})
    return row


def _not_sent_back(row: BankEntry, *, key: str, at: datetime) -> None:
    """Nothing is owed to the payer. When it has gone back all the same the payer has had it twice, and owes it.

    What one payer owes stands in an account of its own: it may not be met with what is owed to another.
    """
    if row.refunds.filter(state__in=LEFT).exists():
        owes = open_subledger(number=f"{row.pk}")
        lines = [
            debit(Account.OWED_TO_PAYER, row.amount_ore, owes),
            credit(Account.UNMATCHED, row.amount_ore),
        ]
        post(key=key, kind="sent back and taken back", booked_date=civil_date(at), lines=lines)
    else:
        reverse(entry=Entry.objects.get(key=f"send back {row.pk}"), key=key, booked_date=civil_date(at))


def claim_debit(*, debit_id: int, creditor_id: int) -> BankEntry:
    """Take the bank's debit for this creditor's book, once. In an agency scope. Raises `NotTakenBack`."""
    if debits_taken_back().filter(pk=debit_id).update(creditor_id=creditor_id) != 1:
        raise NotTakenBack("taken")
    return BankEntry.objects.get(pk=debit_id)


def take_back(*, payment: Payment, taken: BankEntry, part: int = 0) -> Entry:
    """Let the payment's money leave the client funds, on the bank's day. In its scope. Raises `NotTakenBack`.

    `part` 1, 2 …: it is one of several that the debit takes back together.
    """
    if payment.amount_ore != taken.amount_ore and not part:
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
    key = arrival_key(entry_name(taken.pk, part))
    left = reverse(entry=arrived, key=key, booked_date=taken.booked_date)
    if not by_way:
        return left
    # It came in two steps, onto the case and then to the bank, and leaves in two.
    paid = Entry.objects.get(key=f"way {payment.instruction_id} paid")
    return reverse(entry=paid, key=f"{key} way", booked_date=taken.booked_date)


def _key(payment: Payment) -> str:
    """What the book calls the arrival of the payment's money at the bank."""
    return arrival_key(f"{_arrived_in(payment)}" if payment.bank_entry_id is None else payment.name)


def _arrived_in(payment: Payment) -> int | None:
    """The bank's entry that the payment's money came by: its own, or the one that settled what was on its way."""
    if payment.bank_entry_id is not None or payment.instruction is None:
        return payment.bank_entry_id
    entry: int | None = payment.instruction.bank_entry_id
    return entry
