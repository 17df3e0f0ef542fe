"""Card money becomes client funds: the agency transfers the whole of it, whatever the card provider keeps as its fee.

The provider pays out to the agency's own account, days later and less its fees. Debtors have paid in full and
creditors are due in full: so the fee is the agency's own cost, never taken from either, and does not show in this book.
What cards have paid stands as on its way (`PAYMENTS_IN_TRANSIT`) until a transfer of the same sum, less what went back
to cards, is on the client-funds account. No payout is made of it before. What a card's holder has got back was taken
from the agency's own account (`ekrav.payments.ways.charge_back`): the next transfer is less by it.
"""

import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from ekrav.audit.record import Actor, record
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.booking import book_key
from ekrav.payments.entries import Movement
from ekrav.payments.models import BankEntry, Instruction, TopUp
from ekrav.payments.pay_in import settle_pay_ins
from ekrav.payments.route import Reading
from ekrav.payments.ways.arrive import ArrivedMeanwhile
from ekrav.payments.ways.states import State, Way
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope

# A bankgiro transfer may carry its reference as a message. Nobody else has been told of it.
_OURS: Final = re.compile(r"\b(?:KORT|BRIST)[0-9A-F]{10}\b")
OTHER_AMOUNT = "Det är byråns egen överföring, men på ett annat belopp än det begärda."


class NothingToTransfer(ValueError):
    """Cards have paid nothing, or no more than has gone back to them, since the last transfer."""


def begin_top_up(*, by: Actor, at: datetime) -> TopUp:
    """Gather all card money that no transfer has, for the agency to make one of that sum with that reference.

    Opens its own scopes. Raises `NothingToTransfer`.
    """
    with transaction.atomic():
        with routing_scope():
            due = [*_waiting().values_list("creditor_id", "id"), *_fallen().values_list("creditor_id", "id")]
            waiting = sorted(set(due))
        with agency_scope():
            row = TopUp.objects.create(
                reference=f"KORT{secrets.token_hex(5).upper()}", amount_ore=1, made_at=at
            )
        total = 0
        for creditor_id, share in groupby(waiting, key=lambda found: found[0]):
            with tenant_scope(creditor_id):
                total += _take([pk for _, pk in share], row)
        if total <= 0:
            raise NothingToTransfer
        with agency_scope():
            TopUp.objects.filter(pk=row.pk).update(amount_ore=total)
            row.amount_ore = total
            record(act="top_up_begun", on=row, by=by, at=at, facts={"amount_ore": total})
    return row


def waiting_ore() -> Ore:
    """Return what the next transfer would be. In a staff or routing scope."""
    columns = ("id", "creditor_id", "amount_ore", "refund_of_id")
    gone = sum(_signed(row) for row in _fallen().only(*columns))
    return Ore(sum(_signed(row) for row in _waiting().only(*columns)) - gone)


def recognise_top_ups(movements: Sequence[Movement]) -> None:
    """Point each entry with a transfer's reference at it. In a routing scope."""
    incoming = [movement for movement in movements if movement.incoming and not movement.row.reversal]
    named = {name: movement for movement in incoming for name in _names(movement)}
    for row in TopUp.objects.filter(bank_entry_id=None, reference__among=list(named)).order_by("id"):
        movement = named[row.reference]
        if movement.row.amount_ore == row.amount_ore:
            movement.top_up_id = row.pk
        else:
            movement.reading = Reading(reason=OTHER_AMOUNT)


def claim_top_ups(movements: Sequence[Movement]) -> list[tuple[int, BankEntry]]:
    """Let each transfer have arrived with its entry. In an agency scope. Raises `ArrivedMeanwhile`."""
    arrived = [(movement.top_up_id, movement.row) for movement in movements if movement.top_up_id]
    for pk, entry in arrived:
        if not TopUp.objects.filter(pk=pk, bank_entry_id=None).update(bank_entry_id=entry.pk):
            raise ArrivedMeanwhile(pk)
    return arrived


def settle_top_ups(arrived: Sequence[tuple[int, BankEntry]]) -> None:
    """Post the arrival of what each transfer gathered, in every creditor's book. Opens their scopes."""
    settle_pay_ins(arrived)
    for top_up_id, entry in arrived:
        with routing_scope():
            of_it = Instruction.objects.filter(Q(top_up_id=top_up_id) | Q(fell_top_up_id=top_up_id))
            of_it = of_it.order_by("creditor_id")
            creditors = list(of_it.values_list("creditor_id", flat=True).distinct())
        for creditor_id in creditors:
            with tenant_scope(creditor_id):
                _settle(top_up_id, entry)


def _settle(top_up_id: int, entry: BankEntry) -> None:
    rows = Instruction.objects.select_related("reference__subledger").order_by("id")
    for row in rows.filter(top_up_id=top_up_id):
        _post(row, _signed(row), key=f"{book_key(entry)} way {row.pk}", entry=entry)
    for row in rows.filter(fell_top_up_id=top_up_id):
        undone = "came back" if row.refund_of_id is not None else "charged back"
        _post(row, -_signed(row), key=f"{book_key(entry)} way {row.pk} {undone}", entry=entry)


def _post(row: Instruction, ore: int, *, key: str, entry: BankEntry) -> None:
    post(
        key=key,
        kind="payment arrived",
        booked_date=entry.booked_date,
        lines=[
            debit(Account.CLIENT_FUNDS, ore),
            credit(Account.PAYMENTS_IN_TRANSIT, ore, row.reference.subledger),
        ],
    )


def _waiting() -> QuerySet[Instruction]:
    return Instruction.objects.filter(way=Way.CARD, state=State.PAID, top_up=None)


def _fallen() -> QuerySet[Instruction]:
    """What has gone back to cards' holders and no transfer is less by; what came back from them and none is more by."""
    gone = Q(charged_back_at__isnull=False) | Q(refund_of__isnull=False)
    return Instruction.objects.filter(gone, fell_at__isnull=False, fell_top_up=None)


def _take(ids: list[int], row: TopUp) -> int:
    """Lay the waiting ones on the transfer, each once; what they come to."""
    mine = list(_waiting().select_for_update().filter(pk__in=ids).order_by("id"))
    Instruction.objects.filter(pk__in=[each.pk for each in mine]).update(top_up=row)
    gone = list(_fallen().select_for_update().filter(pk__in=ids).order_by("id"))
    Instruction.objects.filter(pk__in=[each.pk for each in gone]).update(fell_top_up=row)
    return sum(_signed(each) for each in mine) - sum(_signed(each) for each in gone)


def _signed(row: Instruction) -> int:
    return -row.amount_ore if row.refund_of_id is not None else row.amount_ore


def _names(movement: Movement) -> list[str]:
    row, text = movement.row, movement.payer.text if movement.payer else ""
    names = (row.end_to_end_id, *row.reference.split(", "), *_OURS.findall(text.upper()))
    return [name for name in names if name]
