"""One entry (`Ntry`) of a camt.054 and the payments (`TxDtls`) in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ekrav.bankfiles.accounts import Account, read_account
from ekrav.bankfiles.camt054_remittance import read_remittances, read_text
from ekrav.bankfiles.camt054_totals import check_entry, payment_amount, payment_direction, read_direction
from ekrav.bankfiles.document import ASK_AGAIN, Node
from ekrav.bankfiles.notification import BankTransaction, Entry, LeftOut, ReferenceSource
from ekrav.bankfiles.remittance import by_reference
from ekrav.money import Ore

BOOKED = "BOOK"

_ZERO = "0"
_NOT_PROVIDED = "NOTPROVIDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContext:
    """What an entry is read within: account, message, and the place of its first payment in the notice."""

    account: Account
    message_id: str
    first_place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A payment's amount, and what it is known by."""

    amount: Ore
    bank_reference: str
    source: ReferenceSource


def read_status(entry: Node) -> str:
    """Return the status of an entry: "BOOK" (the only one with money), "PDNG", "INFO" or the bank's word.

    Raises FileRefused for an entry without one: it would be left out, and the rest of the file booked.
    """
    status = entry.text("Sts/Cd") or entry.text("Sts/Prtry") or entry.text("Sts")
    if not status:
        raise entry.refused(f"Posten saknar status (Sts), så det framgår inte om den är bokförd. {ASK_AGAIN}")
    return status


def read_entry(entry: Node, *, context: EntryContext) -> tuple[Entry, list[LeftOut]]:
    """Return a booked entry with its payments, and the payments of zero left out of it. Raises FileRefused.

    An entry without details is one payment: itself.
    """
    payments = [
        node.at(f"{entry.position}, betalning {number}").indexed()
        for number, node in enumerate(entry.all("NtryDtls/TxDtls"), start=1)
    ]
    check_entry(entry, payments)
    booked = _booked(entry)
    transactions: list[BankTransaction] = []
    left_out: list[LeftOut] = []
    payments = payments or [entry.indexed()]
    known_by = _bank_references(payments, booked=booked, context=context)
    of_entry = _of_entry(entry, booked=booked, account=context.account)
    for payment, (reference, source) in zip(payments, known_by, strict=True):
        amount = payment_amount(payment, entry=entry, alone=len(payments) == 1)
        if amount == 0:
            left_out.append(LeftOut(position=payment.position, status=_ZERO))
            continue
        known = _Known(amount=amount, bank_reference=reference, source=source)
        transactions += by_reference(
            _described(of_entry, known, payment, entry=entry), read_remittances(payment)
        )
    return replace(booked, transactions=tuple(transactions)), left_out


def _of_entry(entry: Node, *, booked: Entry, account: Account) -> BankTransaction:
    """Return what the payments of an entry have in common."""
    return BankTransaction(
        account=account,
        direction=booked.direction,
        amount=booked.amount,
        booked_date=booked.booked_date,
        value_date=booked.value_date,
        bank_reference=booked.bank_reference,
        reversal=booked.reversal,
        payment_information_id=entry.text("NtryDtls/Btch/PmtInfId"),
    )


def _described(of_entry: BankTransaction, known: _Known, payment: Node, *, entry: Node) -> BankTransaction:
    """Return the payment with all that it says of itself."""
    end_to_end_id = payment.text("Refs/EndToEndId")
    return replace(
        of_entry,
        amount=known.amount,
        bank_reference=known.bank_reference,
        reference_source=known.source,
        direction=payment_direction(payment, entry=entry),
        end_to_end_id="" if end_to_end_id == _NOT_PROVIDED else end_to_end_id,
        payment_information_id=payment.text("Refs/PmtInfId") or of_entry.payment_information_id,
        text=read_text(payment, entry=entry),
        payer_name=_name(payment, role="Dbtr"),
        payer_account=read_account(payment.first("RltdPties/DbtrAcct")),
        payee_name=_name(payment, role="Cdtr"),
        payee_account=read_account(payment.first("RltdPties/CdtrAcct")),
    )


def _booked(entry: Node) -> Entry:
    value_date = entry.first("ValDt")
    return Entry(
        direction=read_direction(entry),
        amount=entry.one("Amt").ore(),
        booked_date=booked_day(entry),
        value_date=value_date.day() if value_date else None,
        bank_reference=entry.text("AcctSvcrRef"),
        reversal=entry.text("RvslInd") in ("true", "1"),
        transactions=(),
    )


def booked_day(entry: Node) -> date:
    """Return the day the bank booked an entry. Raises FileRefused."""
    node = entry.first("BookgDt")
    if node is None:
        raise entry.refused(f"Posten är bokförd men saknar bokföringsdag. {ASK_AGAIN}")
    return node.day()


def _bank_references(
    payments: Sequence[Node], *, booked: Entry, context: EntryContext
) -> list[tuple[str, ReferenceSource]]:
    """Return how each payment is known. A reference repeated within the entry names the entry only."""
    own = [payment.text("Refs/AcctSvcrRef") for payment in payments]
    times = Counter(own)
    known_by = []
    for number, reference in enumerate(own, start=1):
        of_entry = booked.bank_reference or reference
        if reference and times[reference] == 1:
            known_by.append((reference, ReferenceSource.PAYMENT))
        elif of_entry:
            known_by.append((f"{of_entry}/{number}", ReferenceSource.ENTRY))
        else:
            place = f"{context.account}/{context.message_id}/{context.first_place + number - 1}"
            known_by.append((place, ReferenceSource.PLACE))
    return known_by


def _name(payment: Node, *, role: str) -> str:
    """Return the party's name: directly under the role until version 07, under `Pty` from 08."""
    paths = (f"RltdPties/{who}{step}/Nm" for who in (role, f"Ultmt{role}") for step in ("", "/Pty"))
    return next((name for name in map(payment.text, paths) if name), "")
