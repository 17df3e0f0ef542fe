"""Read a file that tells of money into the books: whole or not at all, and once.

One transaction keeps the bytes, then takes the file part by part: keeps each movement that is new, matches OCR numbers
across tenants and posts: a matched payment in its creditor's book, an unmatched one in the agency's book and on the
pile. While one part is posted a thread reads the next, so a file takes the same memory however long it is. A refusal,
be it of the last line, undoes all of it and is kept with its reason. Money out is kept for the payouts house
(`ekrav.payments.debits`) and not posted here.

Movements that an earlier file has told of are counted as known and not booked again. The bank saying something else
of a known movement refuses the whole file. Fifty who bring the same bytes wait for the first, and are told
`AlreadyRead`. Files are read one at a time (`ekrav.payments.twins`), so that two never wait in a ring.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import BinaryIO, Final
from uuid import UUID

from django.db import transaction

from ekrav import clock
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.bankfiles.notification import Notification
from ekrav.payments.ahead import one_ahead
from ekrav.payments.booking import Gathered, book_unmatched
from ekrav.payments.entries import Movement, insert_new, movements_of
from ekrav.payments.formats import read_money
from ekrav.payments.keep import (
    Arrival,
    Contents,
    claim,
    note_contents,
    one_reading,
    opened,
    refuse_repeated,
)
from ekrav.payments.models import BankFile
from ekrav.payments.notices import keep_numbers
from ekrav.payments.our_accounts import refuse_other_accounts
from ekrav.payments.route import CLOSED, NOT_KNOWN, destinations
from ekrav.payments.twins import keep_twins, mark_twins
from ekrav.payments.ways.arrive import recognise, recognise_by_case, settle
from ekrav.payments.ways.top_up import claim_top_ups, recognise_top_ups, settle_top_ups
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope

# So many payments wait at the most for more of their creditors': with each part about as many are booked as it has.
_GATHERED: Final = 16_000


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


@dataclass(kw_only=True)
class Tally:
    """What has been read of a file so far, in movements and öre. `credit_ore`, `debit_ore`: all that it tells of."""

    told: int = 0
    credit_ore: int = 0
    debit_ore: int = 0
    new: int = 0
    left_out: int = 0
    counted: Counter[str] = field(default_factory=Counter)

    def add(self, part: Notification, movements: Sequence[Movement], new: Sequence[Movement]) -> None:
        """Count a part, and which of its movements no file has told of before."""
        self.told += len(movements)
        self.new += len(new)
        self.left_out += len(part.left_out)
        for movement in movements:
            if movement.incoming:
                self.credit_ore += movement.row.amount_ore
            else:
                self.debit_ore += movement.row.amount_ore
        for movement in new:
            if movement.twin_for_sure:
                continue
            self.counted["all"] += 1
            self.counted[_where(movement)] += 1
            self.counted[f"{_where(movement)}_ore"] += movement.row.amount_ore

    @property
    def known(self) -> int:
        """Movements that the books knew already."""
        return self.told - self.counted["all"]


def receive(*, content: bytes | BinaryIO, name: str, at: datetime, by: Actor = MACHINE) -> Receipt:
    """Read the camt.054 or BgMax in `content`. Opens its own scopes.

    Raises `AlreadyRead` for bytes that were read before and `FileRefused` for a file that is not taken, which is kept
    with its reason.
    """
    return receive_arrival(Arrival(file=opened(content), name=name, at=at, by=by))


def receive_arrival(arrival: Arrival) -> Receipt:
    """As `receive`."""
    with one_reading(arrival), transaction.atomic():
        with agency_scope():
            file = claim(arrival, Contents(format=arrival.format, message_id=""))
        tally, heading, routed = Tally(), None, Gathered()
        with one_ahead(_parts(arrival)) as parts:
            for part, movements in parts:
                heading = heading or part
                new = _take(file, part, movements, at=arrival.at)
                tally.add(part, movements, new)
                routed.add([one for one in new if one.destination and one.instruction_id is None])
                routed.book(at=arrival.at, leave=_GATHERED)
        routed.book(at=arrival.at)
        assert heading is not None, "a file that says nothing is refused by its reader"
        with agency_scope():
            note_contents(file, _contents(heading, tally))
            refuse_repeated(file, anything_new=bool(tally.new))
            receipt = _receipt(file, tally)
            record(act="bank_file_read", on=file, by=arrival.by, at=arrival.at, facts=_facts(receipt))
        return receipt


def _parts(arrival: Arrival) -> Iterator[tuple[Notification, list[Movement]]]:
    today, told = clock.civil_date(arrival.at), 0
    for part in read_money(arrival.file):
        movements = movements_of(part, today=today, after=told)
        told += len(movements)
        yield part, movements


def _take(
    file: BankFile, part: Notification, movements: Sequence[Movement], *, at: datetime
) -> Sequence[Movement]:
    """Take a part of a file into the books, all but what a case is to have; which movements are new."""
    with agency_scope():
        refuse_other_accounts(part.accounts)
        keep_numbers(file, part)
    with routing_scope():
        recognise(movements)
        recognise_top_ups(movements)
        _route(movements)
        recognise_by_case(movements)
    with agency_scope():
        mark_twins(file, movements, at=at)
        new = insert_new(file, movements)
        keep_twins(new, at=at)
        book_unmatched(
            [one for one in new if one.twin_of is None and one.incoming and _where(one) == "unmatched"]
        )
        arrived = claim_top_ups(new)
    _settle(new, at=at)
    settle_top_ups(arrived)
    return new


def _settle(new: Sequence[Movement], *, at: datetime) -> None:
    """Let the bank's entries of what was begun by another way, Swish or card, be its arrival."""
    begun = [one for one in new if one.destination and one.instruction_id is not None]
    for creditor_id, share in groupby(sorted(begun, key=_creditor_of), key=_creditor_of):
        with tenant_scope(creditor_id):
            for one in share:
                assert one.instruction_id is not None
                settle(instruction_id=one.instruction_id, entry=one.row, at=at)


def _contents(heading: Notification, tally: Tally) -> Contents:
    return Contents(
        format=heading.format,
        message_id=heading.message_id[:35],
        entry_count=tally.told,
        credit_ore=tally.credit_ore,
        debit_ore=tally.debit_ore,
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


def _creditor_of(movement: Movement) -> int:
    assert movement.destination is not None
    return movement.destination.creditor_id


def _where(movement: Movement) -> str:
    """What becomes of a movement, as the receipt counts it."""
    if not movement.incoming:
        return "debits"
    return "routed" if movement.destination or movement.top_up_id else "unmatched"


def _receipt(file: BankFile, tally: Tally) -> Receipt:
    counted = tally.counted
    return Receipt(
        file_id=file.pk,
        public_id=file.public_id,
        name=file.name,
        routed=counted["routed"],
        routed_ore=counted["routed_ore"],
        unmatched=counted["unmatched"],
        unmatched_ore=counted["unmatched_ore"],
        debits=counted["debits"],
        debits_ore=counted["debits_ore"],
        known=tally.known,
        left_out=tally.left_out,
    )


def _facts(receipt: Receipt) -> dict[str, str | int | bool | None]:
    counted = ("routed", "routed_ore", "unmatched", "unmatched_ore", "debits", "debits_ore", "known")
    return {name: getattr(receipt, name) for name in counted}
