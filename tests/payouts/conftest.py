"""Whom the payouts' tests are about.

Imports models inside the fixtures: a conftest is read before Django is set up.
"""

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from ekrav.agency.models import StaffMember
    from payouts.models import SettlementNote


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


@pytest.fixture
def paid_note(are_bygg: int, astrid: "StaffMember", bertil: "StaffMember") -> "SettlementNote":
    """A note of two cases whose money has left."""
    from tests.payouts.credits import a_paid_note

    return a_paid_note(are_bygg, astrid, bertil)


@pytest.fixture
def today(are_bygg: int) -> date:
    """Friday 27 November 2026, in the world's time too."""
    from tests.cast import set_today
    from tests.payouts.given import FRIDAY

    set_today(FRIDAY)
    return FRIDAY


@pytest.fixture
def astrids(today: date) -> "Client":
    """Astrid's browser, logged in."""
    return _at_the_desk("ASTRID")


@pytest.fixture
def bertils(today: date) -> "Client":
    """Bertil's browser, logged in."""
    return _at_the_desk("BERTIL")


def _at_the_desk(name: str) -> "Client":
    from ekrav.sandbox import demo_data
    from tests.cast import staff
    from tests.pages import logged_in

    who = getattr(demo_data, name)
    staff(who)
    return logged_in(who)


@pytest.fixture
def paid(are_bygg: int, astrids: "Client", bertils: "Client") -> int:
    """Åre Bygg has been paid out, and the agency has an account of its own."""
    from ekrav.agency.models import Agency
    from ekrav.tenancy import agency_scope
    from tests.payouts.browsing import paid_out
    from tests.payouts.fees import OWN

    paid_out(are_bygg, astrids, bertils)
    with agency_scope():
        Agency.objects.update(own_bankgiro=OWN)
    return are_bygg
