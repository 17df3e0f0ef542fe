"""The report of a case as a PDF: for its creditor and for staff, of a case that has ended or of one as it stands."""

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from cases import queries
from cases.report.page import report_page
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.views import letter_pdf
from ekrav import clock
from ekrav.accounts.access import CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from letters.render import render_sheet

_TEMPLATE: Final = "cases/report/report-1.html"
_STYLE: Final = "cases/report/report-1.css"


@require_safe
@creditor_page(opens_scope=False)
def case_report(request: CreditorRequest, number: str) -> HttpResponseBase:
    """Everything about one's own case, drawn outside its scope."""
    with tenant_scope(request.membership.creditor_id):
        case, today = queries.case_by_number(number), clock.today()
        if case is None:
            raise Http404
        page = report_page(case=case, today=today, rates=current_rates(), letter_route="cases:letter")
    return _pdf(page, number=number, made=today)


@require_safe
@staff_case_page()
def staff_case_report(request: StaffCaseRequest) -> HttpResponseBase:
    """The same for staff."""
    case, today = request.case, clock.today()
    page = report_page(case=case, today=today, rates=current_rates(), letter_route="cases:staff_letter")
    return _pdf(page, number=case.number, made=today)


def _pdf(page: dict[str, Any], *, number: str, made: date) -> HttpResponseBase:
    content = render_sheet(template=_TEMPLATE, style=_STYLE, context={"page": page}, made=made)
    return letter_pdf(content, f"arende-{number}.pdf")
