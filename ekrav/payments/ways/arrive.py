"""The bank's entry of money that a provider has told of, or will: recognised by the reference that we gave it.

Swish and the internet bank pay to the client-funds account, and the bank shows our payee reference, the provider's own
payment reference, or both. Such an entry is no new payment: it settles what is on its way. When the bank is first to
tell, its word is the evidence that the payment was made. What goes back by Swish is recognised likewise, as money out.
Cards arrive together, in a transfer of the agency's own (`ekrav.payments.ways.top_up`).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q

from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.payments.booking import book_key
from ekrav.payments.entries import Movement
from ekrav.payments.models import BankEntry, Instruction, Reference
from ekrav.payments.route import Destination, Reading
from ekrav.payments.ways.note import locked, note_paid
from ekrav.payments.ways.same_money import BANK_TELLS_OF_EACH
from ekrav.payments.ways.states import Source, State, Way

NOT_PROVIDED: Final = "NOTPROVIDED"
"""What stands for an end-to-end id where there is none (ISO 20022)."""
_OUR_ID: Final = re.compile(r"\b[0-9A-F]{32}\b")
_AT_A_TIME: Final = 5000
OTHER_AMOUNT: Final = "Det är en {way}-betalning, men på ett annat belopp än det begärda."
PERHAPS: Final = (
    "Ärendet har redan en betalning på samma belopp på väg ({way})."
    " Det kan vara de här pengarna, så de väntar på en människa."
)
TOLD_BEFORE: Final = "Banken har redan bokfört den {way}-betalning som har den här referensen."


class ArrivedMeanwhile(RuntimeError):
    """Another file has just told of the same payment as another entry: this one is read again, and laid on the pile."""


def recognise(movements: Sequence[Movement]) -> None:
    """Point each entry that belongs to an instruction at it, or say why it does not fit. In a routing scope."""
    told = {
        name: movement for movement in movements if not movement.row.reversal for name in _names(movement)
    }
    taken: set[int] = set()
    of_cases: list[tuple[Movement, int]] = []
    fallen: list[Movement] = []
    for row in _instructions(sorted(told)):
        movement = next(told[name] for name in _known_by(row) if name in told)
        out = row.refund_of_id is not None
        if movement.incoming == out or row.pk in taken:
            continue
        taken.add(row.pk)
        of_cases.append((movement, row.reference_id))
        if row.fell_at is not None:
            fallen.append(movement)
        elif row.amount_ore != movement.row.amount_ore or row.bank_entry_id is not None:
            words = OTHER_AMOUNT if row.bank_entry_id is None else TOLD_BEFORE
            movement.reading = Reading(reason=words.format(way=Way(row.way).label))
            movement.told_as = row.bank_entry_id
        else:
            movement.instruction_id = row.pk
            movement.row.creditor_id = row.creditor_id
            movement.destination = Destination(
                creditor_id=row.creditor_id, reference_id=row.reference_id, case_number="", closed=False
            )
    _say_case(of_cases)
    for movement in fallen:
        # Said never to have come, it comes as a payment of its own.
        movement.reading = Reading(ocr=movement.case_ocr)


def _say_case(of_cases: Sequence[tuple[Movement, int]]) -> None:
    if not of_cases:
        return
    ids = sorted({reference_id for _, reference_id in of_cases})
    ocrs = dict(Reference.objects.filter(pk__among=ids).values_list("id", "ocr"))
    for movement, reference_id in of_cases:
        movement.case_ocr = ocrs[reference_id]


def recognise_by_case(movements: Iterable[Movement]) -> None:
    """Look at money routed by OCR to a case with as much on its way, already on the case: it is not counted twice.

    An entry that says that it is Swish settles it. Any other may be it, or money of its own: a person says, by
    connecting them (`ekrav.payments.ways.connect`) or placing it when the other has come. In a routing scope.
    """
    of_cases = {
        one.destination.reference_id for one in movements if one.destination and not one.instruction_id
    }
    waiting = _on_their_way(sorted(of_cases))
    told = {one.instruction_id for one in movements}
    for movement in movements:
        where = movement.destination
        if where is None or movement.instruction_id is not None or not movement.incoming:
            continue
        alike = [
            row
            for row in waiting
            if (row.reference_id, row.amount_ore) == (where.reference_id, movement.row.amount_ore)
            and row.pk not in told
        ]
        if not alike:
            continue
        text = f"{movement.payer.name} {movement.payer.text}" if movement.payer else ""
        if alike[0].way == Way.SWISH and "SWISH" in text.upper():
            movement.instruction_id = alike[0].pk
            told.add(alike[0].pk)
        else:
            movement.destination, movement.row.creditor_id = None, None
            movement.reading = Reading(reason=PERHAPS.format(way=Way(alike[0].way).label))


def _on_their_way(reference_ids: Sequence[int]) -> list[Instruction]:
    """What is on its way to these cases and the bank will tell of, the oldest first."""
    moving = Instruction.objects.filter(
        state=State.PAID,
        bank_entry_id=None,
        fell_at=None,
        top_up=None,
        refund_of=None,
        way__in=BANK_TELLS_OF_EACH,
    )
    columns = ("id", "way", "reference_id", "amount_ore")
    found: list[Instruction] = []
    for start in range(0, len(reference_ids), _AT_A_TIME):
        found += moving.filter(reference_id__among=reference_ids[start : start + _AT_A_TIME]).only(*columns)
    return sorted(found, key=lambda row: row.pk)


def settle(*, instruction_id: int, entry: BankEntry, at: datetime) -> None:
    """Let the bank's entry be the arrival of an instruction's money. In its creditor's scope.

    Raises `ArrivedMeanwhile`.
    """
    row = locked(instruction_id)
    told = "" if entry.end_to_end_id == NOT_PROVIDED else entry.end_to_end_id
    reference = told or f"bank {entry.bank_reference}"[:120]
    note_paid(row, source=Source.BANK, reference=reference, on=entry.booked_date, at=at)
    waits = Instruction.objects.filter(pk=row.pk, bank_entry_id=None, fell_at=None)
    if not waits.update(bank_entry_id=entry.pk):
        raise ArrivedMeanwhile(instruction_id)
    ore = -row.amount_ore if row.refund_of_id is not None else row.amount_ore
    post(
        key=book_key(entry),
        kind="payment arrived",
        booked_date=entry.booked_date,
        lines=[
            debit(Account.CLIENT_FUNDS, ore),
            credit(Account.PAYMENTS_IN_TRANSIT, ore, row.reference.subledger),
        ],
    )


def _names(movement: Movement) -> list[str]:
    """What the entry may be known by. In free text only our own id, whole: 128 bits are nobody's by chance."""
    row, text = movement.row, movement.payer.text if movement.payer else ""
    names = (row.end_to_end_id, *row.reference.split(", "), *_OUR_ID.findall(text))
    return [name for name in names if name and name != NOT_PROVIDED]


def _known_by(row: Instruction) -> tuple[str, ...]:
    return tuple(name for name in (row.payment_reference, row.payee_reference) if name)


def _instructions(names: list[str]) -> Iterable[Instruction]:
    """The instructions with these references, as far as the router may see them."""
    columns = ("id", "creditor_id", "way", "instruction_id", "reference_id", "refund_of_id", "amount_ore",
               "payment_reference", "bank_entry_id", "fell_at")  # fmt: skip
    for start in range(0, len(names), _AT_A_TIME):
        some = names[start : start + _AT_A_TIME]
        ids = [name for name in some if _OUR_ID.fullmatch(name)]
        rows = Instruction.objects.filter(Q(instruction_id__among=ids) | Q(payment_reference__among=some))
        yield from rows.order_by("id").only(*columns)
