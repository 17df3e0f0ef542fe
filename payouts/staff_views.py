"""Handläggning, finance: the runs, and the page where two people approve one.

Approving asks for BankID at most ten minutes old. A session's BankID is in real time and the house works in the
world's, so its age is carried over.
"""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, StaffRole, staff_page
from ekrav.accounts.bankid.session import fresh_bankid
from ekrav.audit.record import record
from ekrav.look.figures import kronor
from ekrav.look.paging import page_of
from ekrav.look.parts import Link
from ekrav.money import Ore
from ekrav.tenancy import agency_scope, staff_scope
from payouts.approve import approve
from payouts.compare import compare
from payouts.confirm import unknown_debits
from payouts.content import fingerprint, read_hash
from payouts.forms import ReasonForm
from payouts.models import PayoutRun
from payouts.refusal import ApprovalRefused
from payouts.run_page import approvals_of, figures_of, part_of, steps_of
from payouts.unsent import NotStandingStill, give_up, send_again
from payouts.withdraw import NotWithdrawn, withdraw
from payouts.words import sentence

FINANCE = frozenset({StaffRole.FINANCE, StaffRole.ADMINISTRATOR})
PAGE = 50
State = PayoutRun.State


@require_safe
@staff_page(FINANCE)
def runs(request: StaffRequest) -> HttpResponseBase:
    """Every run, newest first."""
    found = PayoutRun.objects.defer("file").order_by("-period_end", "-id")
    pages = page_of(request, total=found.count(), size=PAGE)
    context = {
        "runs": found[max(pages.first - 1, 0) : pages.last],
        "pages": pages if pages.total > PAGE else None,
        "unknown_debits": unknown_debits(),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payouts/runs.html", context)


@require_safe
@staff_page(FINANCE)
def run_page(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """One run: what it would pay, what to look at, and the button."""
    run = _run(public_id)
    words = approvals_of(run)
    rows = compare(run, at=clock.now())
    context = {
        "run": run,
        "rows": rows,
        "flagged": [row for row in rows if row.why],
        "steps": steps_of(run, words=words, today=clock.today()),
        "figures": figures_of(run, rows=rows),
        "part": part_of(request.staff, run=run, words=words),
        "fingerprint": fingerprint(bytes(run.content_hash)),
        "content": bytes(run.content_hash).hex(),
        "total": kronor(Ore(run.total_ore)),
        "has_fresh_bankid": fresh_bankid(request) is not None,
        "again_url": _again_url(public_id),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payouts/run.html", context)


@require_POST
@staff_page(FINANCE, opens_scope=False)
def approve_run(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Give one's word for the content that was on the page; without fresh BankID, that first."""
    identified = fresh_bankid(request)
    if identified is None:
        return redirect(_again_url(public_id))
    run, at = _run_now(public_id)
    try:
        approved = approve(
            run_id=run.pk,
            staff=request.staff,
            content_hash=read_hash(request.POST.get("content", "")),
            bankid_at=at - (timezone.now() - identified),
            at=at,
        )
    except ApprovalRefused as refused:
        return _refused(request, public_id, sentence(refused, today=clock.civil_date(at)))
    if approved.complete:
        request.session["notice"] = _("Godkänd av två. Filen görs och går till banken inom någon minut.")
    else:
        request.session["notice"] = _("Ditt godkännande är sparat. En annan person behöver också godkänna.")
    return redirect("payouts:run", public_id)


@staff_page(FINANCE, opens_scope=False)
def refuse_run(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Ask why the draft is refused; then withdraw it, and a new one is made."""
    run, at = _run_now(public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        with staff_scope():
            context = {"run": run, "form": form}
            return render(request, "payouts/refuse.html", context, status=422 if form.is_bound else 200)
    try:
        withdraw(run_id=run.pk, staff=request.staff, reason=form.cleaned_data["reason"], at=at)
    except NotWithdrawn:
        return _refused(request, public_id, _("Körningen är inte längre ett utkast och kan inte avvisas."))
    request.session["notice"] = _("Utkastet är återkallat. Ett nytt görs inom någon minut.")
    return redirect("payouts:runs")


@require_POST
@staff_page(FINANCE, opens_scope=False)
def send_run_again(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Send a file that stands still again."""
    run, at = _run_now(public_id)
    try:
        send_again(run_id=run.pk, staff=request.staff, at=at)
    except NotStandingStill:
        return _refused(request, public_id, _("Körningen står inte still. Inget mer behövs."))
    request.session["notice"] = _("Filen skickas till banken igen inom någon minut.")
    return redirect("payouts:run", public_id)


@require_POST
@staff_page(FINANCE, opens_scope=False)
def give_run_up(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Take the payouts of a file back that the bank has not taken."""
    run, at = _run_now(public_id)
    try:
        give_up(run_id=run.pk, staff=request.staff, at=at)
    except NotStandingStill:
        return _refused(request, public_id, _("Körningen kan inte ges upp: banken kan ha filen."))
    request.session["notice"] = _("Körningen är uppgiven. Pengarna är med i nästa utkast.")
    return redirect("payouts:run", public_id)


@require_safe
@staff_page(FINANCE, opens_scope=False)
def run_file(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """The payment file, as it goes to the bank. Fetching it is logged."""
    with agency_scope():
        run = PayoutRun.objects.filter(public_id=public_id, file__isnull=False).first()
        if run is None:
            raise Http404
        record(act="payout_file_downloaded", on=run, by=request.actor, at=clock.now())
    answer = HttpResponse(bytes(run.file or b""), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{run.message_id}.xml"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _run(public_id: UUID) -> PayoutRun:
    run = PayoutRun.objects.defer("file").filter(public_id=public_id).first()
    if run is None:
        raise Http404
    return run


def _run_now(public_id: UUID) -> tuple[PayoutRun, datetime]:
    with agency_scope():
        return _run(public_id), clock.now()


def _again_url(public_id: UUID) -> str:
    onward = reverse("payouts:run", args=[public_id])
    return f"{reverse('bankid:again')}?{urlencode({'next': onward})}"


def _refused(request: StaffRequest, public_id: UUID, what: str) -> HttpResponseBase:
    back = Link(_("Till körningen"), reverse("payouts:run", args=[public_id]))
    with staff_scope():
        return render(request, "errors/409.html", {"what": what, "back": back}, status=409)
