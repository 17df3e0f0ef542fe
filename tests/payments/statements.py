"""The bank's daily statements, as it would write them: each goes on from where the last one ended."""

from dataclasses import replace
from datetime import date

from ekrav.bankfiles.accounts import Account
from ekrav.bankfiles.camt053_write import write
from ekrav.bankfiles.notification import Direction
from ekrav.bankfiles.statement import Statement, StatementFile, StatementLine
from ekrav.money import Ore, kronor
from tests.payments.cast import AT, DAY, OURS


def line(amount: str, *, reference: str, day: date = DAY) -> StatementLine:
    """One line; a minus before the kronor is money out."""
    out = amount.startswith("-")
    return StatementLine(
        direction=Direction.DEBIT if out else Direction.CREDIT,
        amount=kronor(amount.removeprefix("-")),
        booked_date=day,
        bank_reference=reference,
    )


def camt053(
    *lines: StatementLine,
    day: date = DAY,
    first: date | None = None,
    opening: str = "0",
    sequence: int | None = None,
    account: Account = OURS,
    message_id: str = "STMT-1",
) -> bytes:
    """The statement of one day, or of the days from `first`."""
    statement = Statement(
        statement_id=f"S-{day}",
        account=account,
        sequence=sequence,
        first_day=first or day,
        last_day=day,
        opening=kronor(opening),
        closing=Ore(0),
        lines=lines,
    )
    whole = replace(statement, closing=Ore(statement.opening + statement.net))
    return write(StatementFile(message_id=message_id, version="08", created=AT, statements=(whole,)))
