"""Handläggning: what Kronofogden asks for about an order, the oldest day first, and the answer to it."""

from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.authority.take_up import locked
from cases.models import Application
from cases.payment_order.supplement import NothingAsked, answer_supplement, question_of
from cases.staff_access import StaffCaseRequest, staff_case_page
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.filings.file import NotWritable
from ekrav.filings.plain_swedish import PaymentInstruction
from ekrav.look.parts import Link


class AnswerForm(forms.Form):
    """What is answered."""

    words = forms.CharField(
        label=_l("Svar till Kronofogden"),
        help_text=_l("Klar svenska, utan uppgifter om hur man betalar."),
        max_length=5000,
        widget=forms.Textarea,
        error_messages={"required": _l("Skriv svaret.")},
    )


@staff_page()
def supplements(request: StaffRequest) -> HttpResponseBase:
    """What waits for an answer."""
    waiting = Application.objects.filter(supplement_by__isnull=False, ended_on=None)
    waiting = waiting.exclude(creditor_id__in=list(request.standing.companies))
    rows = list(waiting.select_related("case").order_by("supplement_by", "id")[:200])
    return TemplateResponse(request, "cases/staff_supplements.html", {"rows": rows})


@staff_case_page()
def supplement(request: StaffCaseRequest) -> HttpResponseBase:
    """The question, and its answer."""
    asked = request.case.applications.filter(supplement_by__isnull=False, ended_on=None).first()
    if asked is None:
        back = Link(_("Till ärendet"), reverse("cases:staff_case", args=[request.case.number]))
        what = _("Kronofogden har inte frågat om något i ärendet, eller så är det besvarat.")
        return TemplateResponse(request, "errors/409.html", {"what": what, "back": back}, status=409)
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid() and _answered(request, form, asked):
        request.session["staff_notice"] = _("Svaret är på väg till Kronofogden.")
        return redirect("cases:staff_case", number=request.case.number)
    context: dict[str, Any] = {
        "case": request.case,
        "form": form,
        "asked": asked,
        "question": question_of(application=asked),
    }
    return TemplateResponse(
        request, "cases/staff_supplement.html", context, status=422 if form.errors else 200
    )


def _answered(request: StaffCaseRequest, form: AnswerForm, asked: Application) -> bool:
    """Whether the answer was laid out; why not, in the form."""
    application, case = locked(pk=asked.pk)
    try:
        answer_supplement(
            case=case,
            application=application,
            words=form.cleaned_data["words"],
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
        )
    except PaymentInstruction as refused:
        form.add_error("words", refused.words)
    except NotWritable:
        form.add_error("words", _("Svaret har tecken som inte kan skickas. Skriv det på nytt."))
    except NothingAsked:
        form.add_error(None, _("Någon annan har redan svarat. Inget mer behövs."))
    return not form.errors
