"""The bank of the payouts' tests: takes files, and says what it is told to in pain.002 and camt.054."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import BinaryIO

from ekrav.bankfiles import camt054_write, pain001_read, pain002_write
from ekrav.bankfiles.accounts import BANKGIRO, account
from ekrav.bankfiles.notification import AccountNotice, BankTransaction, Direction, Notification, entry_of
from ekrav.bankfiles.payment_batch import PaymentBatch
from ekrav.bankfiles.status_report import GroupStatus, Reason, StatusReport, TransactionStatus
from ekrav.money import Ore
from ekrav.payments.bank import BankUnreachable, Listed
from ekrav.payments.inbox import take_in
from payouts.fee_models import FeeTransfer
from payouts.models import PayoutRun
from tests.payouts.given import CLIENT_FUNDS_BANKGIRO, FRIDAY, MORNING

_numbers = count(1)


@dataclass
class TheBank:
    """A bank that takes payment files, or raises as it is told."""

    sent: list[bytes] = field(default_factory=list)
    raises: Exception | None = None

    def files(self, *, after: str = "") -> list[Listed]:
        """Nothing lies ready: what the bank says, the tests lay in the inbox."""
        return []

    def fetch(self, *, file_id: str) -> BinaryIO:
        """There is none."""
        raise BankUnreachable(file_id)

    def send(self, *, content: bytes) -> str:
        """Take a payment file."""
        if self.raises is not None:
            raise self.raises
        self.sent.append(content)
        return f"bank {len(self.sent)}"

    @property
    def batch(self) -> PaymentBatch:
        """The one file that came, read."""
        assert len(self.sent) == 1
        return pain001_read.read(self.sent[0])


def report(
    run: PayoutRun | FeeTransfer,
    statuses: dict[str, str],
    *,
    code: str = "AC04",
    at: datetime = MORNING,
    said_at: datetime | None = None,
) -> None:
    """The bank's pain.002 comes in: a status for each end-to-end id. `said_at`: when the bank made it, if not now."""
    lines = tuple(
        TransactionStatus(
            end_to_end_id=name, status=status, reasons=(Reason(code=code),) if status == "RJCT" else ()
        )
        for name, status in statuses.items()
    )
    group = GroupStatus(
        payment_information_id=f"{run.message_id}-{run.execution_date:%Y%m%d}", transactions=lines
    )
    said = StatusReport(
        message_id=f"R{next(_numbers)}",
        version="12",
        created=said_at or at,
        original_message_id=run.message_id,
        original_message_name="pain.001.001.09",
        groups=(group,),
    )
    take_in(content=pain002_write.write(said), name="rapport.xml", at=at)


def debited(
    payments: dict[str, int], *, on: date = FRIDAY, at: datetime = MORNING + timedelta(days=1)
) -> None:
    """The bank's camt.054 comes in: each payment has left the client-funds account."""
    _moved(payments, direction=Direction.DEBIT, reversal=False, on=on, at=at)


def came_back(
    payments: dict[str, int],
    *,
    on: date = FRIDAY + timedelta(days=3),
    at: datetime = MORNING + timedelta(days=4),
    reversal: bool = True,
) -> None:
    """The bank's camt.054 comes in: each payment is back on the client-funds account."""
    _moved(payments, direction=Direction.CREDIT, reversal=reversal, on=on, at=at)


def _moved(payments: dict[str, int], *, direction: Direction, reversal: bool, on: date, at: datetime) -> None:
    transactions = [
        BankTransaction(
            account=account(scheme=BANKGIRO, number=CLIENT_FUNDS_BANKGIRO),
            direction=direction,
            reversal=reversal,
            amount=Ore(amount),
            booked_date=on,
            bank_reference=f"BANK{next(_numbers):06}",
            end_to_end_id=name,
        )
        for name, amount in payments.items()
    ]
    notice = AccountNotice(
        notice_id=f"N{next(_numbers)}",
        account=transactions[0].account,
        entries=tuple(entry_of(one, bank_reference=one.bank_reference) for one in transactions),
    )
    said = Notification(message_id=f"C{next(_numbers)}", version="08", created=at, notices=(notice,))
    take_in(content=camt054_write.write(said), name="camt.xml", at=at)


def told(content: bytes, *, at: datetime) -> None:
    """A file of the bank's comes in."""
    take_in(content=content, name="fil.xml", at=at)


def pain002_of(
    batch: PaymentBatch, *, at: datetime, status: str = "ACCP", code: str = "", number: int = 1
) -> bytes:
    """The bank's report on a file: the same status for each payment, the same bytes for the same question."""
    reasons = (Reason(code=code),) if code else ()
    groups = tuple(
        GroupStatus(
            payment_information_id=group.payment_information_id,
            transactions=tuple(
                TransactionStatus(end_to_end_id=payment.end_to_end_id, status=status, reasons=reasons)
                for payment in group.payments
            ),
        )
        for group in batch.groups
    )
    said = StatusReport(
        message_id=f"P{number}{batch.message_id}",
        version="12",
        created=at,
        original_message_id=batch.message_id,
        original_message_name="pain.001.001.09",
        groups=groups,
    )
    return pain002_write.write(said)


def camt_of(batch: PaymentBatch, *, day: date, direction: Direction = Direction.DEBIT) -> bytes:
    """The bank's notice that every payment of a file has left the account, or come back."""
    transactions = [
        BankTransaction(
            account=account(scheme=BANKGIRO, number=CLIENT_FUNDS_BANKGIRO),
            direction=direction,
            reversal=direction is Direction.CREDIT,
            amount=payment.amount,
            booked_date=day,
            bank_reference=f"{direction}{payment.end_to_end_id}",
            end_to_end_id=payment.end_to_end_id,
        )
        for payment in batch.payments
    ]
    notice = AccountNotice(
        notice_id=f"{direction}{batch.message_id}",
        account=transactions[0].account,
        entries=tuple(entry_of(one, bank_reference=one.bank_reference) for one in transactions),
    )
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    said = Notification(
        message_id=f"{direction}{batch.message_id}", version="08", created=at, notices=(notice,)
    )
    return camt054_write.write(said)
