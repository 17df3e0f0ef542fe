"""Handläggning: reckon a plan and offer it, write down that the debtor has accepted it, change it, end it."""

from datetime import timedelta

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cases.models import Case, InstalmentPlan, Notice
from cases.plan import accept_plan
from cases.plan_end import Why, end_plan
from cases.plan_forms import AcceptForm, EndForm, WishForm
from cases.plan_offer import OFFER_DAYS, NotAPlan, Sketch, earliest_first, offer_plan, offered_plan, sketch
from cases.plan_offer_letter import letter_of
from cases.plan_page import REFUSED, instalments_of, offer_rows, sketch_sums
from cases.plan_schedule import dues_of
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.states import NotAMove
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.law.rates import NoRow
from letters.facts import NotALetter

PRESETS = (3, 6, 12)


@staff_case_page()
def plan_page(request: StaffCaseRequest) -> HttpResponseBase:
    """What a plan would cost, before anybody is bound; posted, it is offered."""
    case, today, rates = request.case, clock.today(), current_rates()
    asked = request.POST if request.method == "POST" else request.GET
    form = WishForm(
        asked if "first" in asked else None,
        earliest=earliest_first(today=today, rates=rates),
        proposed=earliest_first(today=today + timedelta(days=OFFER_DAYS), rates=rates),
    )
    shown = _shown(case, form)
    if request.method == "POST" and shown is not None:
        try:
            offer_plan(case=case, wish=form.wish, today=today, at=clock.now(), by=request.actor, rates=rates)
            return redirect("cases:plan_accepted", number=case.number)
        except NotALetter:
            form.refuse("letter")
    context = {
        "case": case,
        "form": form,
        "shown": shown,
        "sums": sketch_sums(shown) if shown else [],
        "rows": offer_rows([(part.on, part.amount) for part in shown.reckoned.instalments]) if shown else [],
        "presets": PRESETS,
        "offered": offered_plan(case=case, today=today),
        "instalments": instalments_of(case=case, today=today),
    }
    return TemplateResponse(request, "cases/plan.html", context, status=400 if form.errors else 200)


def _shown(case: Case, form: WishForm) -> Sketch | None:
    """The plan that was asked for; none when nothing was, or when the form now says why not."""
    if not form.is_valid():
        return None
    try:
        return sketch(case=case, wish=form.wish, today=clock.today(), rates=current_rates())
    except NotAPlan as refused:
        form.refuse(refused.reason)
    except NoRow:
        form.refuse("rate")
    return None


@staff_case_page()
def accepted(request: StaffCaseRequest) -> HttpResponseBase:
    """The plan that is offered; posted, the debtor has accepted it and it begins."""
    case, today = request.case, clock.today()
    plan = offered_plan(case=case, today=today)
    form = AcceptForm(request.POST or None, initial={"plan": plan.pk if plan else None})
    if request.method == "POST" and form.is_valid() and _accept(request, form):
        request.session["staff_notice"] = _("Planen gäller. Gäldenären får den i ett brev.")
        return redirect("cases:staff_case", number=case.number)
    dues = [(due.on, due.amount) for due in dues_of(plan)] if plan else []
    context = {
        "case": case,
        "form": form,
        "plan": plan,
        "rows": offer_rows(dues),
        "letter": plan is not None and letter_of(plan) is not None,
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "cases/plan_accepted.html", context, status=status)


def _accept(request: StaffCaseRequest, form: AcceptForm) -> bool:
    plan = InstalmentPlan.objects.filter(case=request.case, pk=form.cleaned_data["plan"]).first()
    try:
        if plan is None:
            raise NotAPlan("not_offered")
        accept_plan(
            case=request.case,
            plan=plan,
            on=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
            channel=Notice.Channel(form.cleaned_data["channel"]),
        )
    except NotAPlan as refused:
        form.add_error(None, str(REFUSED[refused.reason]))
    except NotAMove:
        form.add_error(None, str(REFUSED["state"]))
    except NotALetter:
        form.add_error(None, str(REFUSED["letter"]))
    except NoRow:
        form.add_error(None, str(REFUSED["rate"]))
    else:
        return True
    return False


@staff_case_page()
def end(request: StaffCaseRequest) -> HttpResponseBase:
    """End the plan: the debtor is told and has a letter's time to pay the whole debt."""
    case = request.case
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _end(request, Why(form.cleaned_data["why"]), form):
        request.session["staff_notice"] = _("Planen är avslutad. Gäldenären får veta det i ett brev.")
        return redirect("cases:staff_case", number=case.number)
    context = {
        "case": case,
        "form": form,
        "instalments": instalments_of(case=case, today=clock.today()),
    }
    return TemplateResponse(request, "cases/end_plan.html", context, status=400 if form.errors else 200)


def _end(request: StaffCaseRequest, why: Why, form: EndForm) -> bool:
    try:
        end_plan(
            case=request.case,
            why=why,
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
    except NotAPlan as refused:
        form.add_error(None, str(REFUSED[refused.reason]))
    except NotALetter:
        form.add_error(None, str(REFUSED["letter"]))
    except NoRow:
        form.add_error(None, str(REFUSED["rate"]))
    else:
        return True
    return False
