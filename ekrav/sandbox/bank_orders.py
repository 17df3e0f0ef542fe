"""The sandboxed bank takes a payment file: judges it, answers with a pain.002, and keeps what it will pay."""

import sqlite3
from datetime import date, datetime
from itertools import groupby

from ekrav.bankfiles import pain001_read, pain002_write
from ekrav.bankfiles.accounts import BANKGIRO
from ekrav.bankfiles.document import parse
from ekrav.bankfiles.payment_batch import PaymentBatch, PaymentGroup, PaymentOrder
from ekrav.bankfiles.status_report import GroupStatus, Reason, StatusReport, TransactionStatus
from ekrav.identity import NotABankgiro, bankgiro
from ekrav.money import Ore
from ekrav.sandbox.bank_book import bank_day, lay_out, next_number

ACCEPTED, REJECTED, SETTLED, PARTLY = "ACCP", "RJCT", "ACSC", "PART"
WRONG_ACCOUNT = Reason(code="AC01", text="Mottagarens bankgironummer finns inte")
KNOWN_MESSAGE = Reason(code="DU01", text="Filens identitet är redan använd")


def read_orders(content: bytes) -> tuple[str, PaymentBatch]:
    """Return the message's name and the payments asked for. Raises FileRefused for anything but a pain.001, 03 or 09,
    that its schema accepts."""
    document = parse(content)
    document.expect("pain.001", versions=("03", "09"))
    return f"pain.001.001.{document.version}", pain001_read.read(content)


def take_orders(bank: sqlite3.Connection, message: str, batch: PaymentBatch) -> str:
    """Keep the payments that the bank will make and lay out its report; the bank's id for the delivery.

    A file whose message id the bank knows is refused as a whole: the report is about that copy, never about the first.
    """
    delivery = f"D{next_number(bank, 'delivery'):06}"
    kept = bank.execute(
        "INSERT OR IGNORE INTO bank_batch VALUES (?, ?, ?, ?)",
        (batch.message_id, message, len(batch.payments), batch.total),
    )
    if not kept.rowcount:
        refused = _report(bank, batch.message_id, at=batch.created, status=REJECTED, reasons=(KNOWN_MESSAGE,))
        lay_out(bank, kind="pain002", created=batch.created, content=refused)
        return delivery
    today = bank_day(bank, batch.created.date())
    for group in batch.groups:
        for payment in group.payments:
            if _fault(payment) is None:
                _keep(bank, batch, group, payment, day=max(group.execution_date, today))
    groups = tuple(_judged(group) for group in batch.groups)
    report = _report(bank, batch.message_id, at=batch.created, status=_common(groups), groups=groups)
    lay_out(bank, kind="pain002", created=batch.created, content=report)
    return delivery


def report_settled(bank: sqlite3.Connection, orders: list[sqlite3.Row], *, at: datetime) -> None:
    """Lay out a report for each file of which the bank has just paid these orders."""
    for message_id, of_file in groupby(orders, key=lambda order: str(order["message_id"])):
        groups = tuple(
            GroupStatus(
                payment_information_id=payment_information_id,
                transactions=tuple(
                    TransactionStatus(
                        end_to_end_id=order["end_to_end_id"],
                        status=SETTLED,
                        bank_reference=order["bank_reference"],
                    )
                    for order in of_group
                ),
            )
            for payment_information_id, of_group in groupby(
                of_file, key=lambda order: str(order["payment_information_id"])
            )
        )
        content = _report(bank, message_id, at=at, status="", groups=groups)
        lay_out(bank, kind="pain002", created=at, content=content)


def _fault(payment: PaymentOrder) -> Reason | None:
    """Why the bank will not make a payment, or None. Of accounts it knows bankgiro numbers by their check digit."""
    if payment.payee_account.scheme != BANKGIRO:
        return None
    try:
        bankgiro(payment.payee_account.number)
    except NotABankgiro:
        return WRONG_ACCOUNT
    return None


def _judged(group: PaymentGroup) -> GroupStatus:
    faults = [(payment.end_to_end_id, _fault(payment)) for payment in group.payments]
    transactions = tuple(
        TransactionStatus(end_to_end_id=name, status=REJECTED, reasons=(fault,))
        if fault
        else TransactionStatus(end_to_end_id=name, status=ACCEPTED)
        for name, fault in faults
    )
    words = {one.status for one in transactions}
    return GroupStatus(
        payment_information_id=group.payment_information_id,
        status=words.pop() if len(words) == 1 else PARTLY,
        transactions=transactions,
    )


def _common(groups: tuple[GroupStatus, ...]) -> str:
    words = {group.status for group in groups}
    return words.pop() if len(words) == 1 else PARTLY


def _keep(
    bank: sqlite3.Connection, batch: PaymentBatch, group: PaymentGroup, payment: PaymentOrder, *, day: date
) -> None:
    bank.execute(
        "INSERT INTO bank_order (message_id, payment_information_id, end_to_end_id, account, amount_ore, payee,"
        " payee_account, day) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            batch.message_id,
            group.payment_information_id,
            payment.end_to_end_id,
            str(group.debited or batch.debtor.account),
            payment.amount,
            payment.payee_name,
            str(payment.payee_account),
            day.isoformat(),
        ),
    )


def _report(
    bank: sqlite3.Connection,
    message_id: str,
    *,
    at: datetime,
    status: str,
    reasons: tuple[Reason, ...] = (),
    groups: tuple[GroupStatus, ...] = (),
) -> bytes:
    batch = bank.execute("SELECT * FROM bank_batch WHERE message_id = ?", (message_id,)).fetchone()
    return pain002_write.write(
        StatusReport(
            message_id=f"PSR{next_number(bank, 'report'):08}",
            version="12",
            created=at,
            original_message_id=message_id,
            original_message_name=batch["message_name"],
            original_number=batch["number"],
            original_total=Ore(batch["total_ore"]),
            status=status,
            reasons=reasons,
            groups=groups,
        ),
        version="12",
    )
