"""Handläggning: what has happened to those who owe, what is to be done about it and by when."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from cases.joint import answering, debtor_of
from cases.models import Situation
from cases.situations.begin import NotBegun, begin
from cases.situations.forms import BeginForm, FiledForm, ToldForm
from cases.situations.go_on import MayNotGoOn, end, let_go_on
from cases.situations.queue import to_look_at
from cases.situations.rules import RULES
from cases.situations.standing import standing
from cases.situations.told import told_of
from cases.situations.watch import NotNow, file_claim, look_again, note_told
from cases.staff_access import StaffCaseRequest, debtor_asked, staff_case_page
from cases.states import STANDINGS, State
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.agency.rates import current_rates
from ekrav.look.dates import full_date
from ekrav.look.parts import Row

Kind = Situation.Kind
# The claim is filed in these; nobody is written to about the others in the debtor's place.
FILED_IN: Final = frozenset({Kind.BANKRUPTCY, Kind.RECONSTRUCTION, Kind.DEBT_RELIEF, Kind.DEATH})
REFUSED: Final = {
    "over": _l("Det stoppar inte ärendet längre. Läs sidan igen."),
    "nobody": _l("Skriv först in vem vi ska skriva till, med adress."),
    "now": _l("Det kan inte göras som det står nu. Läs sidan igen."),
}


@require_safe
@staff_page()
def queue(request: StaffRequest) -> HttpResponseBase:
    """Everything that has happened and lasts, by the day somebody is to have looked at it."""
    rows = to_look_at(today=clock.today())
    return TemplateResponse(request, "cases/situations/queue.html", {"rows": rows})


@staff_case_page()
def of_case(request: StaffCaseRequest) -> HttpResponseBase:
    """What has happened in the case; a form with what has become known stops it the same second."""
    case, today = request.case, clock.today()
    filled = request.POST if request.method == "POST" else None
    debtor = debtor_asked(request)
    form = BeginForm(filled, debtor=debtor, today=today, key=str(uuid.uuid4()))
    if form.is_valid():
        try:
            begin(
                case=case,
                debtor=debtor,
                kind=Kind(form.cleaned_data["kind"]),
                began_on=form.cleaned_data["on"],
                key=f"hand {form.cleaned_data['key']}",
                today=today,
                at=clock.now(),
                by=request.actor,
                rates=current_rates(),
            )
        except NotBegun as refused:
            form.refuse(refused)
        else:
            request.session["staff_notice"] = _("Ärendet är stoppat, och borgenären har fått veta det.")
            return redirect("cases:case_situations", number=case.number)
    context = {
        "case": case,
        "form": form,
        "debtor": debtor,
        "several": answering(case),
        "rows": [(row, RULES[Kind(row.kind)]) for row in standing(case)],
        "is_open": STANDINGS[State(case.state)].open,
        "notice": request.session.pop("staff_notice", ""),
    }
    return TemplateResponse(
        request, "cases/situations/of_case.html", context, status=400 if form.errors else 200
    )


@staff_case_page()
def one(request: StaffCaseRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """One thing that has happened, with what may be done about it."""
    found = Situation.objects.filter(case=request.case, public_id=public_id).first()
    if found is None:
        raise Http404
    filled = request.POST if request.method == "POST" else None
    what = request.POST.get("act", "")
    filed = FiledForm(filled if what == "filed" else None, today=clock.today(), began_on=found.began_on)
    told = ToldForm(filled if what == "told" else None, initial=vars(told_of(found)))
    form = {"filed": filed, "told": told}.get(what)
    refused = ""
    if filled is not None and what in ACTS and (form is None or form.is_valid()):
        refused = _act(request, found, what, form)
        if not refused:
            return redirect("cases:case_situations", number=request.case.number)
    return _page(request, found, filed=filed, told=told, refused=refused)


def _act(request: StaffCaseRequest, found: Situation, what: str, form: Any) -> str:
    """Do it; why not, in words, or nothing."""
    words, act = ACTS[what]
    common = {"case": request.case, "situation": found, "at": clock.now(), "by": request.actor}
    try:
        act(form, common)
    except MayNotGoOn as refused:
        return str(REFUSED[refused.reason])
    except NotNow:
        return str(REFUSED["now"])
    request.session["staff_notice"] = str(words)
    return ""


def _today() -> dict[str, Any]:
    return {"today": clock.today(), "rates": current_rates()}


ACTS: Final[Mapping[str, tuple[Any, Callable[[Any, dict[str, Any]], object]]]] = {
    "filed": (
        _l("Anmälan är antecknad."),
        lambda form, common: file_claim(on=form.cleaned_data["on"], **common, **_today()),
    ),
    "told": (_l("Uppgifterna är sparade."), lambda form, common: note_told(told=form.told(), **common)),
    "again": (
        _l("Antecknat. Det kommer tillbaka i kön."),
        lambda form, common: look_again(**common, **_today()),
    ),
    "go_on": (_l("Ärendet går vidare."), lambda form, common: let_go_on(**common, **_today())),
    "end": (_l("Det är över."), lambda form, common: end(**common, **_today())),
}


def _page(
    request: StaffCaseRequest, found: Situation, *, filed: FiledForm, told: ToldForm, refused: str
) -> HttpResponseBase:
    rule, bound = RULES[Kind(found.kind)], [form for form in (filed, told) if form.is_bound]
    context = {
        "case": request.case,
        "situation": found,
        "rule": rule,
        "rows": _rows(found),
        "filed": filed if found.kind in FILED_IN and found.filed_on is None else None,
        "told": None if found.kind == Kind.PROTECTED else told,
        "bound": bound,
        "lasts": found.ended_on is None and STANDINGS[State(request.case.state)].open,
        "refused": refused,
    }
    status = 409 if refused else 400 if request.method == "POST" else 200
    return TemplateResponse(request, "cases/situations/one.html", context, status=status)


def _rows(found: Situation) -> list[Row]:
    told = told_of(found)
    return [
        Row(_("Gäller från"), full_date(found.began_on)),
        Row(_("Nu"), str(Situation.Task(found.task).label)),
        Row(_("Senast"), full_date(found.due_on)),
        *([Row(_("Fordran anmäld"), full_date(found.filed_on))] if found.filed_on else []),
        *([Row(_("Går vidare sedan"), full_date(found.released_on))] if found.released_on else []),
        *([Row(_("Över sedan"), full_date(found.ended_on))] if found.ended_on else []),
        *([Row(_("Vem"), debtor_of(found.case, key=found.debtor_id).name)] if found.debtor_id else []),
        *([Row(_("Skriv till"), told.name)] if told.name else []),
        *([Row(_("Nummer"), told.case_number)] if told.case_number else []),
    ]
