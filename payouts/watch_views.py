"""Handläggning, finance: payouts that do not move, whose fate nobody knows, or of which the bank contradicts itself.

And one payout with all that the bank has said of it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.bankid.session import fresh_bankid
from ekrav.accounts.forms import posted
from ekrav.accounts.fresh import ask_bankid
from ekrav.audit.record import record
from ekrav.look.parts import Link
from ekrav.tenancy import agency_scope, staff_scope
from payouts.decide import (
    Decider,
    Document,
    NotDecided,
    confirm,
    may_be_answered,
    open_decisions,
    propose,
    refuse,
)
from payouts.evidence import AlreadyHandled, handle, open_contradictions, words_of
from payouts.forms import DecisionForm
from payouts.models import BankWord, Decision, Payout
from payouts.staff_views import FINANCE
from payouts.stuck import stuck_payouts, stuck_runs
from payouts.words import undecided

State = Payout.State


@require_safe
@staff_page(FINANCE)
def watch(request: StaffRequest) -> HttpResponseBase:
    """Everything about payments on their way that a person must ask the bank about."""
    today = clock.today()
    unknown = list(Payout.objects.filter(state=State.UNKNOWN).order_by("id"))
    known = [payout.pk for payout in unknown]
    context = {
        "unknown": unknown,
        "contradictions": list(open_contradictions().select_related("payout")),
        "stuck": list(stuck_payouts(today=today).exclude(pk__in=known)),
        "runs": list(stuck_runs(today=today)),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "payouts/watch.html", context)


@staff_page(FINANCE, opens_scope=False)
def one_payout(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """One payout: what the bank has said, and saying what the bank answers when its fate is unknown."""
    payout, at = _payout(public_id)
    form = DecisionForm(posted(request), request.FILES or None)
    if form.is_valid():
        if fresh_bankid(request) is None:
            return ask_bankid(request, onward=request.path)
        given = form.cleaned_data["document"]
        try:
            propose(
                payout=payout,
                verdict=Decision.Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                document=Document(name=given.name, content=given.read()),
                by=_decider(request, at=at),
            )
        except NotDecided as refused:
            return _refused(request, undecided(refused), public_id)
        request.session["notice"] = _("Beskedet är sparat. En annan person behöver läsa det och bekräfta.")
        return redirect("payouts:watch")
    with staff_scope(person_id=request.standing.person.pk):
        context = {
            "payout": payout,
            "words": words_of(payout),
            "decision": open_decisions().filter(payout=payout).defer("document").first(),
            "may_be_answered": may_be_answered(payout, today=clock.civil_date(at)),
            "form": form,
            "has_fresh_bankid": fresh_bankid(request) is not None,
            "again_url": f"{reverse('bankid:again')}?next={request.path}",
            "staff": request.staff,
        }
        return TemplateResponse(request, "payouts/watched.html", context, status=_status(form)).render()


@require_POST
@staff_page(FINANCE, opens_scope=False)
def decide_payout(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """The second person confirms the proposal, or refuses it."""
    payout, at = _payout(public_id)
    if fresh_bankid(request) is None:
        return ask_bankid(request, onward=reverse("payouts:watched", args=[public_id]))
    with staff_scope():
        decision = open_decisions().filter(payout=payout).first()
    try:
        if decision is None:
            raise NotDecided("gone")
        by = _decider(request, at=at)
        if "refuse" in request.POST:
            refuse(decision=decision, by=by)
        else:
            confirm(decision=decision, by=by)
    except NotDecided as refused:
        return _refused(request, undecided(refused), public_id)
    request.session["notice"] = _("Ditt svar är sparat.")
    return redirect("payouts:watch")


@require_safe
@staff_page(FINANCE, opens_scope=False)
def decision_document(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """The bank's paper, as it was given. Fetching it is logged."""
    with staff_scope():
        decision = Decision.objects.filter(public_id=public_id).first()
        at = clock.now()
    if decision is None:
        raise Http404
    with agency_scope():
        record(act="bank_document_downloaded", on=decision, by=request.actor, at=at)
    answer = HttpResponse(bytes(decision.document), content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="bankens-besked"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@staff_page(FINANCE, opens_scope=False)
def handle_contradiction(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """The bank has been asked: the contradiction no longer stands in anybody's way."""
    with staff_scope():
        word = BankWord.objects.select_related("payout").filter(public_id=public_id, contradicts=True).first()
        at = clock.now()
    if word is None:
        raise Http404
    try:
        handle(word=word, staff=request.staff, at=at)
    except AlreadyHandled:
        what = _("Någon annan har redan tagit hand om det. Inget mer behövs.")
        return _refused(request, what, word.payout.public_id)
    request.session["notice"] = _("Det är utrett. Borgenärens utbetalningar går igen.")
    return redirect("payouts:watch")


def _payout(public_id: UUID) -> tuple[Payout, datetime]:
    with staff_scope():
        payout = Payout.objects.select_related("run").filter(public_id=public_id).first()
        if payout is None:
            raise Http404
        return payout, clock.now()


def _decider(request: StaffRequest, *, at: datetime) -> Decider:
    """A session's BankID is in real time and the house works in the world's, so its age is carried over."""
    identified = fresh_bankid(request)
    age = timezone.now() - identified if identified else None
    return Decider(staff=request.staff, bankid_at=at - age if age is not None else None, at=at)


def _refused(request: StaffRequest, what: str, public_id: UUID) -> HttpResponseBase:
    back = Link(_("Till utbetalningen"), reverse("payouts:watched", args=[public_id]))
    with staff_scope(person_id=request.standing.person.pk):
        return render(request, "errors/409.html", {"what": what, "back": back}, status=409)


def _status(form: Any) -> int:
    return 400 if form.errors else 200
