"""Every test of this house has an agency with a client-funds account, one creditor with Anna and one with Bo."""

import pytest

from tests.payments.cast import Debt, a_creditor, a_debt, agency_with_accounts


@pytest.fixture
def anna(transactional_db: None) -> Debt:
    """Anna's debt to Åre Bygg: OCR 1104 2950 0123 or so, and an agency that can receive money."""
    agency_with_accounts()
    return a_debt(a_creditor(), serial=1)


@pytest.fixture
def bo(anna: Debt) -> Debt:
    """Bo's debt to Duveds El."""
    return a_debt(a_creditor(), serial=2, label="Bo Nilsson")
