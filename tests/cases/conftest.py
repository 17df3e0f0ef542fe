"""Åre Bygg's Mina sidor, as Cecilia opens them. Models load when a test asks."""

from datetime import date

import pytest
from django.test import Client


@pytest.fixture
def are_bygg(transactional_db: None) -> int:
    """Åre Bygg AB, on 12 October 2026."""
    from tests.cast import a_creditor, an_agency, set_today

    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor()


@pytest.fixture
def cecilia(are_bygg: int) -> Client:
    """Her browser, logged in."""
    from ekrav.sandbox.demo_data import CECILIA
    from tests.pages import logged_in

    return logged_in(CECILIA)
