"""Send back what a debtor has paid too much, the way it came: Swish to the same phone, a card to the same card.

Two named members of staff decide it, the second with the first's decision before them. With the first word what was
owed to the payer is posted as on its way out, so that nobody sends it twice; with the second the provider is asked.
When the second says no, the provider refuses, or the card's bank does days afterwards, it is owed again. What a card's
holder has got back at its bank has gone that way already.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Now

from ekrav.audit.record import Actor, record
from ekrav.clock import civil_date
from ekrav.ledger.book import balance, credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.held import hold_what_is_owed
from ekrav.payments.models import Instruction
from ekrav.payments.proof import require_funds
from ekrav.payments.ways.note import all_parts_gone, gone_and_waits, locked, note_ended
from ekrav.payments.ways.states import LIVE, Source, State, Way
from ekrav.tenancy import tenant_scope

BY_THE_WAY_IT_CAME = (Way.SWISH, Way.CARD)
"""A payment from the internet bank is an ordinary transfer; it goes back as one."""


class NotRefundable(ValueError):
    """`reason`: "not_paid", "way" or "amount" (more than is owed, or came that way and has not gone back)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotApproved(ValueError):
    """`reason`: "same" (a second person is needed), "gone" (somebody has answered already) or "spent".

    Spent: more has gone from the case than was owed to its payer. Nothing more goes.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refundable(*, creditor_id: int, instruction_id: int) -> Ore:
    """Return how much of a payment can go back the way it came. Opens its own scope."""
    with tenant_scope(creditor_id):
        return _refundable(locked(instruction_id))


def refund(*, creditor_id: int, instruction_id: int, amount: Ore, by: Actor, at: datetime) -> Instruction:
    """Give the first word that `amount` of a payment goes back to its payer, from what is owed to payers on its case.

    Nothing is asked of the provider before the second. Opens its own scope. Raises `NotRefundable`.
    """
    with tenant_scope(creditor_id):
        _hold_case(instruction_id)
        paid = locked(instruction_id)
        if amount <= 0 or amount > _refundable(paid):
            raise NotRefundable("amount")
        subledger = paid.reference.subledger
        row = Instruction.objects.create(
            way=paid.way, reference=paid.reference, payer=paid.payer, refund_of=paid, amount_ore=amount, created_at=at,
            decided_by=by.id,
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


def approve_refund(*, creditor_id: int, refund_id: int, by: Actor, at: datetime) -> Ore:
    """Give the second word: the provider is asked within seconds; öre. Opens its own scopes; inside none.

    Raises `NotApproved`; `FundsShort` and `ProofFails` as for any money out of the client funds.
    """
    with transaction.atomic():
        # What is wrong with this one is said before what is wrong with the account.
        ore = _approved(creditor_id=creditor_id, refund_id=refund_id, by=by, at=at)
        require_funds()
        return ore


def _approved(*, creditor_id: int, refund_id: int, by: Actor, at: datetime) -> Ore:
    with tenant_scope(creditor_id):
        row = _waiting(refund_id)
        if by.id is None or row.decided_by == by.id:
            raise NotApproved("same")
        # The first word has taken the amount from what was owed: no more than all of it may be gone.
        if _owed(row) < 0 or _is_gone(row):
            raise NotApproved("spent")
        Instruction.objects.filter(pk=row.pk).update(approved_by=by.id, look_at=Now())
        record(act="refund_approved", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})
        return Ore(row.amount_ore)


def refuse_refund(*, creditor_id: int, refund_id: int, by: Actor, at: datetime) -> Ore:
    """Let it not go back this way: it is owed to the payer as before. Opens its own scope. Raises `NotApproved`."""
    with tenant_scope(creditor_id):
        row = _waiting(refund_id)
        note_ended(row, state=State.CANCELLED, source=Source.STAFF, code="", at=at)
        record(act="refund_refused", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})
        return Ore(row.amount_ore)


def to_approve() -> QuerySet[Instruction]:
    """What one person has said and waits for a second. In a staff scope."""
    rows = Instruction.objects.filter(refund_of__isnull=False, state=State.CREATED, approved_by=None)
    return rows.select_related("reference").order_by("id")


def paid_this_way(subledger_ids: Collection[int]) -> dict[int, UUID]:
    """The last payment by Swish or card on each of these cases, by which money could go back. In a staff scope."""
    rows = Instruction.objects.filter(
        reference__subledger_id__in=subledger_ids,
        refund_of=None,
        state=State.PAID,
        fell_at=None,
        way__in=BY_THE_WAY_IT_CAME,
    )
    return dict(rows.order_by("id").values_list("reference__subledger_id", "instruction_id"))


def _hold_case(instruction_id: int) -> None:
    """One decision at a time about what is owed to a case's payer, by whichever payment or file."""
    of = Instruction.objects.values_list("reference__subledger_id", flat=True).get(pk=instruction_id)
    hold_what_is_owed(of)


def _waiting(refund_id: int) -> Instruction:
    _hold_case(refund_id)
    row = locked(refund_id)
    if row.refund_of_id is None or row.state != State.CREATED or row.approved_by is not None:
        raise NotApproved("gone")
    return row


def _is_gone(row: Instruction) -> bool:
    """The payment has since been taken for one that never came, or its holder has got so much of it back at the card's
    bank that it does not hold the refund."""
    assert row.refund_of_id is not None, "it waits for its second word"
    paid = locked(row.refund_of_id)
    return not _stands(paid) or _left(paid) < 0


def _refundable(paid: Instruction) -> Ore:
    if not _stands(paid) or paid.refund_of_id is not None:
        raise NotRefundable("not_paid")
    if paid.way not in BY_THE_WAY_IT_CAME:
        raise NotRefundable("way")
    return Ore(max(0, min(_left(paid), _owed(paid))))


def _owed(row: Instruction) -> int:
    """What is owed to the payer on its case, less what has gone to cards and may have been that."""
    subledger = row.reference.subledger
    gone = gone_and_waits([subledger.pk]).get(subledger.pk, 0)
    return -balance(account=Account.OWED_TO_PAYER, subledger=subledger) - gone


def _stands(paid: Instruction) -> bool:
    return paid.state == State.PAID and paid.fell_at is None and paid.charged_back_at is None


def _left(paid: Instruction) -> int:
    """What of a payment has not gone back, by us or at the card's bank; less than nothing when too much has."""
    by_us = paid.refunds.filter(gone_at_bank=False, fell_at=None)
    sent = by_us.filter(Q(state__in=sorted(LIVE)) | Q(state=State.PAID)).aggregate(ore=Sum("amount_ore"))
    return paid.amount_ore - (sent["ore"] or 0) - all_parts_gone(paid)
