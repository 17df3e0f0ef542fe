"""Anna owes Åre Bygg two invoices, which are claimed in one case on 12 October 2026.

1042 is of 6 000 kr and fell due on 31 August, with interest by law (10 % then); 1043 is of 4 000 kr and fell due on 30
September, with 12 % agreed.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from cases.debt import Debt, debt_of
from cases.models import Case
from cases.register import ClaimFacts
from ekrav.agency.rates import current_rates
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.said import fresh
from tests.cast import TEN_THOUSAND, a_case

KITCHEN: Final = replace(
    TEN_THOUSAND,
    description="köksrenovering",
    invoice_date=date(2026, 7, 31),
    sent_on=date(2026, 7, 31),
    delivered_on=date(2026, 7, 29),
    due_date=date(2026, 8, 31),
    capital=kronor("6000.00"),
)
BATHROOM: Final = replace(
    TEN_THOUSAND, invoice_number="1043", agreed_rate=Decimal("12.00"), capital=kronor("4000.00")
)


def one_case(creditor: int, *, kitchen: ClaimFacts = KITCHEN, bathroom: ClaimFacts = BATHROOM) -> Case:
    """Both in one case, whichever was uploaded first."""
    return a_case(creditor, claim=bathroom, further=[kitchen])


def owed(case: Case, on: date) -> Debt:
    """The case's debt on a day."""
    with tenant_scope(case.creditor_id):
        return debt_of(case=fresh(case), on=on, rates=current_rates())


def facts_of(claim: ClaimFacts) -> dict[str, Any]:
    """What an invoice claims, as the columns of its row; its capital apart."""
    return {name: getattr(claim, name) for name in claim.__dataclass_fields__ if name != "capital"}
