"""Many rows of one table in one statement: for what comes by the hundred thousand.

`bulk_create` prepares each value of each row; here a column is taken as it stands, so it must hold what the database
takes: whole numbers, texts, dates, bytes, and what JSON can say.
"""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

from ekrav.tenancy.columns import array
from ekrav.tenancy.query import run


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, and give each the key that it got. In the current scope and with its rights."""
    if not rows:
        return
    key = rows[0]._meta.pk
    found = _insert(type(rows[0]), _columns(rows), returning=[key])
    for row, (value,) in zip(rows, found, strict=True):
        setattr(row, key.attname, value)


def insert_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> list[int]:
    """Insert rows that are told by column, without a model for each; their keys, in order."""
    found = _insert(model, columns, returning=[model._meta.pk])
    return [key for (key,) in found]


def insert_unless_there(rows: Sequence[models.Model], *, returning: Sequence[str]) -> list[tuple[Any, ...]]:
    """Insert those rows that no unique key refuses; of each that was, the columns `returning`. Waits for rivals."""
    if not rows:
        return []
    fields = [rows[0]._meta.get_field(name) for name in returning]
    return _insert(type(rows[0]), _columns(rows), returning=fields, unless_there=True)


def _columns(rows: Sequence[models.Model]) -> dict[str, list[Any]]:
    fields = [field for field in rows[0]._meta.concrete_fields if not isinstance(field, models.AutoField)]
    return {field.attname: list(map(attrgetter(field.attname), rows)) for field in fields}


def _insert(
    model: type[models.Model],
    columns: Mapping[str, Sequence[Any]],
    *,
    returning: Sequence[Any],
    unless_there: bool = False,
) -> list[tuple[Any, ...]]:
    meta = model._meta
    fields = [field for field in meta.concrete_fields if field.attname in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{_type(field)}[]" for field in fields)
    sql = f'INSERT INTO "{meta.db_table}" ({names}) SELECT * FROM unnest({arrays})'
    if unless_there:
        sql += " ON CONFLICT DO NOTHING"
    sql += " RETURNING " + ", ".join(f'"{field.column}"' for field in returning)
    return run(sql, [array(columns[field.attname]) for field in fields])


def _type(field: Any) -> str:
    # Without its length: a cast would cut what the column refuses.
    return str(field.db_type(connection)).split("(", maxsplit=1)[0]
