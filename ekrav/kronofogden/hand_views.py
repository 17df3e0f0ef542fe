"""Handläggning: what is sent to Kronofogden by hand. Print the form, send it, note that it is sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.models import Creditor
from ekrav.audit.record import record
from ekrav.filings.file import record_of
from ekrav.kronofogden.by_hand import AlreadySent, note_sent, to_send
from ekrav.kronofogden.form import render_form
from ekrav.kronofogden.form_words import RECORDS
from ekrav.kronofogden.forms import SentForm
from ekrav.kronofogden.models import Outgoing
from ekrav.look.dates import full_date
from ekrav.look.figures import kronor
from ekrav.look.parts import Row
from ekrav.money import Ore
from ekrav.tenancy import staff_scope, tenant_scope

SHOWN = 200


class RecordRequest(StaffRequest):
    """A request by staff about one record; nobody handles those of a company they are a member of."""

    row: Outgoing
    creditor: str


def _record_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Find the record, or 404."""

    @wraps(view)
    def inner(request: Any, public_id: UUID) -> HttpResponseBase:
        with staff_scope():
            row = Outgoing.objects.filter(public_id=public_id).first()
            if row is None or request.standing.membership_in(row.creditor_id) is not None:
                raise Http404
            request.row = row
            company = Creditor.objects.filter(pk=row.creditor_id).values_list("name", flat=True).first()
            request.creditor = company or ""
        return view(request)

    return staff_page(opens_scope=False)(inner)


@require_safe
@staff_page(opens_scope=False)
def worklist(request: StaffRequest) -> HttpResponseBase:
    """What waits to be sent, the oldest first."""
    with staff_scope():
        mine = set(request.standing.companies)
        rows = [row for row in to_send().defer("content")[:SHOWN] if row.creditor_id not in mine]
        names = dict(
            Creditor.objects.filter(pk__in=[row.creditor_id for row in rows]).values_list("pk", "name")
        )
        context = {
            "rows": [(row, RECORDS[row.kind], names.get(row.creditor_id, "")) for row in rows],
            "done": request.session.pop("notice", ""),
        }
        return render(request, "kronofogden/by_hand.html", context)


@_record_page
def one(request: RecordRequest) -> HttpResponseBase:
    """One record: its form to print, and noting that it was sent."""
    row, today = request.row, clock.civil_date(_now())
    form = SentForm(request.POST or None, today=today, earliest=clock.civil_date(row.laid_at))
    if form.is_bound and form.is_valid():
        try:
            note_sent(public_id=row.public_id, by=request.actor, at=_now(), **form.cleaned_data)
        except AlreadySent:
            return _answer(
                request, form, problem=_("Någon annan har redan noterat den som skickad."), status=409
            )
        request.session["notice"] = _("%(what)s, %(reference)s, är noterad som skickad.") % {
            "what": RECORDS[row.kind],
            "reference": row.reference,
        }
        return redirect("kronofogden:by_hand")
    return _answer(request, form, status=422 if form.errors else 200)


@require_safe
@_record_page
def pdf(request: RecordRequest) -> HttpResponseBase:
    """The printable form. Opening it is written to the creditor's own log."""
    row = request.row
    content = render_form(record_of(bytes(row.content)), made=clock.civil_date(row.laid_at))
    with tenant_scope(row.creditor_id):
        record(act="filing_opened", on=row, by=request.actor, at=clock.now())
    response = HttpResponse(content, content_type="application/pdf")
    name = f"kronofogden-{row.record_id}.pdf".lower()
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _answer(request: RecordRequest, form: SentForm, *, problem: str = "", status: int) -> HttpResponseBase:
    row = request.row
    facts = [
        Row(_("Referens"), row.reference),
        Row(_("Borgenär"), request.creditor or "–"),
        Row(_("Belopp"), kronor(Ore(row.amount_ore)) if row.amount_ore else "–"),
        Row(_("Upprättad"), full_date(clock.civil_date(row.laid_at))),
    ]
    if row.state == Outgoing.State.BY_HAND and row.sent_on is not None:
        facts += [Row(_("Skickad"), full_date(row.sent_on)), Row(_("Diarienummer"), row.diary_number or "–")]
    context = {"row": row, "what": RECORDS[row.kind], "facts": facts, "form": form, "problem": problem}
    with staff_scope():
        return render(request, "kronofogden/record.html", context, status=status)


def _now() -> Any:
    with staff_scope():
        return clock.now()
