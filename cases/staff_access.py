"""A case as the agency's staff open it: in its creditor's scope, and written to that creditor's own log."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponseBase

from cases.joint import answering
from cases.models import Case, Debtor
from ekrav import clock
from ekrav.accounts.access import EVERY_STAFF_ROLE, StaffRequest, answer_within, staff_page
from ekrav.agency.models import StaffMember
from ekrav.audit.record import record
from ekrav.tenancy import staff_scope, tenant_scope


class StaffCaseRequest(StaffRequest):
    """A request by staff about one case; its row is locked when something is to be done."""

    case: Case


def staff_case_page(
    roles: frozenset[StaffMember.Role] = EVERY_STAFF_ROLE,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Open to staff in `roles`. Nobody handles the cases of a company they are a member of: to them it is a 404."""

    def declare(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def inner(request: Any, number: str, **kwargs: Any) -> HttpResponseBase:
            with staff_scope(person_id=request.standing.person.pk):
                creditor_id = Case.objects.filter(number=number).values_list("creditor_id", flat=True).first()
            if creditor_id is None or request.standing.membership_in(creditor_id) is not None:
                raise Http404
            scope = tenant_scope(creditor_id)
            return answer_within(scope, lambda: view(_opened(request, number), **kwargs))

        return staff_page(roles, opens_scope=False)(inner)

    return declare


def _opened(request: Any, number: str) -> Any:
    acts = request.method == "POST"
    rows = Case.objects.select_related("debtor", "subledger", "reference")
    request.case = (rows.select_for_update(of=("self",)) if acts else rows).get(number=number)
    if not acts:
        record(act="case_opened", on=request.case, by=request.actor, at=clock.now())
    return request


def debtor_asked(request: StaffCaseRequest) -> Debtor:
    """Which of those who answer for the case a page is about, by the row in its address; the first without one.

    404 of one who does not, or no more: what is said of one is never taken for another's.
    """
    there = answering(request.case)
    wanted = request.GET.get("vem", str(there[0].pk))
    found = next((each for each in there if str(each.pk) == wanted), None)
    if found is None:
        raise Http404
    return found
