"""What the counterparties remember: one SQLite file and one folder, apart from the service's own database.

A counterparty keeps small JSON documents by space and key here, and may make tables of its own in the same
file (`transaction`) and files in a folder of its own (`folder`). Every call is a connection of its own, so
that threads and processes may share a store.
"""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    space TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL,
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    UNIQUE (space, key)
)
"""


class Store:
    """A counterparty's memory in `directory`, made when missing."""

    def __init__(self, directory: Path) -> None:
        # Absolute, for Flask takes a relative file for one beside its own code.
        self.directory = directory.resolve()
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = self.directory / "sandbox.sqlite3"
        with self.transaction() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(_SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A write transaction: committed at the end, rolled back when an exception leaves."""
        connection = sqlite3.connect(self._file, timeout=30, isolation_level="IMMEDIATE")
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = NORMAL")  # with WAL this survives kill -9, not a power cut
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def put(self, *, space: str, key: str, body: dict[str, Any]) -> None:
        """Keep a document, in place of an earlier one with the same key."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT INTO document (space, key, body) VALUES (?, ?, ?)"
                " ON CONFLICT (space, key) DO UPDATE SET body = excluded.body",
                (space, key, json.dumps(body)),
            )

    def get(self, *, space: str, key: str) -> dict[str, Any] | None:
        """The document with that key."""
        with self.transaction() as connection:
            row = connection.execute(
                "SELECT body FROM document WHERE space = ? AND key = ?", (space, key)
            ).fetchone()
        return None if row is None else dict(json.loads(row["body"]))

    def take(self, *, space: str, key: str) -> dict[str, Any] | None:
        """The document with that key, which is gone afterwards: of many who take it, one gets it."""
        with self.transaction() as connection:
            row = connection.execute(
                "DELETE FROM document WHERE space = ? AND key = ? RETURNING body", (space, key)
            ).fetchone()
        return None if row is None else dict(json.loads(row["body"]))

    def all(self, *, space: str) -> dict[str, dict[str, Any]]:
        """Every document of a space by its key, oldest first."""
        with self.transaction() as connection:
            rows = connection.execute(
                "SELECT key, body FROM document WHERE space = ? ORDER BY position", (space,)
            ).fetchall()
        return {row["key"]: json.loads(row["body"]) for row in rows}

    def folder(self, name: str) -> Path:
        """A folder of the counterparty's own."""
        path = self.directory / name
        path.mkdir(exist_ok=True, mode=0o700)
        return path

    def secret(self, name: str) -> str:
        """A random secret, the same as long as the store lives."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO document (space, key, body) VALUES ('secret', ?, ?)",
                (name, json.dumps({"value": secrets.token_urlsafe(32)})),
            )
        kept = self.get(space="secret", key=name)
        assert kept is not None
        return str(kept["value"])


def current_store() -> Store:
    """The store of the sandbox that serves the present request."""
    store = current_app.extensions["ekrav_store"]
    assert isinstance(store, Store)
    return store
