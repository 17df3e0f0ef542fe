"""The bank's movements as rows: each known by the bank's own reference, each kept once whatever file tells of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ekrav.bankfiles.document import ASK_AGAIN
from ekrav.bankfiles.notification import BankTransaction, Direction, Notification
from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.models import BankEntry, BankFile, PayerDetail
from ekrav.payments.route import Destination, Reading, read_reference
from ekrav.tenancy.insert import insert_columns, insert_unless_there

_AT_A_TIME = 5000
# No bank tells of older money, no claim lives longer, and the law's rows do not reach back for ever.
_OLDEST = timedelta(days=3653)
CONFUSABLE = (
    "Banken har satt samma referens på två poster, så de går inte att skilja åt."
    " Be banken om en ny fil med en egen referens (AcctSvcrRef) på varje post."
)

Key = tuple[str, str, int, str, bool]
_KEY = ("account", "bank_reference", "part", "direction", "reversal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """What the bank tells of whoever paid us (`PayerDetail`)."""

    name: str
    account: str
    text: str


@dataclass(slots=True, kw_only=True)
class Movement:
    """One movement on its way into the books: the row to be, what its references say and where they lead."""

    row: BankEntry
    reading: Reading
    payer: Payer | None
    incoming: bool
    """Whether it is money in."""
    destination: Destination | None = None
    instruction_id: int | None = None
    top_up_id: int | None = None
    case_ocr: str = ""
    """Of one that belongs to an instruction: the OCR number of its case."""
    told_as: int | None = None
    """Of one that belongs to an instruction which has arrived: the entry by which it did."""
    twin_of: int | None = None
    twin_for_sure: bool = False

    @property
    def key(self) -> Key:
        """What the bank knows the movement by."""
        return key_of(self.row)


def key_of(row: BankEntry) -> Key:
    """Return what the bank knows a kept movement by."""
    return (row.account, row.bank_reference, row.part, row.direction, row.reversal)


def movements_of(notification: Notification, *, today: date, after: int = 0) -> list[Movement]:
    """Return the movements of a part of a file, in the order of their keys. Raises FileRefused for what cannot be kept.

    `after`: how many movements the parts before it had.
    """
    told = ((entry, payment) for entry in notification.entries for payment in entry.transactions)
    movements = [
        _movement(payment, line=entry.bank_reference, ordinal=ordinal, today=today)
        for ordinal, (entry, payment) in enumerate(told, start=after + 1)
    ]
    movements.sort(key=lambda movement: movement.key)
    for one, next_one in pairwise(movements):
        if one.key == next_one.key:
            raise _refused(next_one.row.ordinal, CONFUSABLE)
    return movements


def insert_new(file: BankFile, movements: Sequence[Movement]) -> list[Movement]:
    """Keep those movements that no file has told of before, with what is known of their payers; return them.

    Raises FileRefused when the bank now says something else of a movement than it did before. In an agency scope.
    """
    for movement in movements:
        movement.row.file_id = file.pk
    ours: dict[Key, int] = {}
    for batch in _batches(movements):
        kept = insert_unless_there([movement.row for movement in batch], returning=(*_KEY, "id"))
        ours |= {row[:-1]: row[-1] for row in kept}
    new, known = list[Movement](), list[Movement]()
    for movement in movements:
        id_ = ours.get(movement.key)
        if id_ is None:
            known.append(movement)
            continue
        movement.row.id = id_
        new.append(movement)
    _refuse_contradictions(file, known)
    for batch in _batches(new):
        _insert_payers([(movement.row.pk, movement.payer) for movement in batch if movement.payer])
    return new


def _insert_payers(payers: Sequence[tuple[int, Payer]]) -> None:
    """Keep what is known of the payers of entries, by the entries' ids."""
    columns: dict[str, Sequence[Any]] = {
        "entry_id": [entry_id for entry_id, _ in payers],
        "name": [payer.name for _, payer in payers],
        "account": [payer.account for _, payer in payers],
        "text": [payer.text for _, payer in payers],
    }
    insert_columns(PayerDetail, columns)


def told_before(movements: Sequence[Movement]) -> set[Key]:
    """The keys of those movements that are kept already. In an agency scope."""
    return {
        key
        for batch in _batches(movements)
        for key in BankEntry.objects.filter(
            bank_reference__among=[movement.row.bank_reference for movement in batch]
        ).values_list(*_KEY)
    }


def _refuse_contradictions(file: BankFile, known: Sequence[Movement]) -> None:
    """Refuse a file that gives a movement we know another amount or day than the bank gave it before.

    Also one that gives two movements one reference, of which the other stood in an earlier part.
    """
    for batch in _batches(known):
        references = {movement.row.bank_reference for movement in batch}
        kept = {key_of(row): row for row in BankEntry.objects.filter(bank_reference__among=references)}
        for movement in batch:
            before, now = kept[movement.key], movement.row
            if before.file_id == file.pk:
                raise _refused(now.ordinal, CONFUSABLE)
            if (before.amount_ore, before.booked_date) != (now.amount_ore, now.booked_date):
                raise _refused(
                    now.ordinal,
                    f"Banken har redan meddelat en post med samma referens, bokförd {before.booked_date},"
                    " men med ett annat belopp eller en annan dag. Fråga banken vilken uppgift som gäller.",
                )


def _batches(movements: Sequence[Movement]) -> Iterator[Sequence[Movement]]:
    for start in range(0, len(movements), _AT_A_TIME):
        yield movements[start : start + _AT_A_TIME]


def _movement(payment: BankTransaction, *, line: str, ordinal: int, today: date) -> Movement:
    if payment.booked_date > today:
        raise _refused(
            ordinal, f"Posten är bokförd {payment.booked_date}, en dag som inte har varit. {ASK_AGAIN}"
        )
    if payment.booked_date < today - _OLDEST:
        raise _refused(ordinal, f"Posten är bokförd {payment.booked_date}, för länge sedan. {ASK_AGAIN}")
    row = BankEntry(
        ordinal=ordinal,
        account=_fits(str(payment.account), 34, ordinal),
        bank_reference=_fits(payment.bank_reference, 120, ordinal),
        entry_reference=_fits(line, 35, ordinal),
        part=payment.part,
        direction=BankEntry.Direction(payment.direction),
        reversal=payment.reversal,
        amount_ore=payment.amount,
        booked_date=payment.booked_date,
        reference=", ".join(payment.references)[:140],
        end_to_end_id=_fits(payment.end_to_end_id, 35, ordinal),
    )
    incoming = payment.direction is Direction.CREDIT
    return Movement(
        row=row,
        reading=read_reference(payment),
        payer=_payer(payment) if incoming else None,  # of money out nothing is kept here
        incoming=incoming,
    )


def _payer(payment: BankTransaction) -> Payer | None:
    account = str(payment.payer_account)[:40] if payment.payer_account else ""
    if not (payment.payer_name or account or payment.text):
        return None
    return Payer(name=payment.payer_name[:140], account=account, text=payment.text[:500])


def _fits(text: str, length: int, ordinal: int) -> str:
    # A version without a schema here may hold anything; a reference that is cut would no longer be the bank's own.
    if len(text) > length:
        raise _refused(ordinal, f"En av bankens referenser är längre än formatet tillåter. {ASK_AGAIN}")
    return text


def _refused(ordinal: int, reason_sv: str) -> FileRefused:
    return FileRefused(position=f"betalning {ordinal}", reason_sv=reason_sv)
