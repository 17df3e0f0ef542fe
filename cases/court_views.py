"""Handläggning: the cases that a district court tries, and what it has made of one."""

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from cases.forms import AmountField
from cases.models import Case
from cases.payment_order.judgment import Judgment, NotInCourt, grant, leave_court, lose
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.states import State
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.look.parts import Link
from ekrav.money import Ore

PAGE = 200


class OutcomeForm(forms.Form):
    """What the court has decided, and when; a judgment that grants the claim has a number and costs."""

    outcome = forms.ChoiceField(
        label=_l("Vad har tingsrätten beslutat?"),
        widget=forms.RadioSelect,
        choices=[
            ("granted", _l("Dom: kravet bifalls")),
            ("lost", _l("Dom: kravet ogillas")),
            ("ended", _l("Målet är avskrivet, till exempel efter en förlikning")),
        ],
        error_messages={
            "required": _l("Välj vad som är beslutat."),
            "invalid_choice": _l("Välj vad som är beslutat."),
        },
    )
    on = forms.DateField(
        label=_l("Vilken dag?"),
        error_messages={"required": _l("Skriv dagen."), "invalid": _l("Skriv dagen som ÅÅÅÅ-MM-DD.")},
    )
    number = forms.CharField(label=_l("Målnummer, om kravet bifalls"), max_length=40, required=False)
    costs = AmountField(label=_l("Kostnader som dömdes ut"), required=False)

    def clean(self) -> dict[str, Any]:
        """A day that has been; a title has its number and its costs. Raises `ValidationError`."""
        said = super().clean() or {}
        if said.get("on") and said["on"] > clock.today():
            self.add_error("on", _("Dagen har inte varit än."))
        if said.get("outcome") == "granted":
            if not said.get("number"):
                self.add_error("number", _("Skriv målets nummer."))
            if said.get("costs") is None and "costs" not in self.errors:
                self.add_error("costs", _("Skriv kostnaderna, 0 om inga dömdes ut."))
        return said


@require_safe
@staff_page()
def in_court(request: StaffRequest) -> HttpResponseBase:
    """The cases that are tried, those that have been longest first."""
    cases = Case.objects.filter(state=State.COURT).exclude(creditor_id__in=list(request.standing.companies))
    rows = list(cases.order_by("state_since", "id")[:PAGE])
    names = Creditor.objects.in_bulk({case.creditor_id for case in rows})
    context = {"rows": [(case, names[case.creditor_id].name) for case in rows]}
    return TemplateResponse(request, "cases/staff_in_court.html", context)


@staff_case_page()
def outcome(request: StaffCaseRequest) -> HttpResponseBase:
    """Enter what the court has decided."""
    if request.case.state != State.COURT:
        return _not_in_court(request)
    form = OutcomeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            _enter(request, form.cleaned_data)
        except NotInCourt:
            return _not_in_court(request)
        request.session["staff_notice"] = _("Tingsrättens beslut är inskrivet.")
        return redirect("cases:staff_case", number=request.case.number)
    context = {"case": request.case, "form": form}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "cases/staff_court_outcome.html", context, status=status)


def _enter(request: StaffCaseRequest, said: dict[str, Any]) -> None:
    """Raises `NotInCourt`."""
    common: dict[str, Any] = {
        "case": request.case,
        "at": clock.now(),
        "by": request.actor,
        "rates": current_rates(),
    }
    if said["outcome"] == "granted":
        judgment = Judgment(number=said["number"], on=said["on"], costs=Ore(said["costs"]))
        grant(judgment=judgment, **common)
        return
    act = lose if said["outcome"] == "lost" else leave_court
    act(on=said["on"], today=clock.today(), **common)


def _not_in_court(request: StaffCaseRequest) -> HttpResponseBase:
    back = Link(_("Till ärendet"), reverse("cases:staff_case", args=[request.case.number]))
    what = _("Ärendet är inte hos tingsrätten, eller så är beslutet redan inskrivet.")
    return TemplateResponse(request, "errors/409.html", {"what": what, "back": back}, status=409)
