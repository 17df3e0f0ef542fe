"""Handläggning: a credit report that was taken by hand, for a case that stands at the decision on Kronofogden."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.at_decision import at_the_decision, for_bureau
from cases.credit_report import Asked, asked_about, note_report
from cases.forms import AmountField
from cases.models import Case
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.agency.rates import current_rates
from ekrav.findings.take_report import take_report
from ekrav.findings.typed import TypedReport
from ekrav.money import Ore
from ekrav.registers.credit import COPIED, PURPOSE_WORDS, CreditRecord, IncomeClass, SubjectKind
from ekrav.tenancy import staff_scope, tenant_scope


class ReportForm(forms.Form):
    """What the report says."""

    report_id = forms.CharField(label=_l("Rapportens nummer"), max_length=60)
    kind = forms.ChoiceField(
        label=_l("Vem gäller den?"),
        choices=[
            (SubjectKind.PERSON.value, _l("En privatperson eller enskild firma")),
            (SubjectKind.PARTNERSHIP.value, _l("Ett handelsbolag eller kommanditbolag")),
            (SubjectKind.COMPANY.value, _l("Ett annat företag")),
        ],
        widget=forms.RadioSelect,
    )
    copied_on = forms.DateField(
        label=_l("Dagen då kopian gick till den som den gäller"),
        required=False,
        error_messages={"invalid": _l("Skriv dagen som 2026-11-20.")},
    )
    remarks = forms.IntegerField(label=_l("Antal betalningsanmärkningar"), min_value=0, max_value=9999)
    remarks_ore = AmountField(label=_l("Deras summa"), required=False)
    debt_cases = forms.IntegerField(label=_l("Antal skulder hos Kronofogden"), min_value=0, max_value=9999)
    debt_ore = AmountField(label=_l("Deras summa"), required=False)
    income = forms.ChoiceField(
        label=_l("Inkomst, för en person"),
        required=False,
        choices=[
            ("", _l("Framgår inte")),
            (IncomeClass.NONE.value, _l("Ingen")),
            (IncomeClass.BELOW.value, _l("Under förbehållsbeloppet")),
            (IncomeClass.ABOVE.value, _l("Över förbehållsbeloppet")),
            (IncomeClass.WELL_ABOVE.value, _l("Väl över förbehållsbeloppet")),
        ],
    )
    bankruptcy = forms.BooleanField(label=_l("Konkurs"), required=False)
    debt_relief = forms.BooleanField(label=_l("Skuldsanering"), required=False)
    reconstruction = forms.BooleanField(label=_l("Rekonstruktion"), required=False)

    def clean(self) -> dict[str, Any]:
        """A copy goes to persons and partnerships (kreditupplysningslagen 11 §). Raises `ValidationError`."""
        said = super().clean() or {}
        if said.get("kind") in {kind.value for kind in COPIED} and not said.get("copied_on"):
            self.add_error("copied_on", _("Skriv dagen. Den som rapporten gäller ska ha fått en kopia."))
        return said

    def record(self, *, number: str) -> CreditRecord:
        """What was typed, as a bureau would have said it."""
        said, kind = self.cleaned_data, SubjectKind(self.cleaned_data["kind"])
        copied: date | None = said["copied_on"] if kind in COPIED else None
        income = said["income"] if kind is SubjectKind.PERSON else ""
        return CreditRecord(
            report_id=said["report_id"],
            number=number,
            kind=kind,
            remarks=said["remarks"],
            remarks_ore=Ore(said["remarks_ore"] or 0),
            debt_cases=said["debt_cases"],
            debt=Ore(said["debt_ore"] or 0),
            debt_relief=said["debt_relief"],
            bankruptcy=said["bankruptcy"],
            reconstruction=said["reconstruction"],
            income=IncomeClass(income) if income else None,
            copied_on=copied,
        )


@staff_page(opens_scope=False)
def report(request: StaffRequest, number: str) -> HttpResponseBase:
    """Type in the report that the case's decision needs; nothing to type in where a bureau is connected."""
    asked = _asked(request, number)
    form = ReportForm(request.POST or None)
    if asked is not None and form.is_bound and form.is_valid():
        with staff_scope():
            at, today = clock.now(), clock.today()
        kept = take_report(
            creditor_id=asked.creditor_id,
            key=asked.key,
            number=asked.number,
            purpose=asked.purpose,
            by=request.actor,
            at=at,
            bureau=TypedReport(said=form.record(number=asked.number)),
        )
        note_report(asked=asked, report=kept, today=today, at=at)
        request.session["staff_notice"] = _("Kreditupplysningen är inskriven.")
        return redirect("cases:staff_case", number=number)
    context = {
        "number": number,
        "form": form,
        "needed": asked is not None,
        "purpose": PURPOSE_WORDS[asked.purpose] if asked else "",
        "name": asked.name if asked else "",
    }
    with staff_scope():
        status = 409 if asked is None else 422 if form.errors else 200
        return render(request, "cases/staff_report.html", context, status=status)


def _asked(request: StaffRequest, number: str) -> Asked | None:
    """The report that is wanted and that no bureau takes; nobody handles a company of their own."""
    with staff_scope():
        found = Case.objects.filter(number=number).values_list("pk", "creditor_id").first()
        today, rates = clock.today(), current_rates()
    if found is None or request.standing.membership_in(found[1]) is not None:
        raise Http404
    with tenant_scope(found[1]):
        if settings.CREDIT_URL and for_bureau(at_the_decision(today=today)).filter(pk=found[0]).exists():
            return None
        return asked_about(case_id=found[0], today=today, rates=rates)
