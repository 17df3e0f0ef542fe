"""What becomes of a part of a card payment that its holder has got back at its bank: a person in finance says.

The provider has taken it from the agency's own account, and the payment stays on its case. Either the agency bears it,
or it is taken from what is owed to the payer on the case: who has paid too much has had so much of that. Until it is
said nobody sends the payer so much (`gone_and_waits`).
"""

from datetime import datetime

from ekrav.audit.record import Actor, record
from ekrav.clock import civil_date
from ekrav.ledger.book import balance, credit, debit, post
from ekrav.ledger.models import Account
from ekrav.payments.held import hold_what_is_owed
from ekrav.payments.models import Evidence, Instruction
from ekrav.payments.ways.note import BORNE, PART, TAKEN, Gone, locked, note_paid, parts_gone
from ekrav.payments.ways.states import Source
from ekrav.tenancy import tenant_scope


class NotAsShown(ValueError):
    """More has gone back of a payment than whoever decides has seen: `gone`."""

    def __init__(self, gone: Gone) -> None:
        super().__init__(str(gone))
        self.gone = gone


class NotOwed(ValueError):
    """Not as much is owed to the payer on the case, or it was not told in kronor."""


def bear_part(*, creditor_id: int, instruction_id: int, shown: str, by: Actor, at: datetime) -> Gone | None:
    """Let the agency bear what has gone back of a part of a payment: how much, or None when somebody has said so.

    Nothing is booked: the payment stays on its case, and the whole of it is transferred to the client funds or has
    been, from the agency's own account, which the provider has taken the part from. `shown`: the `Gone` that was
    decided of, in its words. Opens its own scope. Raises `NotAsShown`.
    """
    with tenant_scope(creditor_id):
        row = locked(instruction_id)
        if row.problem != PART:
            return None
        gone = _as_shown(row, shown)
        Instruction.objects.filter(pk=row.pk).update(problem="")
        Evidence.objects.create(instruction=row, at=at, source=Source.STAFF, said=f"{BORNE} {gone}")
        record(act="card_part_borne", on=row, by=by, at=at, facts=_of(gone))
    return gone


def take_part(*, creditor_id: int, instruction_id: int, shown: str, by: Actor, at: datetime) -> Gone | None:
    """Take what has gone back of a part of a payment from what is owed to its payer; as `bear_part` but for that.

    It is kept as sent back to the card, and the next transfer of card money is less by it. Opens its own scope. Raises
    `NotAsShown`, `NotOwed`.
    """
    with tenant_scope(creditor_id):
        of = Instruction.objects.values_list("reference__subledger_id", flat=True).get(pk=instruction_id)
        hold_what_is_owed(of)
        row = locked(instruction_id)
        if row.problem != PART:
            return None
        gone = _as_shown(row, shown)
        owed = -balance(account=Account.OWED_TO_PAYER, subledger=row.reference.subledger)
        if gone.others or not 0 < gone.ore <= owed:
            raise NotOwed
        _note_gone(row, gone, by=by, at=at)
        Instruction.objects.filter(pk=row.pk).update(problem="")
        Evidence.objects.create(instruction=row, at=at, source=Source.STAFF, said=f"{TAKEN} {gone}")
        record(act="card_part_taken", on=row, by=by, at=at, facts=_of(gone))
    return gone


def _note_gone(paid: Instruction, gone: Gone, *, by: Actor, at: datetime) -> None:
    """Nobody is asked to send it: it has gone."""
    row = Instruction.objects.create(
        way=paid.way, reference=paid.reference, payer=paid.payer, refund_of=paid, amount_ore=gone.ore, created_at=at,
        decided_by=by.id, gone_at_bank=True,
    )  # fmt: skip
    subledger, today = paid.reference.subledger, civil_date(at)
    post(
        key=f"way {row.pk} gone at bank",
        kind="part gone to the card",
        booked_date=today,
        lines=[
            debit(Account.OWED_TO_PAYER, gone.ore, subledger),
            credit(Account.PAYMENTS_IN_TRANSIT, gone.ore, subledger),
        ],
    )
    note_paid(row, source=Source.STAFF, reference=row.payee_reference, on=today, at=at)


def _as_shown(row: Instruction, shown: str) -> Gone:
    gone = parts_gone(Evidence.objects.filter(instruction=row))[row.pk]
    if str(gone) != shown:
        raise NotAsShown(gone)
    return gone


def _of(gone: Gone) -> dict[str, str | int | bool | None]:
    return {"amount_ore": gone.ore, "others": ", ".join(gone.others)}
