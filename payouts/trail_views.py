"""Så blev summan, for a payout: for its creditor and for staff, each in its own frame."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from ekrav.accounts.access import CreditorRequest, StaffRequest, creditor_page, staff_page
from ekrav.accounts.models import Creditor
from payouts.models import Payout
from payouts.queries import payouts_made
from payouts.staff_views import FINANCE
from payouts.trail import kept_trails, taken_trails


@require_safe
@creditor_page()
def trail(request: CreditorRequest, public_id: UUID) -> HttpResponseBase:
    """How each sum of one's own payout came about."""
    payout = payouts_made().filter(public_id=public_id).first()
    if payout is None:
        raise Http404
    return TemplateResponse(request, "payouts/trail.html", _context(payout, case_route="cases:trail"))


@require_safe
@staff_page(FINANCE)
def staff_trail(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """The same for staff, with whose it is."""
    payout = Payout.objects.select_related("run").filter(public_id=public_id).first()
    if payout is None:
        raise Http404
    found = Creditor.objects.filter(pk=payout.creditor_id).values_list("name", flat=True).first()
    name = found or payout.payee_name
    context = _context(payout, case_route="cases:staff_trail") | {"creditor": name}
    return TemplateResponse(request, "payouts/staff_trail.html", context)


def _context(payout: Payout, *, case_route: str) -> dict[str, Any]:
    return {
        "payout": payout,
        "taken": taken_trails(payout),
        "kept": kept_trails(payout),
        "case_route": case_route,
    }
