"""Handläggning, finance: what the next draft would pay, who waits and why, and holding a creditor's payouts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.forms import posted
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.look.parts import Link
from ekrav.tenancy import agency_scope, routing_scope, staff_scope
from payouts.approve import check_cover, check_proof
from payouts.forecast import foretell
from payouts.forms import HoldForm
from payouts.holds import AlreadyHeld, NotHeld, hold, release, standing_holds
from payouts.models import Hold
from payouts.refusal import ApprovalRefused
from payouts.staff_views import FINANCE
from payouts.words import sentence

SHOWN = 100


@require_safe
@staff_page(FINANCE, opens_scope=False)
def forecast(request: StaffRequest) -> HttpResponseBase:
    """The next draft as far as it is known, those who wait first."""
    with routing_scope():
        at, today = clock.now(), clock.today()
    foretold, stopped = foretell(today=today, at=at, rates=current_rates()), _stopped(today)
    with staff_scope(person_id=request.standing.person.pk):
        context = {
            "foretold": foretold,
            "stopped": stopped,
            "waiting": foretold.waiting[:SHOWN],
            "paid": foretold.paid[:SHOWN],
            "done": request.session.pop("notice", ""),
        }
        return TemplateResponse(request, "payouts/forecast.html", context).render()


def _stopped(today: date) -> str:
    """Why no draft is made now, in words; empty when one would be. Opens its own scopes."""
    try:
        check_cover()
        with agency_scope():
            check_proof()
    except ApprovalRefused as refused:
        return sentence(refused, today=today)
    return ""


@staff_page(FINANCE, opens_scope=False)
def creditor_holds(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """A creditor's holds, and placing one."""
    with staff_scope():
        creditor = Creditor.objects.filter(public_id=public_id).first()
        today, at = clock.today(), clock.now()
    if creditor is None:
        raise Http404
    form = HoldForm(posted(request), today=today)
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        if last_day is not None and last_day < today:
            form.add_error("last_day", _("Dagen har passerat. Välj en senare dag, eller lämna tomt."))
        else:
            reason = form.cleaned_data["reason"]
            try:
                hold(
                    creditor_id=creditor.pk,
                    reason=reason,
                    last_day=last_day,
                    staff=request.staff,
                    today=today,
                    at=at,
                )
            except AlreadyHeld:
                return _refused(request, _("Utbetalningarna är redan pausade. Släpp dem först."), public_id)
            request.session["notice"] = _("Utbetalningarna väntar. Borgenären ser varför på Mina sidor.")
            return redirect("payouts:forecast")
    with staff_scope(person_id=request.standing.person.pk):
        context = {
            "creditor": creditor,
            "holds": list(standing_holds(today=today).filter(creditor_id=creditor.pk)),
            "form": form,
        }
        answer = TemplateResponse(request, "payouts/holds.html", context, status=_status(form))
        return answer.render()


@require_POST
@staff_page(FINANCE, opens_scope=False)
def release_hold(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Let a creditor's payouts go again."""
    with staff_scope():
        found = Hold.objects.filter(public_id=public_id).first()
        at = clock.now()
        creditor = Creditor.objects.filter(pk=found.creditor_id).first() if found else None
    if found is None or creditor is None:
        raise Http404
    try:
        release(hold=found, staff=request.staff, at=at)
    except NotHeld:
        return _refused(request, _("Utbetalningarna är redan släppta. Inget mer behövs."), creditor.public_id)
    request.session["notice"] = _("Utbetalningarna till %(creditor)s går igen.") % {"creditor": creditor.name}
    return redirect("payouts:forecast")


def _refused(request: StaffRequest, what: str, public_id: UUID) -> HttpResponseBase:
    back = Link(_("Till borgenären"), reverse("payouts:holds", args=[public_id]))
    with staff_scope(person_id=request.standing.person.pk):
        return render(request, "errors/409.html", {"what": what, "back": back}, status=409)


def _status(form: Any) -> int:
    return 400 if form.errors else 200
