"""A browser at the portal, whose every query runs as the portal's own login."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

from cases.models import Case
from ops.roles import PORTAL


@contextmanager
def as_portal() -> Iterator[None]:
    """Django's connection is the portal's login meanwhile."""
    ordinary = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = PORTAL
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = ordinary


class PortalClient(Client):
    """A browser at the portal."""

    def request(self, **request: Any) -> Any:
        with as_portal():
            return super().request(**request)

    def open(self, case: Case, code: str) -> Any:
        """Type number and code at the door."""
        return self.post("/", {"arende": case.number, "kod": code})
