"""What the sandboxed Kronofogden remembers: its cases, the files that came, what it has to say, the files laid out."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from ekrav.filings.file import record_bytes, record_of
from ekrav.filings.record import Record
from ekrav.sandbox.store import Store

_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS kfm_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS kfm_received (number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS kfm_case (reference TEXT PRIMARY KEY, number TEXT NOT NULL, application BLOB NOT NULL,"
    " state TEXT NOT NULL, fate TEXT NOT NULL, due TEXT, facts TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS kfm_saying (id INTEGER PRIMARY KEY AUTOINCREMENT, record BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS kfm_file (position INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL,"
    " content BLOB NOT NULL, made TEXT NOT NULL, laid INTEGER)",
)


@dataclass(kw_only=True)
class Matter:
    """A case: what was applied for, how far it has come, what is to happen on `due` (None: nothing by itself).

    `facts`: what has to be remembered between the days; amounts in öre, days as text.
    """

    reference: str
    number: str
    application: Any
    state: str
    fate: str
    due: date | None
    facts: dict[str, Any] = field(default_factory=dict)

    def goes_on(self, state: str, due: date | None) -> None:
        """The next state, and when it does something."""
        self.state, self.due = state, due


@contextmanager
def opened(store: Store) -> Iterator[sqlite3.Connection]:
    """Kronofogden's tables, in one write transaction."""
    with store.transaction() as connection:
        for table in _TABLES:
            connection.execute(table)
        yield connection


def setting(book: sqlite3.Connection, name: str, default: str = "") -> str:
    """A setting's value."""
    row = book.execute("SELECT value FROM kfm_setting WHERE name = ?", (name,)).fetchone()
    return default if row is None else str(row["value"])


def set_setting(book: sqlite3.Connection, name: str, value: str) -> None:
    """Keep a setting."""
    book.execute(
        "INSERT INTO kfm_setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def next_number(book: sqlite3.Connection, name: str) -> int:
    """The next of a series of numbers that never come again."""
    number = int(setting(book, f"last {name}", "0")) + 1
    set_setting(book, f"last {name}", str(number))
    return number


def day_of(book: sqlite3.Connection) -> date | None:
    """The last day that was played."""
    said = setting(book, "day")
    return date.fromisoformat(said) if said else None


def matter(book: sqlite3.Connection, reference: str) -> Matter | None:
    """The case with our reference."""
    row = book.execute("SELECT * FROM kfm_case WHERE reference = ?", (reference,)).fetchone()
    return None if row is None else _matter(row)


def matters(book: sqlite3.Connection, *, due: date | None = None) -> list[Matter]:
    """The cases in the order they were registered; those that have something to do by `due`."""
    sql = "SELECT * FROM kfm_case" + (" WHERE due <= ?" if due else "") + " ORDER BY number"
    return [_matter(row) for row in book.execute(sql, (due.isoformat(),) if due else ())]


def keep(book: sqlite3.Connection, one: Matter) -> None:
    """Keep a case as it is now."""
    book.execute(
        "INSERT INTO kfm_case VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (reference) DO UPDATE SET"
        " state = excluded.state, fate = excluded.fate, due = excluded.due, facts = excluded.facts",
        (
            one.reference,
            one.number,
            record_bytes(one.application),
            one.state,
            one.fate,
            one.due.isoformat() if one.due else None,
            json.dumps(one.facts),
        ),
    )


def say(book: sqlite3.Connection, kind: type[Record], reference: str, **facts: Any) -> None:
    """Have something to say in the next file."""
    record = kind(id=f"KFM-{next_number(book, 'record'):08}", reference=reference, **facts)
    book.execute("INSERT INTO kfm_saying (record) VALUES (?)", (record_bytes(record),))


def said(book: sqlite3.Connection, *, most: int) -> list[Record]:
    """What there is to say, which is said then; at most so many records."""
    rows = book.execute("SELECT id, record FROM kfm_saying ORDER BY id LIMIT ?", (most,)).fetchall()
    book.executemany("DELETE FROM kfm_saying WHERE id = ?", [(row["id"],) for row in rows])
    return [record_of(row["record"]) for row in rows]


def _matter(row: sqlite3.Row) -> Matter:
    return Matter(
        reference=row["reference"],
        number=row["number"],
        application=record_of(row["application"]),
        state=row["state"],
        fate=row["fate"],
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        facts=json.loads(row["facts"]),
    )
