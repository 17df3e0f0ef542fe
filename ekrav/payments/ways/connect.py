"""A person says that money on the pile is a payment that is on its way: the bank's entry is its evidence.

Or a transfer of the agency's own. The bank did not show the reference that we gave it, so the machine could not know.
And a person says that a payment in
doubt never was made, with the reason, when the provider and the bank have told it so. What was in doubt on its way back
is then owed again; it leaves anew on two people's word only.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ekrav.audit.record import Actor, record
from ekrav.money import Ore
from ekrav.payments.models import Instruction, TopUp
from ekrav.payments.unmatched import State as Waiting
from ekrav.payments.unmatched import hand_over, resolve
from ekrav.payments.ways.arrive import settle
from ekrav.payments.ways.note import locked, note_ended
from ekrav.payments.ways.same_money import BANK_TELLS_OF_EACH
from ekrav.payments.ways.states import Source, State, Way
from ekrav.payments.ways.top_up import settle_top_ups
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope

GIVEN_UP = "GIVEN_UP"
_MAY_HAVE_BEEN_PAID = (State.PAID, State.UNKNOWN)


class NotThat(ValueError):
    """The money is not that payment: another amount, another way, or it has arrived already."""


class NotInDoubt(ValueError):
    """Somebody knows how it ended."""


@dataclass(frozen=True, kw_only=True)
class Moving:
    """A payment on its way that money may be."""

    instruction_id: UUID
    case_number: str
    debtor: str
    way: str


def may_be(*, amount: Ore) -> list[Moving]:
    """Return the oldest five payments of that amount that the bank has not told of. In a staff scope."""
    rows = Instruction.objects.filter(
        refund_of=None,
        bank_entry_id=None,
        fell_at=None,
        state__in=_MAY_HAVE_BEEN_PAID,
        way__in=BANK_TELLS_OF_EACH,
        amount_ore=amount,
    )
    return [
        Moving(
            instruction_id=row.instruction_id,
            case_number=row.reference.case_number,
            debtor=row.reference.debtor_label,
            way=str(Way(row.way).label),
        )
        for row in rows.select_related("reference").order_by("id")[:5]
    ]


def connect(*, entry: UUID, instruction_id: UUID, by: Actor, at: datetime) -> Ore:
    """Let unmatched money be the arrival of a payment on its way; öre. Opens its own scopes, one transaction.

    Raises `NotThat`, `AlreadyResolved`, `UnmatchedPayment.DoesNotExist`, `ArrivedMeanwhile`.
    """
    with transaction.atomic():
        with routing_scope():
            rows = Instruction.objects.filter(instruction_id=instruction_id)
            found = rows.values_list("creditor_id", "id").first()
        if found is None:
            raise NotThat(instruction_id)
        creditor_id, pk = found
        with agency_scope():
            row = resolve(entry, Waiting.ASSIGNED, by=by, at=at)
            hand_over(row, creditor_id, by=by, at=at)
        with tenant_scope(creditor_id):
            moving = locked(pk)
            fits = moving.amount_ore == row.amount_ore and moving.way in BANK_TELLS_OF_EACH
            counted = moving.state in _MAY_HAVE_BEEN_PAID and moving.fell_at is None
            if not fits or moving.refund_of_id is not None or not counted:
                raise NotThat(instruction_id)
            settle(instruction_id=pk, entry=row, at=at)
            record(act="payment_connected", on=moving, by=by, at=at, facts={"amount_ore": row.amount_ore})
    return Ore(row.amount_ore)


def transfers_of(*, amount: Ore) -> list[TopUp]:
    """Return the agency's own transfers of that amount that have not arrived, the oldest first. In a staff scope."""
    return list(TopUp.objects.filter(bank_entry_id=None, amount_ore=amount).order_by("id"))


def connect_transfer(*, entry: UUID, transfer_id: int, by: Actor, at: datetime) -> Ore:
    """Let unmatched money be the arrival of a transfer of the agency's own; öre. Opens its own scopes, one transaction.

    Raises `NotThat`, `AlreadyResolved`, `UnmatchedPayment.DoesNotExist`.
    """
    with transaction.atomic():
        with agency_scope():
            row = resolve(entry, Waiting.ASSIGNED, by=by, at=at)
            hand_over(row, None, by=by, at=at)
            transfer = TopUp.objects.filter(pk=transfer_id, bank_entry_id=None, amount_ore=row.amount_ore)
            if not transfer.update(bank_entry_id=row.pk):
                raise NotThat(transfer_id)
            arrived = TopUp.objects.get(pk=transfer_id)
            record(act="top_up_connected", on=arrived, by=by, at=at, facts={"amount_ore": row.amount_ore})
        settle_top_ups([(transfer_id, row)])
    return Ore(row.amount_ore)


def give_up(*, instruction_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Say that a payment in doubt was never made, or never went back. What the bank tells later is what happened.

    The reason stands beside what the provider and the bank have said. Opens its own scopes. Raises `NotInDoubt`.
    """
    with routing_scope():
        rows = Instruction.objects.filter(instruction_id=instruction_id)
        found = rows.values_list("creditor_id", "id").first()
    if found is None:
        raise NotInDoubt(instruction_id)
    creditor_id, pk = found
    with tenant_scope(creditor_id):
        row = locked(pk)
        if row.state != State.UNKNOWN:
            raise NotInDoubt(instruction_id)
        note_ended(row, state=State.EXPIRED, source=Source.STAFF, code=f"{GIVEN_UP} {reason.strip()}", at=at)
        record(act="payment_given_up", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})
