"""What the sandboxed bank remembers: deposits, payment orders, bookings on its customers' accounts, files laid out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from ekrav.bankfiles.accounts import Account, account
from ekrav.sandbox.store import Store

_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS bank_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS bank_file (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE,"
    " name TEXT NOT NULL, created TEXT NOT NULL, content BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS bank_deposit (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL,"
    " amount_ore INTEGER NOT NULL, reference TEXT NOT NULL, text TEXT NOT NULL, payer TEXT NOT NULL,"
    " day TEXT NOT NULL, booked INTEGER NOT NULL DEFAULT 0)",
    # What the payer's bank calls a deposit; only payments through a provider have it.
    "CREATE TABLE IF NOT EXISTS bank_deposit_name (deposit INTEGER PRIMARY KEY, end_to_end_id TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS bank_batch (message_id TEXT PRIMARY KEY, message_name TEXT NOT NULL,"
    " number INTEGER NOT NULL, total_ore INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS bank_order (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL,"
    " payment_information_id TEXT NOT NULL, end_to_end_id TEXT NOT NULL, account TEXT NOT NULL,"
    " amount_ore INTEGER NOT NULL, payee TEXT NOT NULL, payee_account TEXT NOT NULL, day TEXT NOT NULL,"
    " bank_reference TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE IF NOT EXISTS bank_booking (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL,"
    " signed_ore INTEGER NOT NULL, day TEXT NOT NULL)",
    # The lines of an account as its notices told them, each in one statement.
    "CREATE TABLE IF NOT EXISTS bank_line (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL,"
    " signed_ore INTEGER NOT NULL, day TEXT NOT NULL, reference TEXT NOT NULL, statement INTEGER)",
    "CREATE TABLE IF NOT EXISTS bank_statement (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL,"
    " sequence INTEGER NOT NULL, last_day TEXT NOT NULL, closing_ore INTEGER NOT NULL)",
)


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A file that lies ready for the customer."""

    id: str
    name: str
    created: str


@contextmanager
def opened(store: Store) -> Iterator[sqlite3.Connection]:
    """The bank's tables, in one write transaction."""
    with store.transaction() as connection:
        for table in _TABLES:
            connection.execute(table)
        yield connection


def setting(bank: sqlite3.Connection, name: str, default: str) -> str:
    """A setting's value."""
    row = bank.execute("SELECT value FROM bank_setting WHERE name = ?", (name,)).fetchone()
    return default if row is None else str(row["value"])


def set_setting(bank: sqlite3.Connection, name: str, value: str) -> None:
    """Keep a setting."""
    bank.execute(
        "INSERT INTO bank_setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def bank_day(bank: sqlite3.Connection, default: date) -> date:
    """The last day the bank has played; `default` before the first."""
    return date.fromisoformat(setting(bank, "day", default.isoformat()))


def lay_out(bank: sqlite3.Connection, *, kind: str, created: datetime, content: bytes) -> None:
    """Lay a file out for the customer to fetch."""
    cursor = bank.execute(
        "INSERT INTO bank_file (name, created, content) VALUES ('', ?, ?)", (created.isoformat(), content)
    )
    number = cursor.lastrowid
    bank.execute(
        "UPDATE bank_file SET id = ?, name = ? WHERE position = ?",
        (f"F{number:06}", f"{kind}-{created:%Y%m%d}-{number:06}.xml", number),
    )


def laid_out(bank: sqlite3.Connection, *, after: str) -> list[Laid]:
    """The files laid out after the file `after`, all when there is no such file."""
    rows = bank.execute(
        "SELECT id, name, created FROM bank_file WHERE position >"
        " coalesce((SELECT position FROM bank_file WHERE id = ?), 0) ORDER BY position",
        (after,),
    )
    return [Laid(id=row["id"], name=row["name"], created=row["created"]) for row in rows]


def content_of(bank: sqlite3.Connection, *, file_id: str) -> bytes | None:
    """A file's bytes, or None when there is no such file."""
    row = bank.execute("SELECT content FROM bank_file WHERE id = ?", (file_id,)).fetchone()
    return None if row is None else bytes(row["content"])


def next_number(bank: sqlite3.Connection, name: str) -> int:
    """The next of a series of numbers that never come again."""
    number = int(setting(bank, f"last {name}", "0")) + 1
    set_setting(bank, f"last {name}", str(number))
    return number


def enter(bank: sqlite3.Connection, *, on: str, signed_ore: int, day: date) -> str:
    """Book an amount on an account; the bank's own reference of it."""
    cursor = bank.execute(
        "INSERT INTO bank_booking (account, signed_ore, day) VALUES (?, ?, ?)",
        (on, signed_ore, day.isoformat()),
    )
    return f"{day:%y%m%d}{cursor.lastrowid:08}"


def balances(bank: sqlite3.Connection) -> dict[str, int]:
    """What is on each account, in öre."""
    rows = bank.execute(
        "SELECT account, sum(signed_ore) AS ore FROM bank_booking GROUP BY account ORDER BY account"
    )
    return {row["account"]: row["ore"] for row in rows}


def lay_named(
    bank: sqlite3.Connection,
    *,
    on: str,
    amount_ore: int,
    reference: str,
    text: str,
    payer: str,
    name: str,
    day: str,
) -> None:
    """Lay what a payment provider moves: money in, or out when it is negative. `name` is the provider's own for it."""
    cursor = bank.execute(
        "INSERT INTO bank_deposit (account, amount_ore, reference, text, payer, day) VALUES (?, ?, ?, ?, ?, ?)",
        (on, amount_ore, reference, text, payer, day),
    )
    bank.execute("INSERT INTO bank_deposit_name VALUES (?, ?)", (cursor.lastrowid, name))


def waiting(bank: sqlite3.Connection) -> list[sqlite3.Row]:
    """The deposits that are not booked yet, in the order they came."""
    return bank.execute("SELECT * FROM bank_deposit WHERE NOT booked ORDER BY id").fetchall()


def account_of(text: str) -> Account:
    """The account behind its kept name "BGNR:53172045"."""
    scheme, _, number = text.partition(":")
    return account(scheme=scheme, number=number)
