"""Whom the payouts' tests are about.

Imports models inside the fixtures: a conftest is read before Django is set up.
"""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ekrav.agency.models import StaffMember


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, confirmed, and an agency that is complete."""
    from tests.payouts.given import a_creditor, an_agency

    an_agency()
    return a_creditor()


@pytest.fixture
def astrid() -> "StaffMember":
    """One who may approve."""
    from tests.payouts.given import a_staff_member

    return a_staff_member("Astrid Norén")


@pytest.fixture
def bertil() -> "StaffMember":
    """Another."""
    from tests.payouts.given import a_staff_member

    return a_staff_member("Bertil Falk")
