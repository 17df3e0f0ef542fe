"""New case: "Stämmer det här?", with all its invoices and what will happen; then it is registered."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from cases import drafts
from cases.answers import answers, invoice_answers
from cases.drafts import Answered, DraftUsed
from cases.forecast_page import scenario_named, show
from cases.intake_views import draft_or_404, findings_of, form_of
from cases.invoice_form import InvoiceForm, typed_into
from cases.models import Draft
from cases.register import MOST_INVOICES, AlreadyRegistered, NotOneCase
from cases.scenarios import Forecast
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.agency.rates import current_rates
from ekrav.identity import mask_organisation_number

Checked = list[tuple[Draft, InvoiceForm]]


class ToCheck(Exception):
    """An invoice has not been answered for, or something stops it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(str(draft))
        self.draft = draft


@creditor_page(WRITERS)
def confirm(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """ "Stämmer det här?", with what happens then, when, and what it costs; then the case is registered.

    Only with the answers that the page showed: the drafts are locked, and another tab may have answered them since.
    """
    posted = request.method == "POST"
    draft = draft_or_404(public_id, lock=posted)
    if draft.case is not None or draft.part_of is not None:
        return _elsewhere(draft)
    try:
        checked = _checked(request, draft, lock=posted)
    except ToCheck as found:
        return redirect("cases:check", public_id=found.draft.public_id)
    (_first, form), *further = checked
    registering: dict[str, Any] = {
        "draft_id": draft.pk,
        "said": form.cleaned_data,
        "further": [Answered(draft_id=each.pk, said=other.cleaned_data) for each, other in further],
        "today": clock.today(),
        "at": clock.now(),
        "by": request.actor,
        "rates": current_rates(),
    }
    try:
        if posted and request.POST.get("shown") == drafts.digest_of([each for each, _form in checked]):
            case = drafts.register_draft(**registering)
            request.session["notice"] = "registered"
            return redirect("cases:case", number=case.number)
        forecast = drafts.rehearse(**registering)
    except DraftUsed as there:
        return redirect("cases:case", number=there.case_number)
    except (AlreadyRegistered, NotOneCase):
        # The check page shows the invoice's other case, or what keeps it from this one, and says so in words.
        return redirect("cases:check", public_id=_to_blame(checked).public_id)
    return _confirm_page(request, checked, forecast=forecast, changed=posted)


def _elsewhere(draft: Draft) -> HttpResponseBase:
    """To the case that the draft has become, or to the invoice that it is claimed together with."""
    if draft.case is not None:
        return redirect("cases:case", number=draft.case.number)
    assert draft.part_of is not None
    return redirect("cases:confirm", public_id=draft.part_of.public_id)


def _checked(request: CreditorRequest, draft: Draft, *, lock: bool) -> Checked:
    """The draft and those claimed together with it, each with its valid form. Raises `ToCheck`."""
    form = _valid(request, draft, first=None)
    further = drafts.further_of(draft, lock=lock)
    return [
        (draft, form),
        *((each, _valid(request, each, first=form.cleaned_data)) for each in further),
    ]


def _valid(request: CreditorRequest, draft: Draft, *, first: dict[str, Any] | None) -> InvoiceForm:
    form, read = form_of(draft, draft.answers, first=first), drafts.extraction_of(draft)
    if not form.is_valid():
        raise ToCheck(draft)
    if any(
        f.stops for f in findings_of(request, typed_into(read, form.cleaned_data), read=read, first=first)
    ):
        raise ToCheck(draft)
    return form


def _to_blame(checked: Checked) -> Draft:
    """The invoice that has a case already; the first when none has."""
    there = (draft for draft, form in checked if drafts.same_invoice(form.cleaned_data["invoice_number"]))
    return next(there, checked[0][0])


def _confirm_page(
    request: CreditorRequest, checked: Checked, *, forecast: Forecast, changed: bool
) -> HttpResponseBase:
    company = f"{request.company.name}, {mask_organisation_number(request.company.organisation_number)}"
    (draft, form), *further = checked
    rates = current_rates()
    context = {
        "draft": draft,
        "answers": answers(form=form, draft=draft, creditor=company, rates=rates),
        "further": [
            (each, other.cleaned_data, invoice_answers(form=other, draft=each, rates=rates))
            for each, other in further
        ],
        "compensated": {other.cleaned_data["late_payment_claimed"] == "yes" for _each, other in checked},
        "may_add": len(checked) < MOST_INVOICES,
        "total": sum(other.cleaned_data["amount"] for _each, other in checked),
        "forecast": show(forecast=forecast, scenario=scenario_named(request.GET.get("om", ""))),
        "shown": drafts.digest_of([each for each, _form in checked]),
        "changed": changed,
    }
    return TemplateResponse(request, "cases/confirm.html", context, status=409 if changed else 200)
