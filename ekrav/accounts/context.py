"""What every page's frame shows: the agency, the company, the person and where they are."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest

from ekrav import clock
from ekrav.accounts.queues import queues_seen_from
from ekrav.agency.models import Agency


def who_and_where(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frames: `agency`, and when known `person`, `company`, `staff` …"""
    standing = getattr(request, "standing", None)
    membership = getattr(request, "membership", None)
    staff = getattr(request, "staff", None)  # set on the pages of Handläggning only
    return {
        "agency": the_agency(),
        "today": _today(),
        "person": standing.person if standing else None,
        "membership": membership,
        "company": getattr(request, "company", None),
        "companies": list(standing.companies.values()) if standing else [],
        "staff": standing.staff if standing else None,
        "queues": queues_seen_from(request.path, roles=staff.roles) if staff else [],
        "language_url": getattr(request, "language_url", ""),
        "nav": request.resolver_match.view_name if request.resolver_match else "",
    }


def _today() -> date | None:
    try:
        return clock.today()
    except clock.NoScopeNoTime:
        return None


def the_agency() -> Agency | None:
    """The agency's record, readable in every scope and outside them; None when the database cannot be asked."""
    if connection.needs_rollback:
        return None
    with transaction.atomic():
        return Agency.objects.first()
