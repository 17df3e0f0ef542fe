"""Payments of ours that came back: the bank's credit carries the end-to-end id that we gave the payment.

The payments house has laid the money on the unmatched pile, in the agency's book, since no case has it. It goes from
there into its owner's book, where the payout is taken back by two mirror images: of what left the account, and of what
was settled. The money is due again, the creditor is told, and the next payout waits for a mended bankgiro. A credit of
another amount than the payout's stays on the pile for a person.

A credit may also be the bank's correction of a debit that no payout is settled by, drawn twice or with a wrong amount:
then nothing has come back to us, and the two are gone together.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ekrav.audit.record import MACHINE, record
from ekrav.ledger.book import credit, debit, post, reverse
from ekrav.ledger.models import Account
from ekrav.payments.debits import debits_to_settle
from ekrav.payments.models import BankEntry, UnmatchedPayment
from ekrav.payments.take_back import NotTakenBack, cancel
from ekrav.payments.unmatched import AlreadyResolved, resolve_as_payout
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope
from payouts.each import each
from payouts.evidence import keep, of_movement
from payouts.models import BankWord, Payout
from payouts.owners import owner_scope
from payouts.parts import PartId, locked, part_named
from payouts.settle_fees import awaits_debit, is_fees, take_fee_return
from payouts.states import IN_TRANSIT, move_payout
from payouts.tell import tell_not_paid

_log = logging.getLogger(__name__)


def take_returns(*, at: datetime) -> int:
    """Take back the payouts and withdrawals of fees whose money has come back; how many. Opens its own scopes.

    One that cannot be stands in nobody's way. Raises `SomeFailed`.
    """
    with agency_scope():
        waiting = UnmatchedPayment.objects.filter(state=UnmatchedPayment.State.OPEN)
        rows = waiting.exclude(entry__end_to_end_id="").select_related("entry").order_by("entry_id")
        named = {(AGENCY_TENANT_ID, row.pk): row.entry for row in rows}
    return each("take return", named, lambda owner, pk: _take(named[owner, pk], at=at))


def _take(entry: BankEntry, *, at: datetime) -> bool:
    part = part_named(end_to_end_id=entry.end_to_end_id)
    if part is None and not is_fees(entry):
        return False
    try:
        with transaction.atomic():
            if _corrects(part, entry, at=at):
                return False
            if part is None:
                return take_fee_return(entry, at=at)
            return part.state == Payout.State.SETTLED and _take_back(part, entry, at=at)
    except (AlreadyResolved, NotTakenBack):
        return False


def _corrects(part: PartId | None, entry: BankEntry, *, at: datetime) -> bool:
    """Whether it was the bank's correction of a debit that settles nothing; then both are gone."""
    if _awaits_debit(part, entry):
        return False
    with agency_scope():
        same = {"end_to_end_id": entry.end_to_end_id, "amount_ore": entry.amount_ore}
        wrong = (
            debits_to_settle().filter(creditor_id=None, booked_date__lte=entry.booked_date, **same).first()
        )
        if wrong is None:
            return False
        cancel(wrong=wrong, entry=UnmatchedPayment.objects.get(entry=entry).public_id, at=at)
    return True


def _awaits_debit(part: PartId | None, entry: BankEntry) -> bool:
    """Whether a debit of the amount would settle what has that name: it has merely not been read yet."""
    if part is None:
        return awaits_debit(entry)
    with owner_scope(part.creditor_id):
        payout = locked(part)
    return payout.amount_ore == entry.amount_ore and payout.state in (*IN_TRANSIT, Payout.State.REJECTED)


def _take_back(part: PartId, entry: BankEntry, *, at: datetime) -> bool:
    with owner_scope(part.creditor_id):
        payout = locked(part)
        if payout.state != Payout.State.SETTLED or payout.amount_ore != entry.amount_ore:
            _log.error("returned money left for a person", extra={"payout": payout.pk, "entry": entry.pk})
            return False
    with agency_scope():
        resolve_as_payout(entry_id=entry.pk, owner=part.creditor_id, at=at)
        _out_of_the_pile(entry)
    with owner_scope(part.creditor_id):
        _reverse(payout, entry, at=at)
    return True


def _out_of_the_pile(entry: BankEntry) -> None:
    """The agency's book lets the money go to its owner's."""
    post(
        key=f"returned payout {entry.pk}",
        kind="returned payout",
        booked_date=entry.booked_date,
        lines=[debit(Account.UNMATCHED, entry.amount_ore), credit(Account.CLIENT_FUNDS, entry.amount_ore)],
    )


def _reverse(payout: Payout, entry: BankEntry, *, at: datetime) -> None:
    problem = _("Banken har skickat tillbaka pengarna.")
    moved = move_payout(payout_id=payout.pk, to=Payout.State.RETURNED, at=at, problem=problem)
    assert moved, "it is locked and settled"
    assert payout.settled_entry is not None, "so the database has it"
    assert payout.entry is not None, "so the database has it"
    keep(payout, of_movement(entry, BankWord.Outcome.RETURNED), contradicts=False, at=at)
    name = f"payout {payout.end_to_end_id}"
    reverse(entry=payout.settled_entry, key=f"{name} came back", booked_date=entry.booked_date)
    reverse(entry=payout.entry, key=f"{name} returned", booked_date=entry.booked_date)
    record(act="payout_returned", on=payout, by=MACHINE, at=at, facts={"amount_ore": payout.amount_ore})
    tell_not_paid(payout, state=Payout.State.RETURNED, problem=problem, account=True, at=at)
