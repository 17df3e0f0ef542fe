"""Put the tests' database back to the rows that the migrations laid, after a test that committed.

And lay a world that was laid before by its rows: the acts that make it are tried elsewhere, and once is enough here.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

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
_RESTART = "SELECT setval(%s, %s, %s)"
# The world's clock runs on from the moment it showed.
_MOMENT = 'SELECT now() + "offset" FROM tenancy_world'
_TURN_BACK = 'UPDATE tenancy_world SET "offset" = %s - now()'

P = ParamSpec("P")
T = TypeVar("T")
Sequences = dict[str, int | None]


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A world as it was laid: what the acts answered, every row that is not a fresh database's, and its time."""

    answer: Any
    rows: dict[str, bytes]
    sequences: Sequences
    moment: datetime


class Seeds:
    """The rows that were there when the database was fresh, kept as the bytes of COPY."""

    def __init__(self, url: str) -> None:
        self.connection: psycopg.Connection[tuple[Any, ...]] = psycopg.connect(url, autocommit=True)
        # Triggers that refuse change, and foreign keys, are for the application, not for the broom.
        self.connection.execute("SET session_replication_role = replica")
        self.connection.execute("SET lock_timeout = '20s'")
        self.tables = [str(row[0]) for row in self.connection.execute(_TABLES)]
        self.columns = {table: self._columns(table) for table in self.tables}
        self.rows = {table: self._read(table) for table in self._tables_with_rows()}
        self.sequences = self._sequences()
        self.laid: dict[tuple[object, ...], Laid] = {}

    def once(self, lay: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `lay` answers, with its rows in a fresh database: laid by itself the first time, by its rows after that.

        It must lay everything it needs, commit, and answer what a copy can be made of.
        """
        if self._sequences() != self.sequences:
            # A test that was rolled back leaves nothing else.
            assert not self._changed(), "something was laid already: begin with this"
            self._restart(self.sequences)
        key = (lay, *args, *kwargs.items())
        if key in self.laid:
            self._lay(self.laid[key])
        else:
            self.laid[key] = self._keep(lay(*args, **kwargs))
        answer: T = deepcopy(self.laid[key].answer)
        return answer

    def sow(self) -> None:
        """Empty the tables that are not as they were, and lay their fresh rows and the sequences again.

        By DELETE: the rows of a test are few, and TRUNCATE makes a new file for every table and index.
        """
        changed = self._changed()
        try:
            with self.connection.transaction():
                self._hold(changed)
                self._replace({table: self.rows.get(table, b"") for table in changed})
                self._restart(self.sequences)
        except psycopg.errors.LockNotAvailable as refused:
            raise RuntimeError(
                "a test left a transaction open on another connection: close it in the test"
            ) from refused

    def _keep(self, answer: Any) -> Laid:
        (moment,) = self.connection.execute(_MOMENT).fetchone() or (None,)
        rows = {table: self._read(table) for table in self._changed()}
        return Laid(answer=deepcopy(answer), rows=rows, sequences=self._sequences(), moment=moment)

    def _lay(self, laid: Laid) -> None:
        with self.connection.transaction():
            self._replace(laid.rows)
            self._restart(laid.sequences)
            self.connection.execute(_TURN_BACK, [laid.moment])

    def _changed(self) -> list[str]:
        """The tables whose rows are not a fresh database's."""
        foreign = set(self._tables_with_rows()) - self.rows.keys()
        return sorted(foreign | {table for table, rows in self.rows.items() if rows != self._read(table)})

    def _replace(self, rows: dict[str, bytes]) -> None:
        for table in rows:
            self.connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for table, content in rows.items():
            if content:
                self._write(table, content)

    def _restart(self, sequences: Sequences) -> None:
        now = self._sequences()
        for name, value in sequences.items():
            if now[name] != value:
                self.connection.execute(_RESTART, [name, value or 1, value is not None])

    def _sequences(self) -> Sequences:
        return dict(self.connection.execute(_SEQUENCES).fetchall())

    def _hold(self, tables: list[str]) -> None:
        """Wait until nobody is writing to the tables: rows that are not committed yet could not be deleted."""
        if tables:
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            self.connection.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(names))

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

    def _columns(self, table: str) -> sql.Composed:
        found = self.connection.execute(_COLUMNS, [table])
        return sql.SQL(", ").join(sql.Identifier(str(row[0])) for row in found)

    def _read(self, table: str) -> bytes:
        query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT").format(
            self.columns[table], sql.Identifier(table)
        )
        with self.connection.cursor() as cursor, cursor.copy(query) as copy:
            return b"".join(bytes(block) for block in copy)

    def _write(self, table: str, rows: bytes) -> None:
        query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), self.columns[table])
        with self.connection.cursor() as cursor, cursor.copy(query) as copy:
            copy.write(rows)
