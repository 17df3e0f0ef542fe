"""Many rows like a few: what the real acts wrote for one case is copied, with its own keys, for any number of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Stencil:
    """The rows of one table that belong to one case, as they were written."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]


def read(admin: Connection, table: str, where: str, value: Any) -> Stencil:
    """The rows of `table` where a column has the value, in the order they were written."""
    found = admin.execute(
        sql.SQL("SELECT * FROM {} WHERE {} = %s ORDER BY id").format(
            sql.Identifier(table), sql.Identifier(where)
        ),
        [value],
    )
    columns = tuple(column.name for column in found.description or ())
    own = tuple(name for name in columns if name != "posted_xid")
    rows = tuple(dict(zip(columns, row, strict=True)) for row in found)
    return Stencil(table=table, columns=own, rows=rows)


def copy(admin: Connection, stencil: Stencil, changed: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """COPY one row for each (row of the stencil, what is another in it)."""
    types = _types(admin, stencil)
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(stencil.table), sql.SQL(", ").join(map(sql.Identifier, stencil.columns))
    )
    with admin.cursor() as cursor, cursor.copy(statement) as rows:
        rows.set_types(types)
        for place, other in changed:
            row = {**stencil.rows[place], **other}
            rows.write_row(
                [_value(row[name], kind) for name, kind in zip(stencil.columns, types, strict=True)]
            )


def _types(admin: Connection, stencil: Stencil) -> Sequence[str]:
    found = admin.execute(
        "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = %s", [stencil.table]
    )
    kinds = {str(name): str(kind) for name, kind in found}
    return [kinds[name] for name in stencil.columns]


def _value(value: Any, kind: str) -> Any:
    from psycopg.types.json import Jsonb

    return Jsonb(value) if kind == "jsonb" else value


def set_sequences(admin: Connection, tables: Sequence[str]) -> None:
    """New rows get keys past the copied ones."""
    for table in tables:
        admin.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                sql.Literal(table), sql.Identifier(table)
            )
        )
