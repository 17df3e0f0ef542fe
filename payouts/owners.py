"""In whose scope a payout stands: its creditor's, or the agency's when money goes back that was never anybody's."""

from contextlib import AbstractContextManager

from ekrav.tenancy import AGENCY_TENANT_ID, Scope, agency_scope, tenant_scope


def owner_scope(creditor_id: int) -> AbstractContextManager[Scope]:
    """The scope of the tenant with this id."""
    return agency_scope() if creditor_id == AGENCY_TENANT_ID else tenant_scope(creditor_id)
