"""Send back what a debtor has paid too much, the way it came: Swish to the same phone, a card to the same card.

A decision by a named member of staff, and a posting: what was owed to the payer is on its way out. When the provider
refuses, it is owed again.
"""

from datetime import datetime

from django.db.models import Q, Sum
from django.db.models.functions import Now

from ekrav.audit.record import Actor, record
from ekrav.clock import civil_date
from ekrav.ledger.book import balance, credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import Instruction, Reference
from ekrav.payments.ways.note import locked
from ekrav.payments.ways.states import LIVE, State, Way
from ekrav.tenancy import tenant_scope

BY_THE_WAY_IT_CAME = (Way.SWISH, Way.CARD)
"""A payment from the internet bank is an ordinary transfer; it goes back as one."""


class NotRefundable(ValueError):
    """`reason`: "not_paid", "way" or "amount" (more than is owed, or came that way and has not gone back)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refundable(*, creditor_id: int, instruction_id: int) -> Ore:
    """Return how much of a payment can go back the way it came. Opens its own scope."""
    with tenant_scope(creditor_id):
        return _refundable(locked(instruction_id))


def refund(*, creditor_id: int, instruction_id: int, amount: Ore, by: Actor, at: datetime) -> Instruction:
    """Decide that `amount` of a payment goes back to its payer, from what is owed to payers on its case.

    Opens its own scope. Raises `NotRefundable`.
    """
    with tenant_scope(creditor_id):
        # One decision at a time about the same case's money, whichever of its payments it is about.
        of = Instruction.objects.values_list("reference_id", flat=True).get(pk=instruction_id)
        Reference.objects.select_for_update().get(pk=of)
        paid = locked(instruction_id)
        if amount <= 0 or amount > _refundable(paid):
            raise NotRefundable("amount")
        subledger = paid.reference.subledger
        row = Instruction.objects.create(
            way=paid.way, reference=paid.reference, refund_of=paid, amount_ore=amount, created_at=at,
            decided_by=by.id, look_at=Now(),
        )  # fmt: skip
        post(
            key=f"way {row.pk} sent back",
            kind="refund on its way",
            booked_date=civil_date(at),
            lines=[
                debit(Account.OWED_TO_PAYER, amount, subledger),
                credit(Account.PAYMENTS_IN_TRANSIT, amount, subledger),
            ],
        )
        record(act="payment_refunded", on=row, by=by, at=at, facts={"amount_ore": amount})
    return row


def _refundable(paid: Instruction) -> Ore:
    if paid.state != State.PAID or paid.refund_of_id is not None:
        raise NotRefundable("not_paid")
    if paid.way not in BY_THE_WAY_IT_CAME:
        raise NotRefundable("way")
    gone = paid.refunds.filter(Q(state__in=sorted(LIVE)) | Q(state=State.PAID)).aggregate(
        ore=Sum("amount_ore")
    )
    owed = -balance(account=Account.OWED_TO_PAYER, subledger=paid.reference.subledger)
    return Ore(max(0, min(paid.amount_ore - (gone["ore"] or 0), owed)))
