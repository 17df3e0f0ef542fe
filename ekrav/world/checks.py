"""Whether the database is one that this process may work on. Asked before every migration, too."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader


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


@register(Tags.database)
def whole_schema(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """An error when a database stopped among migrations that have since become one: Django would pass them by."""
    apps = ", ".join(sorted({app for name in databases or () for app in _stopped(name)}))
    if not apps:
        return []
    return [
        Error(
            f"The tables of {apps} are of an earlier version, older than this one can take further.",
            hint="Migrate with the version before this one first, or begin a demo world anew.",
            id="ekrav.E002",
        )
    ]


def stopped_among(replacements: Iterable[Migration], applied: Collection[tuple[str, str]]) -> set[str]:
    """Return the apps of which some, and not all, of what one migration replaces has been applied."""
    return {
        migration.app_label
        for migration in replacements
        if 0 < sum(step in applied for step in migration.replaces) < len(migration.replaces)
    }


def _stopped(database: str) -> set[str]:
    """What the owner, who alone migrates and reads what was applied, finds half done."""
    connection = connections[database]
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(to_regclass('django_migrations'), 'SELECT')")
        if not cursor.fetchone()[0]:
            return set()
    loader = MigrationLoader(connection)
    return stopped_among(loader.replacements.values(), loader.applied_migrations)


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
