"""Whom the payouts' tests are about."""

import pytest

from ekrav.agency.models import StaffMember
from tests.payouts.given import a_creditor, a_staff_member, an_agency


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, confirmed, and an agency that is complete."""
    an_agency()
    return a_creditor()


@pytest.fixture
def astrid() -> StaffMember:
    """One who may approve."""
    return a_staff_member("Astrid Norén")


@pytest.fixture
def bertil() -> StaffMember:
    """Another."""
    return a_staff_member("Bertil Falk")
