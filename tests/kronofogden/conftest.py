"""Every test of this house has an agency that Kronofogden knows, and two creditors."""

import pytest

from ekrav.kronofogden.models import Filer
from ekrav.tenancy import agency_scope
from tests.kronofogden.given import Two
from tests.payments.cast import a_creditor, agency_with_accounts


@pytest.fixture
def two(transactional_db: None) -> Two:
    """Åre Bygg and Duveds El, and the agency's codes."""
    agency_with_accounts()
    with agency_scope():
        Filer.objects.update(code="EKRA", agent_code="4711")
    return Two(are_bygg=a_creditor(), duveds_el=a_creditor())
