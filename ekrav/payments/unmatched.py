"""What becomes of money whose case was not known: a person places it on a case, or decides that it goes back.

Each once, whoever comes first: the second is told `AlreadyResolved`, with who and when.

Sending back is a decision and a posting here (from the unmatched to what is owed to payers); the payouts house pays it
by file, with two approvals (`payouts.refund_sources` finds it by the key of this posting).
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ekrav import clock
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.booking import put_in_book, whole
from ekrav.payments.models import BankEntry, UnmatchedPayment
from ekrav.payments.route import destination_of
from ekrav.payments.ways.same_money import refuse_same_money
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope

State = UnmatchedPayment.State


class NoSuchReference(ValueError):
    """No case has the OCR or case number, or more than one has it."""


class AlreadyResolved(ValueError):
    """Somebody else was first: what was decided (`state`), by which staff member, when."""

    def __init__(self, *, state: str, by: int | None, at: datetime | None) -> None:
        super().__init__(state)
        self.state = state
        self.by = by
        self.at = at


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Money that now stands on a case."""

    creditor_id: int
    payment_id: int
    case_number: str
    amount_ore: Ore
    booked_date: date


def assign(*, entry: UUID, ocr: str, by: Actor, at: datetime) -> Placed:
    """Place unmatched money (by its public id) on the case with this OCR or case number. Opens its own scopes.

    One transaction takes it out of the agency's book and puts it into the creditor's, both booked on the day the bank
    had it: that day the debt was paid. Raises `NoSuchReference`, `MayBeOnItsWay`, `AlreadyResolved`,
    `UnmatchedPayment.DoesNotExist`.
    """
    with transaction.atomic():
        with routing_scope():
            where = destination_of(ocr)
        if where is None:
            raise NoSuchReference(ocr)
        with agency_scope():
            row = resolve(entry, State.ASSIGNED, by=by, at=at)
            hand_over(row, where.creditor_id, by=by, at=at)
        with tenant_scope(where.creditor_id):
            refuse_same_money(amount=Ore(row.amount_ore), reference_id=where.reference_id)
            (payment,) = put_in_book([whole(row, where.reference_id)], at=at)
            record(act="payment_assigned", on=payment, by=by, at=at, facts={"amount_ore": row.amount_ore})
    return Placed(
        creditor_id=where.creditor_id,
        payment_id=payment.pk,
        case_number=where.case_number,
        amount_ore=Ore(row.amount_ore),
        booked_date=row.booked_date,
    )


def send_back(*, entry: UUID, by: Actor, at: datetime) -> Ore:
    """Decide that unmatched money goes back to its payer; the öre to pay. Opens its own scope.

    Booked on the day of the decision. Raises `AlreadyResolved`, `UnmatchedPayment.DoesNotExist`.
    """
    with agency_scope():
        row = resolve(entry, State.RETURNED, by=by, at=at)
        post(
            key=f"send back {row.pk}",
            kind="payment sent back",
            booked_date=clock.civil_date(at),
            lines=[debit(Account.UNMATCHED, row.amount_ore), credit(Account.OWED_TO_PAYER, row.amount_ore)],
        )
        record(act="payment_sent_back", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})
    return Ore(row.amount_ore)


def resolve_as_payout(*, entry_id: int, owner: int, at: datetime) -> None:
    """Say that this money is a payment of our own that came back, and whose: the payouts house books it.

    In the agency's scope. Raises `AlreadyResolved`.
    """
    public_id = UnmatchedPayment.objects.values_list("public_id", flat=True).get(entry_id=entry_id)
    resolve(public_id, State.PAYOUT, by=MACHINE, at=at)
    BankEntry.objects.filter(pk=entry_id).update(creditor_id=owner)


def resolve(entry: UUID, state: UnmatchedPayment.State, *, by: Actor, at: datetime) -> BankEntry:
    """Settle the question if it is open: the update itself decides who was first. In an agency scope.

    Raises `AlreadyResolved`, `UnmatchedPayment.DoesNotExist`.
    """
    changed = UnmatchedPayment.objects.filter(public_id=entry, state=State.OPEN).update(
        state=state, resolved_at=at, resolved_by=by.id
    )
    found = UnmatchedPayment.objects.select_related("entry").get(public_id=entry)
    if not changed:
        raise AlreadyResolved(state=found.state, by=found.resolved_by, at=found.resolved_at)
    return found.entry


def hand_over(row: BankEntry, creditor_id: int | None, *, by: Actor, at: datetime) -> None:
    """Let the money leave the agency's book for a creditor's, or several (None). In an agency scope."""
    BankEntry.objects.filter(pk=row.pk).update(creditor_id=creditor_id)
    post(
        key=f"assign {row.pk}",
        kind="payment assigned",
        booked_date=row.booked_date,
        lines=[debit(Account.UNMATCHED, row.amount_ore), credit(Account.CLIENT_FUNDS, row.amount_ore)],
    )
    record(act="payment_assigned", on=row, by=by, at=at, facts={"creditor_id": creditor_id})
