"""The pages of respite and pause: staff give and lift both, the creditor pauses its own case."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cases import pause, respite
from cases.creditor_case import case_or_404, locked_or_404
from cases.hold_forms import HoldForm
from cases.holds import NotAHold, lift_hold, standing
from cases.models import Case, Hold
from cases.staff_access import StaffCaseRequest, staff_case_page
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates
from ekrav.audit.record import Actor
from ekrav.law.rates import NoRow
from ekrav.look.dates import full_date
from letters.facts import NotALetter


@staff_case_page()
def respite_page(request: StaffCaseRequest) -> HttpResponseBase:
    """Give the debtor respite until a day, or lift it."""

    def give(form: HoldForm) -> None:
        respite.give_respite(
            case=request.case,
            reason=respite.Reason(form.cleaned_data["reason"]),
            until=form.cleaned_data["until"],
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )

    form = _form(request, respite.Reason.choices)
    done = _act(request, case=request.case, kind=Hold.Kind.RESPITE, by=request.actor, form=form, give=give)
    if done:
        request.session["staff_notice"] = done
        return redirect("cases:staff_case", number=request.case.number)
    return _page(request, "cases/respite.html", request.case, Hold.Kind.RESPITE, form)


@staff_case_page()
def staff_pause_page(request: StaffCaseRequest) -> HttpResponseBase:
    """Let the case rest, or go on."""
    form = _form(request, pause.Reason.choices)
    done = _pause(request, request.case, request.actor, form)
    if done:
        request.session["staff_notice"] = done
        return redirect("cases:staff_case", number=request.case.number)
    return _page(request, "cases/staff_pause.html", request.case, Hold.Kind.PAUSE, form)


@creditor_page(WRITERS)
def pause_page(request: CreditorRequest, number: str) -> HttpResponseBase:
    """The creditor lets its case rest, or go on."""
    case = locked_or_404(number) if request.method == "POST" else case_or_404(number)
    form = _form(request, pause.Reason.choices)
    done = _pause(request, case, request.actor, form)
    if done:
        request.session["notice"] = "lifted" if "lift" in request.POST else "paused"
        return redirect("cases:case", number=number)
    return _page(request, "cases/pause.html", case, Hold.Kind.PAUSE, form)


def _pause(request: HttpRequest, case: Case, by: Actor, form: HoldForm) -> str:
    def give(filled: HoldForm) -> None:
        pause.pause(
            case=case,
            reason=pause.Reason(filled.cleaned_data["reason"]),
            until=filled.cleaned_data["until"],
            today=clock.today(),
            at=clock.now(),
            by=by,
            rates=current_rates(),
        )

    return _act(request, case=case, kind=Hold.Kind.PAUSE, by=by, form=form, give=give)


def _form(request: HttpRequest, reasons: Sequence[tuple[str, Any]]) -> HoldForm:
    filled = request.POST if request.method == "POST" and "lift" not in request.POST else None
    return HoldForm(filled, reasons=reasons, today=clock.today())


def _act(
    request: HttpRequest,
    *,
    case: Case,
    kind: Hold.Kind,
    by: Actor,
    form: HoldForm,
    give: Callable[[HoldForm], None],
) -> str:
    """Lift or give; what was done in words, or nothing, and then the form says why."""
    if request.method == "POST" and "lift" in request.POST:
        return _lift(case=case, kind=kind, by=by)
    if not form.is_valid():
        return ""
    try:
        give(form)
    except NotAHold as refused:
        form.refuse(refused.reason)
    except NotALetter:
        form.refuse("letter")
    except NoRow:
        form.refuse("rate")
    else:
        return _("%(what)s till och med %(day)s.") % {
            "what": kind.label,
            "day": full_date(form.cleaned_data["until"]),
        }
    return ""


def _lift(*, case: Case, kind: Hold.Kind, by: Actor) -> str:
    try:
        lift_hold(case=case, kind=kind, today=clock.today(), at=clock.now(), by=by, rates=current_rates())
    except NotAHold:
        return _("Det finns inget att häva.")
    return _("%(what)s är hävt.") % {"what": kind.label}


def _page(
    request: HttpRequest, template: str, case: Case, kind: Hold.Kind, form: HoldForm
) -> HttpResponseBase:
    context = {
        "case": case,
        "form": form,
        "hold": standing(case=case, today=clock.today()).filter(kind=kind).first(),
    }
    status = 400 if request.method == "POST" else 200
    return TemplateResponse(request, template, context, status=status)
