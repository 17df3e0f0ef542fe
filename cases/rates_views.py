"""Handläggning: the law's rows ("Satser"): reading them, entering one, and the second person's word.

What a confirmed correction changes in what has been charged is listed on its page; nothing is booked by it.
"""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.correction import Difference, Replaced, differences
from cases.rates_form import REASONS, RateForm
from cases.rates_page import line_of, name_of, payments_waiting, series_of
from ekrav import clock
from ekrav.accounts.access import StaffRequest, StaffRole, staff_page
from ekrav.accounts.bankid.session import fresh_bankid
from ekrav.agency.models import RateRow
from ekrav.agency.rate_rows import RateRefused, Reason, confirm, propose, refuse
from ekrav.agency.rate_watch import missing_rate
from ekrav.agency.rates import as_law, current_rates, rates_before, rates_from
from ekrav.look.parts import Link
from ekrav.tenancy import agency_scope, staff_scope

FINANCE = frozenset({StaffRole.FINANCE, StaffRole.ADMINISTRATOR})
SHOWN = 200


@require_safe
@staff_page()
def rates(request: StaffRequest) -> HttpResponseBase:
    """Every series with its rows, what waits for a second person, and what waits for a rate."""
    today, known = clock.today(), current_rates()
    entered = RateRow.objects.select_related("entered_by").order_by("-id")
    waiting_payments = payments_waiting(rates=known)
    context = {
        "missing": missing_rate(today=today, rates=known),
        "waiting": [_shown(row) for row in entered.filter(confirmed_at=None, refused_at=None)],
        "series": series_of(rates=known, today=today),
        "payments": waiting_payments[:SHOWN],
        "payments_count": waiting_payments.count(),
        "may_enter": bool(FINANCE & {StaffRole(role) for role in request.staff.roles}),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "rates/rates.html", context)


@staff_page(FINANCE, opens_scope=False)
def new_rate(request: StaffRequest) -> HttpResponseBase:
    """Enter a row, which then waits for a second person."""
    with agency_scope():
        form = RateForm(request.POST if request.method == "POST" else None, rates=current_rates())
        if form.is_valid():
            try:
                row = propose(entered=form.entered(), staff=request.staff, at=clock.now())
            except RateRefused as refused:
                form.refuse(refused.reason)
            else:
                request.session["notice"] = _(
                    "Raden är sparad. Den gäller när en annan person har bekräftat den."
                )
                return redirect("cases:rate", row.public_id)
        return render(request, "rates/new.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@staff_page(FINANCE)
def rate(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """One entered row: what it says, whose word it waits for, and when it corrects another, what that changes."""
    row = _row(public_id)
    changed = _changed(row)
    context = {
        "row": row,
        "shown": _shown(row),
        "own": row.entered_by_id == request.staff.pk,
        "waits": row.confirmed_at is None and row.refused_at is None,
        "changed": changed,
        "too_much": sum(max(0, difference.too_much) for difference in changed),
        "has_fresh_bankid": fresh_bankid(request) is not None,
        "again_url": _again_url(public_id),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "rates/rate.html", context)


@require_POST
@staff_page(FINANCE, opens_scope=False)
def confirm_rate(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """The second person's word; without fresh BankID, that first."""
    identified = fresh_bankid(request)
    if identified is None:
        return redirect(_again_url(public_id))
    try:
        with agency_scope():
            at = clock.now()
            bankid_at = at - (timezone.now() - identified)
            confirm(row_id=_row(public_id).pk, staff=request.staff, bankid_at=bankid_at, at=at)
    except RateRefused as refused:
        return _refused(request, public_id, refused.reason)
    request.session["notice"] = _("Raden är bekräftad av två och gäller nu.")
    return redirect("cases:rate", public_id)


@require_POST
@staff_page(FINANCE, opens_scope=False)
def refuse_rate(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Put a waiting row aside."""
    try:
        with agency_scope():
            refuse(row_id=_row(public_id).pk, staff=request.staff, at=clock.now())
    except RateRefused as refused:
        return _refused(request, public_id, refused.reason)
    request.session["notice"] = _("Raden är avvisad och gäller inte.")
    return redirect("cases:rates")


def _row(public_id: UUID) -> RateRow:
    row = RateRow.objects.select_related("entered_by", "confirmed_by", "refused_by").filter(
        public_id=public_id
    )
    found = row.first()
    if found is None:
        raise Http404
    return found


def _shown(row: RateRow) -> dict[str, object]:
    return {"entered": row, "name": name_of(row.key), "line": line_of(as_law(row), today=clock.today())}


def _changed(row: RateRow) -> list[Difference]:
    if row.confirmed_at is None:
        return []
    replaced = Replaced(
        key=row.key,
        since=row.valid_from,
        before=rates_before(row),
        after=rates_from(row),
        at=row.confirmed_at,
    )
    return differences(replaced)


def _again_url(public_id: UUID) -> str:
    return f"{reverse('bankid:again')}?{urlencode({'next': reverse('cases:rate', args=[public_id])})}"


def _refused(request: StaffRequest, public_id: UUID, reason: Reason) -> HttpResponse:
    back = Link(_("Till raden"), reverse("cases:rate", args=[public_id]))
    with staff_scope():
        return render(request, "errors/409.html", {"what": REASONS[reason][1], "back": back}, status=409)
