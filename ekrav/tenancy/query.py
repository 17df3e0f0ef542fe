"""Plain SQL questions, for proofs that look at the tables themselves rather than at what the program thinks of them."""

from typing import Any

from django.db import connection

from ekrav.tenancy.scope import current_scope


def select(sql: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """The rows of one SELECT, in the current scope and with its rights. Raises `NoScope`."""
    current_scope()
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
