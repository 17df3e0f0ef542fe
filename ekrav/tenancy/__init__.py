"""Whose data this is: scopes, tenant-owned tables and the row-level security under them."""

from ekrav.tenancy.scope import (
    AGENCY_TENANT_ID,
    NoScope,
    Scope,
    ScopeConflict,
    ScopeKind,
    agency_scope,
    case_number_scope,
    case_scope,
    current_scope,
    person_scope,
    routing_scope,
    staff_scope,
    tenant_scope,
)

__all__ = [
    "AGENCY_TENANT_ID",
    "NoScope",
    "Scope",
    "ScopeConflict",
    "ScopeKind",
    "agency_scope",
    "case_number_scope",
    "case_scope",
    "current_scope",
    "person_scope",
    "routing_scope",
    "staff_scope",
    "tenant_scope",
]
