"""Put the tests' database back to the rows that the migrations laid, after a test that committed."""

from typing import Any

import psycopg
from psycopg import sql

_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> 'django_migrations' ORDER BY c.relname
"""
_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
_SEQUENCES = """
SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'
"""


class Seeds:
    """The rows that were there when the database was fresh, kept as the bytes of COPY."""

    def __init__(self, url: str) -> None:
        self.connection: psycopg.Connection[tuple[Any, ...]] = psycopg.connect(url, autocommit=True)
        # Triggers that refuse change, and foreign keys, are for the application, not for the broom.
        self.connection.execute("SET session_replication_role = replica")
        self.connection.execute("SET lock_timeout = '20s'")
        self.tables = [str(row[0]) for row in self.connection.execute(_TABLES)]
        self.rows = {table: self._read(table) for table in self._tables_with_rows()}
        self.sequences = dict(self.connection.execute(_SEQUENCES).fetchall())

    def sow(self) -> None:
        """Empty every table that holds rows, then lay the fresh rows and the sequences as they were."""
        changed = [
            t for t in self._tables_with_rows() if self.rows.get(t) is None or self.rows[t] != self._read(t)
        ]
        emptied = [table for table in self.rows if table not in changed and not self._holds_rows(table)]
        if not changed and not emptied:
            return
        with self.connection.transaction():
            if changed:
                self._truncate(changed)
            for table in self.rows:
                if not self._holds_rows(table):
                    self._write(table)
            for name, value in self.sequences.items():
                if value is not None:
                    self.connection.execute("SELECT setval(%s, %s)", [name, value])

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def _tables_with_rows(self) -> list[str]:
        query = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
                sql.Literal(table), sql.Identifier(table)
            )
            for table in self.tables
        )
        return [str(row[0]) for row in self.connection.execute(query)] if self.tables else []

    def _holds_rows(self, table: str) -> bool:
        row = self.connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
        return row.fetchone() == (True,)

    def _truncate(self, tables: list[str]) -> None:
        names = sql.SQL(", ").join(sql.Identifier(table) for table in tables)
        try:
            self.connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
        except psycopg.errors.LockNotAvailable as refused:
            raise RuntimeError(
                "a test left a transaction open on another connection: close it in the test"
            ) from refused

    def _columns(self, table: str) -> sql.Composed:
        found = self.connection.execute(_COLUMNS, [table])
        return sql.SQL(", ").join(sql.Identifier(str(row[0])) for row in found)

    def _read(self, table: str) -> bytes:
        query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT").format(
            self._columns(table), sql.Identifier(table)
        )
        with self.connection.cursor() as cursor, cursor.copy(query) as copy:
            return b"".join(bytes(block) for block in copy)

    def _write(self, table: str) -> None:
        query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), self._columns(table))
        with self.connection.cursor() as cursor, cursor.copy(query) as copy:
            copy.write(self.rows[table])
