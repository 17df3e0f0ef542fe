"""Mitt Ärende as it runs: the portal's addresses, its signed cookie, its login. Models load when a test asks."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ops.throwaway import Throwaway

if TYPE_CHECKING:
    from tests.debtor_portal.browsing import PortalClient
    from tests.debtor_portal.given import Bait
    from tests.reset import Seeds


@pytest.fixture
def browser(servers: Throwaway, transactional_db: None, settings: Any) -> "PortalClient":
    """A browser at the portal, in a process of the portal's face."""
    from tests.debtor_portal.browsing import FACE, PortalClient

    for name, value in FACE.items():
        setattr(settings, name, value)
    return PortalClient(raise_request_exception=False)


@pytest.fixture
def world(seeds: "Seeds") -> "Bait":
    """Anna's case at Åre Bygg, reminded today, 13 October 2026, and others' cases that could leak."""
    from tests.debtor_portal.given import bait

    return seeds.once(bait, date(2026, 10, 13))
