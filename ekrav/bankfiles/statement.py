"""What a camt.053 says, as frozen records: an account's balances and the lines between them, for comparison only."""

from dataclasses import dataclass
from datetime import date, datetime

from ekrav.bankfiles.accounts import Account
from ekrav.bankfiles.notification import Direction, signed
from ekrav.money import Ore


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One booked line. `amount` is more than zero; `bank_reference` is the bank's own, "" when it gave none."""

    direction: Direction
    amount: Ore
    booked_date: date
    bank_reference: str = ""
    reversal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An account's balance before `first_day` (`opening`) and after `last_day` (`closing`), both signed, and between.

    `sequence` is the bank's number of the statement, None when it does not number them.
    """

    statement_id: str
    account: Account
    sequence: int | None = None
    first_day: date
    last_day: date
    opening: Ore
    closing: Ore
    lines: tuple[StatementLine, ...]

    @property
    def credits(self) -> Ore:
        """Return the sum of money in."""
        return Ore(sum(line.amount for line in self.lines if line.direction is Direction.CREDIT))

    @property
    def debits(self) -> Ore:
        """Return the sum of money out."""
        return Ore(sum(line.amount for line in self.lines if line.direction is Direction.DEBIT))

    @property
    def net(self) -> Ore:
        """Return what the lines change the balance by."""
        return Ore(sum(signed(line.direction, line.amount) for line in self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFile:
    """A whole camt.053."""

    message_id: str
    version: str
    created: datetime
    statements: tuple[Statement, ...]
