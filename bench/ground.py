"""A throw-away PostgreSQL with the service's schema, for a run that is to be timed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ops.roles import OWNER, lay_roles
from ops.throwaway import DATABASE, Throwaway, make_throwaway


@contextmanager
def ground() -> Iterator[Throwaway]:
    """Start the servers, lay roles and schema, and let Django connect as the application. Removed at the end."""
    world = make_throwaway()
    try:
        world.start()
        lay_roles(admin_url=world.admin_url, database=DATABASE)
        os.environ.update(world.environment())
        os.environ["DJANGO_SETTINGS_MODULE"] = "ekrav.settings"
        import django

        django.setup()
        _migrate()
        yield world
    finally:
        world.remove()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection

    ordinary = dict(connection.settings_dict)
    connection.settings_dict.update(USER=OWNER)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    connection.settings_dict.update(USER=ordinary["USER"])
