"""Så blev summan, for a case: for its creditor and for staff, each in its own frame."""

from typing import Any

from django.http import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cases.debt import debt_as_known
from cases.models import Case
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.trail import claim_trails, money_trails, paid_trail
from cases.views import find_case
from ekrav import clock
from ekrav.accounts.access import CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates


@require_safe
@creditor_page()
def trail(request: CreditorRequest, number: str) -> HttpResponseBase:
    """How each sum of one's own case came about."""
    return TemplateResponse(request, "cases/trail.html", _context(find_case(number)))


@require_safe
@staff_case_page()
def staff_trail(request: StaffCaseRequest) -> HttpResponseBase:
    """The same for staff."""
    return TemplateResponse(request, "cases/staff_trail.html", _context(request.case))


def _context(case: Case) -> dict[str, Any]:
    debt = debt_as_known(case=case, on=clock.today(), rates=current_rates())
    return {
        "case": case,
        "debt": debt,
        "trails": [*claim_trails(case=case, debt=debt), paid_trail(case=case)],
        "money": money_trails(case=case),
    }
