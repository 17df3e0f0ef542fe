"""Plain SQL questions, for proofs that look at the tables themselves rather than at what the program thinks of them."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor

from ekrav.tenancy.scope import current_scope


def select(sql: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The rows of one SELECT, in the current scope and with its rights. Raises `NoScope`."""
    current_scope()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def run(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement whose parameters travel beside it, in the current scope. Raises `NoScope`.

    The driver writes parameters into the text by itself, and the database would read whole columns as SQL.
    """
    current_scope()
    # The stubs know the cursor neither as the driver's nor as one to wrap.
    bound = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
    with connection.make_cursor(bound) as cursor:  # type: ignore[arg-type]
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
