"""Handläggning: what Kronofogden has answered on paper is typed in, and drives the case as a file would."""

from typing import Final

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.agency.rates import current_rates
from ekrav.filings.enforcement import EnforcementApplication
from ekrav.filings.file import record_of
from ekrav.filings.record import Record
from ekrav.kronofogden.by_hand import enter
from ekrav.kronofogden.models import Outgoing
from ekrav.kronofogden.paper_enforcement_forms import OF_ENFORCEMENT
from ekrav.kronofogden.paper_form import PaperForm
from ekrav.kronofogden.paper_order_forms import OF_ORDER
from ekrav.look.parts import Words
from ekrav.tenancy import staff_scope

SHOWN: Final = 100


@require_safe
@staff_page(opens_scope=False)
def applications(request: StaffRequest) -> HttpResponseBase:
    """The applications that an answer can be about, the newest first, each with the kinds of answer."""
    wanted = request.GET.get("referens", "").strip()[:35]
    with staff_scope():
        rows = Outgoing.objects.filter(applies=True).exclude(state=Outgoing.State.REFUSED)
        rows = rows.exclude(creditor_id__in=list(request.standing.companies)).order_by("-id")
        if wanted:
            rows = rows.filter(reference__startswith=wanted)
        found = [(row, _forms_of(row.kind)) for row in rows.defer("content")[:SHOWN]]
        context = {"rows": found, "wanted": wanted, "done": request.session.pop("notice", "")}
        return render(request, "kronofogden/paper.html", context)


@staff_page(opens_scope=False)
def answer(request: StaffRequest, reference: str, kind: str) -> HttpResponseBase:
    """Type in one answer about one application."""
    applied, row_kind = _application(request, reference)
    found = next(((form, words) for form, words in _forms_of(row_kind) if form.kind == kind), None)
    if found is None:
        raise Http404
    form_class, words = found
    form = form_class(request.POST or None)
    form.about(applied)
    if form.is_bound and form.is_valid():
        with staff_scope():
            at, rates = clock.now(), current_rates()
        new = enter(answer=form.record(applied=applied, rates=rates), by=request.actor, at=at)
        said = (
            _("%(what)s om %(reference)s är inskriven.")
            if new
            else _("%(what)s om %(reference)s är redan inskriven.")
        )
        request.session["notice"] = said % {"what": words, "reference": reference}
        return redirect("kronofogden:paper")
    context = {"form": form, "what": words, "reference": reference}
    with staff_scope():
        return render(request, "kronofogden/answer.html", context, status=422 if form.errors else 200)


def _application(request: StaffRequest, reference: str) -> tuple[Record, str]:
    """The application; nobody handles those of a company they are a member of."""
    with staff_scope():
        row = Outgoing.objects.filter(reference=reference, applies=True).order_by("-id").first()
        if row is None or request.standing.membership_in(row.creditor_id) is not None:
            raise Http404
        return record_of(bytes(row.content)), row.kind


def _forms_of(kind: str) -> tuple[tuple[type[PaperForm], Words], ...]:
    return tuple(OF_ENFORCEMENT if kind == EnforcementApplication.__name__ else OF_ORDER)
