"""The bank of the payouts' tests: takes files, and says what it is told to in pain.002 and camt.054."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

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

    def fetch(self, *, file_id: str) -> bytes:
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
    run: PayoutRun | FeeTransfer, statuses: dict[str, str], *, code: str = "AC04", at: datetime = MORNING
) -> None:
    """The bank's pain.002 comes in: a status for each end-to-end id."""
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
        created=at,
        original_message_id=run.message_id,
        original_message_name="pain.001.001.09",
        groups=(group,),
    )
    take_in(content=pain002_write.write(said), name="rapport.xml", at=at)


def debited(
    payments: dict[str, int], *, on: date = FRIDAY, at: datetime = MORNING + timedelta(days=1)
) -> None:
    """The bank's camt.054 comes in: each payment has left the client-funds account."""
    transactions = [
        BankTransaction(
            account=account(scheme=BANKGIRO, number=CLIENT_FUNDS_BANKGIRO),
            direction=Direction.DEBIT,
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
