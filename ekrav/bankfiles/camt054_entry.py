"""One entry (`Ntry`) of a camt.054 and the payments (`TxDtls`) in it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from ekrav.bankfiles.accounts import Account, read_account
from ekrav.bankfiles.camt054_remittance import read_remittances, read_text
from ekrav.bankfiles.camt054_totals import check_entry, read_direction
from ekrav.bankfiles.document import ASK_AGAIN, Node
from ekrav.bankfiles.notification import (
    BankTransaction,
    Direction,
    Entry,
    LeftOut,
    ReferenceSource,
    signed,
)
from ekrav.bankfiles.remittance import by_reference
from ekrav.money import Ore

BOOKED = "BOOK"

_ZERO = "0"
_NOT_PROVIDED = "NOTPROVIDED"
# A party's name: directly under the role until version 07, under `Pty` from 08.
_PAYER, _PAYEE = (
    tuple(f"RltdPties/{who}{step}/Nm" for who in (role, f"Ultmt{role}") for step in ("", "/Pty"))
    for role in ("Dbtr", "Cdtr")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryContext:
    """What an entry is read within: account, message, and the place of its first payment in the notice."""

    account: Account
    message_id: str
    first_place: int


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
    amounts = check_entry(entry, payments)
    booked = _booked(entry)
    if not payments:
        payments, amounts = [entry.indexed()], [signed(booked.direction, booked.amount)]
    known_by = _bank_references(payments, booked=booked, context=context)
    of_entry = _of_entry(entry, booked=booked, account=context.account)
    transactions: list[BankTransaction] = []
    left_out: list[LeftOut] = []
    for payment, amount, (reference, source) in zip(payments, amounts, known_by, strict=True):
        if amount == 0:
            left_out.append(LeftOut(position=payment.position, status=_ZERO))
            continue
        described = partial(
            of_entry,
            direction=Direction.CREDIT if amount > 0 else Direction.DEBIT,
            bank_reference=reference,
            reference_source=source,
            **_said(payment, entry=entry),
        )
        transactions += by_reference(
            described, amount=Ore(abs(amount)), remittances=read_remittances(payment)
        )
    return replace(booked, transactions=tuple(transactions)), left_out


def _of_entry(entry: Node, *, booked: Entry, account: Account) -> Callable[..., BankTransaction]:
    """Return what makes the payments of an entry, with what they have in common."""
    return partial(
        BankTransaction,
        account=account,
        booked_date=booked.booked_date,
        value_date=booked.value_date,
        reversal=booked.reversal,
        payment_information_id=entry.text("NtryDtls/Btch/PmtInfId"),
    )


def _said(payment: Node, *, entry: Node) -> dict[str, Any]:
    """Return what a payment says of itself, beside its amount and what it is for."""
    end_to_end_id, group = payment.text("Refs/EndToEndId"), payment.text("Refs/PmtInfId")
    said = {
        "end_to_end_id": "" if end_to_end_id == _NOT_PROVIDED else end_to_end_id,
        "text": read_text(payment, entry=entry),
        "payer_name": _name(payment, _PAYER),
        "payer_account": read_account(payment.first("RltdPties/DbtrAcct")),
        "payee_name": _name(payment, _PAYEE),
        "payee_account": read_account(payment.first("RltdPties/CdtrAcct")),
    }
    return {**said, "payment_information_id": group} if group else said


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


def _name(payment: Node, paths: Sequence[str]) -> str:
    """Return the first name of a party that is told."""
    return next((name for name in map(payment.text, paths) if name), "")
