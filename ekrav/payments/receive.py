"""Read a file that tells of money into the books: whole or not at all, and once.

The file is parsed before any scope is open. Then one transaction keeps the bytes, keeps each movement that is new,
matches OCR numbers across tenants and posts: a matched payment in its creditor's book, an unmatched one in the agency's
book and on the pile. A refusal books nothing and is kept with its reason. Money out is kept for the payouts house
(`ekrav.payments.debits`) and not posted here.

Movements that an earlier file has told of are counted as known and not booked again. The bank saying something else
of a known movement refuses the whole file. Fifty who bring the same bytes wait for the first, and are told
`AlreadyRead`. Creditors are posted to in the order of their ids, so that two files never wait in a ring.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from ekrav import clock
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.bankfiles.notification import Notification
from ekrav.payments.booking import book_routed, book_unmatched
from ekrav.payments.entries import Movement, insert_new, movements_of
from ekrav.payments.formats import read_money
from ekrav.payments.keep import Arrival, Contents, claim, one_reading, refuse_repeated
from ekrav.payments.models import BankFile
from ekrav.payments.notices import keep_numbers
from ekrav.payments.our_accounts import refuse_other_accounts
from ekrav.payments.route import CLOSED, NOT_KNOWN, destinations
from ekrav.payments.twins import keep_twins, mark_twins
from ekrav.payments.ways.arrive import recognise, recognise_by_case, settle
from ekrav.payments.ways.top_up import claim_top_ups, recognise_top_ups, settle_top_ups
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What reading a file did: how many movements went where, in öre, and how many the books knew already.

    `left_out`: lines that are not money on the account, or not yet (the bank's status, or an amount of zero).
    """

    file_id: int
    public_id: UUID
    name: str
    routed: int
    routed_ore: int
    unmatched: int
    unmatched_ore: int
    debits: int
    debits_ore: int
    known: int
    left_out: int


def receive(*, content: bytes, name: str, at: datetime, by: Actor = MACHINE) -> Receipt:
    """Read the camt.054 or BgMax in `content`. Opens its own scopes.

    Raises `AlreadyRead` for bytes that were read before and `FileRefused` for a file that is not taken, which is kept
    with its reason.
    """
    arrival = Arrival(content=content, name=name, at=at, by=by)
    with one_reading(arrival):
        notification = read_money(content)
        movements = movements_of(notification, today=clock.civil_date(at))
        return _read(arrival, notification, movements)


def _read(arrival: Arrival, notification: Notification, movements: Sequence[Movement]) -> Receipt:
    with transaction.atomic():
        with agency_scope():
            refuse_other_accounts(notification.accounts)
            file = claim(arrival, _contents(notification))
            keep_numbers(file, notification)
        with routing_scope():
            recognise(movements)
            recognise_top_ups(movements)
            _route(movements)
            recognise_by_case(movements)
        with agency_scope():
            mark_twins(file, movements, at=arrival.at)
            new = insert_new(file, movements)
            refuse_repeated(file, anything_new=bool(new))
            keep_twins(new, at=arrival.at)
            counted = [movement for movement in new if not movement.twin_for_sure]
            book_unmatched(
                [
                    movement
                    for movement in counted
                    if movement.incoming
                    and movement.destination is None
                    and movement.top_up_id is None
                    and movement.twin_of is None
                ]
            )
            arrived = claim_top_ups(new)
            receipt = _receipt(
                file, counted, known=len(movements) - len(counted), left_out=len(notification.left_out)
            )
            record(act="bank_file_read", on=file, by=arrival.by, at=arrival.at, facts=_facts(receipt))
        for creditor_id, share in groupby(_routed(new), key=_creditor_of):
            with tenant_scope(creditor_id):
                _book(list(share), at=arrival.at)
        settle_top_ups(arrived)
    return receipt


def _book(movements: Sequence[Movement], *, at: datetime) -> None:
    """Lay one creditor's movements in its book: new payments on their cases, and what was on its way as arrived."""
    book_routed([movement for movement in movements if movement.instruction_id is None], at=at)
    for movement in movements:
        if movement.instruction_id is not None:
            settle(instruction_id=movement.instruction_id, entry=movement.row, at=at)


def _contents(notification: Notification) -> Contents:
    amounts = [(payment.direction, payment.amount) for payment in notification.transactions]
    return Contents(
        format=notification.format,
        message_id=notification.message_id[:35],
        entry_count=len(amounts),
        credit_ore=sum(amount for direction, amount in amounts if direction == "CRDT"),
        debit_ore=sum(amount for direction, amount in amounts if direction == "DBIT"),
    )


def _route(movements: Sequence[Movement]) -> None:
    """Say of each movement in where it goes, or why nowhere. In a routing scope."""
    found = destinations({movement.reading.ocr for movement in movements if movement.incoming} - {""})
    for movement in movements:
        if movement.destination or movement.top_up_id:
            continue
        where = found.get(movement.reading.ocr) if movement.incoming else None
        if where and not where.closed:
            movement.destination = where
            movement.row.creditor_id = where.creditor_id
        elif movement.reading.ocr:
            movement.reading = replace(movement.reading, reason=CLOSED if where else NOT_KNOWN)


def _routed(movements: Sequence[Movement]) -> list[Movement]:
    return sorted((movement for movement in movements if movement.destination), key=_creditor_of)


def _creditor_of(movement: Movement) -> int:
    assert movement.destination is not None
    return movement.destination.creditor_id


def _receipt(file: BankFile, new: Sequence[Movement], *, known: int, left_out: int) -> Receipt:
    incoming = [movement for movement in new if movement.incoming]
    routed = [movement.row.amount_ore for movement in incoming if movement.destination or movement.top_up_id]
    unmatched = [
        movement.row.amount_ore
        for movement in incoming
        if not movement.destination and not movement.top_up_id
    ]
    debits = [movement.row.amount_ore for movement in new if not movement.incoming]
    return Receipt(
        file_id=file.pk,
        public_id=file.public_id,
        name=file.name,
        routed=len(routed),
        routed_ore=sum(routed),
        unmatched=len(unmatched),
        unmatched_ore=sum(unmatched),
        debits=len(debits),
        debits_ore=sum(debits),
        known=known,
        left_out=left_out,
    )


def _facts(receipt: Receipt) -> dict[str, str | int | bool | None]:
    counted = ("routed", "routed_ore", "unmatched", "unmatched_ore", "debits", "debits_ore", "known")
    return {name: getattr(receipt, name) for name in counted}
