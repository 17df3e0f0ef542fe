"""Surveillance on its pages: for its creditor, for staff, and staff's queue."""

from django.http import Http404, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.surveillance.seen import soon_too_old, surveillance_of, unanswered
from cases.views import find_case
from ekrav import clock
from ekrav.accounts.access import CreditorRequest, StaffRequest, creditor_page, staff_page
from ekrav.agency.rates import current_rates


@require_safe
@creditor_page()
def surveillance(request: CreditorRequest, number: str) -> HttpResponseBase:
    """What surveillance has done and cost, year by year."""
    case = find_case(number)
    seen = surveillance_of(case=case, today=clock.today(), rates=current_rates())
    if seen is None:
        raise Http404
    return TemplateResponse(request, "cases/surveillance.html", {"case": case, "seen": seen})


@require_safe
@staff_case_page()
def staff_surveillance(request: StaffCaseRequest) -> HttpResponseBase:
    """The same for staff."""
    seen = surveillance_of(case=request.case, today=clock.today(), rates=current_rates())
    if seen is None:
        raise Http404
    return TemplateResponse(request, "cases/staff_surveillance.html", {"case": request.case, "seen": seen})


@require_safe
@staff_page()
def queue(request: StaffRequest) -> HttpResponseBase:
    """Claims that grow too old in spite of the letters, and those that nobody has tried or dropped in time."""
    today = clock.today()
    context = {"urgent": soon_too_old(today=today, rates=current_rates()), "late": unanswered(today=today)}
    return TemplateResponse(request, "cases/surveillance_queue.html", context)
