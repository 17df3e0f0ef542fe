"""The sandboxed bank's daily statement of each account: a camt.053 for every bank day that is over, numbered.

What is booked on a day whose statement has left already stands in the next one.
"""

import sqlite3
from datetime import date, datetime, timedelta
from typing import Final

from ekrav.bankfiles import camt053_write
from ekrav.bankfiles.notification import AccountNotice, Direction, signed
from ekrav.bankfiles.statement import Statement, StatementFile, StatementLine
from ekrav.law.bankdays import bank_days_before, next_bank_day
from ekrav.money import Ore
from ekrav.sandbox.bank_book import account_of, balances, lay_out, next_number

_ONE: Final = timedelta(days=1)


def note_lines(bank: sqlite3.Connection, notice: AccountNotice) -> None:
    """Remember the lines of a notice for the statement of their day."""
    bank.executemany(
        "INSERT INTO bank_line (account, signed_ore, day, reference) VALUES (?, ?, ?, ?)",
        [
            (
                str(notice.account),
                signed(entry.direction, entry.amount),
                entry.booked_date.isoformat(),
                entry.bank_reference or entry.transactions[0].bank_reference,
            )
            for entry in notice.entries
        ],
    )


def lay_out_statements(bank: sqlite3.Connection, *, at: datetime) -> None:
    """Lay out what is missing of the statements of days before this one, account by account."""
    accounts = bank.execute("SELECT DISTINCT account FROM bank_line ORDER BY account").fetchall()
    for row in accounts:
        _catch_up(bank, row["account"], at=at)


def _catch_up(bank: sqlite3.Connection, name: str, *, at: datetime) -> None:
    """One statement a bank day; the first of an account holds all that was before it."""
    last_over = bank_days_before(at.date(), days=1)
    before = bank.execute(
        "SELECT * FROM bank_statement WHERE account = ? ORDER BY id DESC LIMIT 1", (name,)
    ).fetchone()
    if before is None:
        oldest = bank.execute("SELECT min(day) AS day FROM bank_line WHERE account = ?", (name,)).fetchone()
        first, opening = date.fromisoformat(oldest["day"]), _before_lines(bank, name)
        if first <= last_over:
            _lay_out_one(bank, name, days=(first, last_over), opening=opening, at=at)
        return
    opening, day = int(before["closing_ore"]), date.fromisoformat(before["last_day"])
    while (last := next_bank_day(day)) <= last_over:
        opening = _lay_out_one(bank, name, days=(day + _ONE, last), opening=opening, at=at)
        day = last


def _before_lines(bank: sqlite3.Connection, name: str) -> int:
    """What was on the account before its lines were remembered."""
    told = bank.execute("SELECT sum(signed_ore) AS ore FROM bank_line WHERE account = ?", (name,)).fetchone()
    return balances(bank).get(name, 0) - int(told["ore"] or 0)


def _lay_out_one(
    bank: sqlite3.Connection, name: str, *, days: tuple[date, date], opening: int, at: datetime
) -> int:
    """Lay out the statement of these days; its closing balance."""
    rows = bank.execute(
        "SELECT * FROM bank_line WHERE account = ? AND statement IS NULL AND day <= ? ORDER BY id",
        (name, days[1].isoformat()),
    ).fetchall()
    closing = opening + sum(int(row["signed_ore"]) for row in rows)
    sequence = next_number(bank, f"statement {name}")
    cursor = bank.execute(
        "INSERT INTO bank_statement (account, sequence, last_day, closing_ore) VALUES (?, ?, ?, ?)",
        (name, sequence, days[1].isoformat(), closing),
    )
    bank.executemany(
        "UPDATE bank_line SET statement = ? WHERE id = ?", [(cursor.lastrowid, row["id"]) for row in rows]
    )
    statement = Statement(
        statement_id=f"S{cursor.lastrowid:08}",
        account=account_of(name),
        sequence=sequence,
        first_day=days[0],
        last_day=days[1],
        opening=Ore(opening),
        closing=Ore(closing),
        lines=tuple(_line(row) for row in rows if row["signed_ore"]),
    )
    file = StatementFile(
        message_id=f"STMT{cursor.lastrowid:08}", version="08", created=at, statements=(statement,)
    )
    lay_out(bank, kind="camt053", created=at, content=camt053_write.write(file))
    return closing


def _line(row: sqlite3.Row) -> StatementLine:
    return StatementLine(
        direction=Direction.CREDIT if row["signed_ore"] > 0 else Direction.DEBIT,
        amount=Ore(abs(row["signed_ore"])),
        booked_date=date.fromisoformat(row["day"]),
        bank_reference=row["reference"],
    )
