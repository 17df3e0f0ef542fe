"""Mitt Ärende as it runs: the portal's addresses, its signed cookie, and every query as the portal's own login."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cases.models import Case
from ops.roles import PORTAL
from ops.throwaway import Throwaway
from tests.debtor_portal.given import Bait, bait


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


@pytest.fixture
def browser(servers: Throwaway, transactional_db: None, settings: Any) -> PortalClient:
    """A browser at the portal, in a process of the portal's face."""
    settings.ROOT_URLCONF = "ekrav.portal_urls"
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    settings.CSRF_FAILURE_VIEW = "debtor_portal.errors.form_too_old"
    return PortalClient(raise_request_exception=False)


@pytest.fixture
def world(transactional_db: None) -> Bait:
    """Anna's case at Åre Bygg, reminded today, 13 October 2026, and others' cases that could leak."""
    return bait(date(2026, 10, 13))
