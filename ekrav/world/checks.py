"""Whether the database belongs to the world that this process was told it is in. Asked before every migration, too."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def same_world(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An error when a demo database is used by production, or the other way round."""
    found = {name: _world_of(name) for name in databases or ()}
    return [
        Error(
            f"The database is of a {world} world, and this process of a {settings.WORLD} world.",
            hint="What a database is was settled when it was made: name another one.",
            id="ekrav.E001",
        )
        for world in found.values()
        if world not in {None, settings.WORLD}
    ]


def _world_of(database: str) -> str | None:
    """What the database says of itself; None before its first migration."""
    connection = connections[database]
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('tenancy_world') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return None
        cursor.execute("SELECT name FROM tenancy_world")
        row = cursor.fetchone()
    return str(row[0]) if row else None
