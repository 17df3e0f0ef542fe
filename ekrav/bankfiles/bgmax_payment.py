"""One payment (20) or deduction (21) of a BgMax, with the extra references and words that follow it."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from ekrav.bankfiles.accounts import BANKGIRO, PLUSGIRO, Account
from ekrav.bankfiles.bgmax_record import Record
from ekrav.bankfiles.document import ASK_AGAIN
from ekrav.bankfiles.notification import BankTransaction, Direction, ReferenceSource
from ekrav.bankfiles.remittance import Remittance, by_reference

# Reference codes with which the bank has checked the reference: 2 OCR, 4 a form's. Others are the payer's words.
_CHECKED = frozenset({"2", "4"})


@dataclass(frozen=True, slots=True)
class Section:
    """What a payment is read within: its opening record, the deposit's day, the file's timestamp."""

    opening: Record
    day: date
    timestamp: str

    @property
    def account(self) -> Account:
        """Return the giro that received the money. Raises FileRefused when none is named."""
        bankgiro, plusgiro = (self.opening.text(*where).lstrip("0") for where in ((3, 12), (13, 22)))
        if not (bankgiro or plusgiro).isdigit():
            raise self.opening.refused(f"Filen säger inte vilket konto den gäller. {ASK_AGAIN}")
        return Account(BANKGIRO, bankgiro) if bankgiro else Account(PLUSGIRO, plusgiro)


def read_payment(lines: list[Record], *, section: Section) -> list[BankTransaction]:
    """Return a payment, once per reference when the bank divides it; nothing when it is of 0 kronor."""
    head, rest = lines[0], lines[1:]
    amount = head.ore(38, 55)
    if not amount:
        return []
    reference, source = _known_by(head, section=section)
    payer = head.text(3, 12).lstrip("0")
    payment = partial(
        BankTransaction,
        account=section.account,
        direction=Direction.CREDIT if head.kind == "20" else Direction.DEBIT,
        booked_date=section.day,
        bank_reference=reference,
        reference_source=source,
        text="\n".join(_words(head, rest)),
        payer_name=_name(rest),
        payer_account=Account(BANKGIRO, payer) if payer.isdigit() else None,
    )
    return by_reference(payment, amount=amount, remittances=_remittances(head, rest))


def _known_by(head: Record, *, section: Section) -> tuple[str, ReferenceSource]:
    """The bank's serial number is unique for two years: with the day it is so for ever."""
    serial = head.text(58, 69)
    if serial.strip("0"):
        return f"{section.day:%Y%m%d}-{serial}", ReferenceSource.PAYMENT
    line = head.position.removeprefix("rad ").partition(",")[0]
    return f"{section.account}/{section.timestamp}/{line}", ReferenceSource.PLACE


def _remittances(head: Record, rest: list[Record]) -> list[Remittance]:
    """The payment's own reference, unless an extra one repeats it, and the extra ones."""
    extra = [_extra(record) for record in rest if record.kind in ("22", "23") and record.text(13, 37)]
    own = head.text(13, 37)
    repeated = any((own,) == one.references for one in extra)
    if head.text(56, 56) not in _CHECKED or not own or repeated:
        return extra
    return [Remittance(references=(own,), amount=None, credit_note=False), *extra]


def _extra(record: Record) -> Remittance:
    """An amount of 0 tells nothing: without an agreement on it the bank does not divide."""
    return Remittance(
        references=(record.text(13, 37),), amount=record.ore(38, 55) or None, credit_note=record.kind == "23"
    )


def _words(head: Record, rest: list[Record]) -> list[str]:
    """What the payer wrote: a reference that the bank has not checked, and the lines of text."""
    unchecked = "" if head.text(56, 56) in _CHECKED else head.text(13, 37)
    return [words for words in (unchecked, *(one.text(3, 52) for one in rest if one.kind == "25")) if words]


def _name(rest: list[Record]) -> str:
    names = (part for one in rest if one.kind == "26" for part in (one.text(3, 37), one.text(38, 72)))
    return " ".join(name for name in names if name)
