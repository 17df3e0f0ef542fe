"""What a camt.054 says, as frozen records: money that the bank has booked in or out of our accounts.

A bank entry may hold many payments, and a payment may carry several references; what is allocated is the
`BankTransaction`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ekrav.bankfiles.accounts import Account
from ekrav.money import Ore

CAMT_054 = "camt.054.001"


class Direction(StrEnum):
    """Seen from the account: CREDIT is money in, DEBIT is money out."""

    CREDIT = "CRDT"
    DEBIT = "DBIT"


class ReferenceSource(StrEnum):
    """Where `bank_reference` comes from, the firmest first."""

    PAYMENT = "payment"
    """The bank's own reference of the payment (TxDtls/Refs/AcctSvcrRef)."""
    ENTRY = "entry"
    """The bank's own reference of the entry (Ntry/AcctSvcrRef), "/" and the payment's place in it."""
    PLACE = "place"
    """Account, message id and the payment's place in the message: the bank gave no reference at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """A credit note that the payer has taken off: its reference ("" when none) and amount (None when not told)."""

    reference: str
    amount: Ore | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankTransaction:
    """One booked payment (`part` 0), or the part of it that one reference is told to have (`part` 1, 2, …).

    `amount` is more than zero, whatever the direction. `references` are what the payer pays (OCR, else
    invoice numbers); `deductions` are credit notes that the amount is less by. `unclear` tells that the amounts
    of the references and deductions do not sum to the payment. `text` is free text, one line each.
    `reversal` tells that the bank takes back an earlier entry; the direction is that of this entry, not of
    the earlier one.
    """

    account: Account
    direction: Direction
    amount: Ore
    booked_date: date
    value_date: date | None = None
    bank_reference: str
    reference_source: ReferenceSource = ReferenceSource.PAYMENT
    part: int = 0
    reversal: bool = False
    end_to_end_id: str = ""
    payment_information_id: str = ""
    references: tuple[str, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    unclear: bool = False
    text: str = ""
    payer_name: str = ""
    payer_account: Account | None = None
    payee_name: str = ""
    payee_account: Account | None = None

    @property
    def key(self) -> str:
        """Return the text that knows this line again, in this file or another (at most 220 characters).

        Made of the bank's own reference, never of amount or payer: two honest identical payments are two.
        """
        kind = self.direction + ("R" if self.reversal else "")
        return f"{self.account}|{self.booked_date}|{kind}|{self.bank_reference}|{self.part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One booked line of the account, with the payments in it. Their amounts, signed, sum to its amount."""

    direction: Direction
    amount: Ore
    booked_date: date
    value_date: date | None = None
    bank_reference: str = ""
    reversal: bool = False
    transactions: tuple[BankTransaction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An entry or payment that gives no record: `status` is the bank's, or "0" for an amount of zero."""

    position: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNotice:
    """What one message says about one account. `sequence` is the bank's number of it, when it numbers them."""

    notice_id: str
    account: Account
    sequence: int | None = None
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """A whole file. `duplicate` tells that the bank itself calls it a duplicate of an earlier message.

    `standard` is the format's name, "camt.054.001" or "BgMax".
    """

    standard: str = CAMT_054
    message_id: str
    version: str
    created: datetime
    duplicate: bool = False
    notices: tuple[AccountNotice, ...]

    @property
    def format(self) -> str:
        """Return the name of the format with its version: "camt.054.001.08"."""
        return f"{self.standard}.{self.version}"

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Return the accounts it speaks of, in order."""
        return tuple(notice.account for notice in self.notices)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return all booked entries, in order."""
        return tuple(entry for notice in self.notices for entry in notice.entries)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Return what gave no record, for the person who reads the import."""
        return tuple(left for notice in self.notices for left in notice.left_out)

    @property
    def transactions(self) -> tuple[BankTransaction, ...]:
        """Return what is to be allocated, in the file's order."""
        return tuple(transaction for entry in self.entries for transaction in entry.transactions)


def signed(direction: Direction, amount: Ore) -> Ore:
    """Return the amount as the account sees it: money out is negative."""
    return amount if direction is Direction.CREDIT else Ore(-amount)


def entry_of(*transactions: BankTransaction, bank_reference: str = "") -> Entry:
    """Return the entry that books these payments (of one account, day and kind) together."""
    net = sum(signed(transaction.direction, transaction.amount) for transaction in transactions)
    first = transactions[0]
    return Entry(
        direction=Direction.CREDIT if net >= 0 else Direction.DEBIT,
        amount=Ore(abs(net)),
        booked_date=first.booked_date,
        value_date=first.value_date,
        bank_reference=bank_reference,
        reversal=first.reversal,
        transactions=transactions,
    )
