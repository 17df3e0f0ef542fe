"""New case: upload an invoice, check what was read beside it, see what will happen, register."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases import drafts
from cases.answers import answers
from cases.check_page import fields_of, places_of
from cases.drafts import DraftUsed, Upload
from cases.forecast_page import scenario_named, show
from cases.intake.extraction import Extraction
from cases.intake.findings import Finding, Reason
from cases.intake.invoice import Invoice, read_invoice
from cases.intake.kinds import MAX_BYTES, FileRefused, FileTooLarge, NoFileChosen, shown_name
from cases.invoice_form import InvoiceForm, initial_of, read_states, typed_into
from cases.models import Draft
from cases.register import AlreadyRegistered
from cases.scenarios import Forecast
from cases.situations.seal import names_protected
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.identity import mask_organisation_number
from ekrav.law.deadlines import next_posting_day
from ekrav.tenancy import tenant_scope


class OneAtATime(FileRefused):
    """Several files were sent; taking one of them in silence would lose the others."""

    sentence = gettext_lazy("Välj en faktura åt gången.")


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Why a file was not taken in: one sentence, and whether another company or the agency may help."""

    sentence: str
    not_yours: bool = False
    read: bool = False


@creditor_page(WRITERS, opens_scope=False)
def new(request: CreditorRequest) -> HttpResponseBase:
    """Choose a file; it is read outside the scope, and only one that can become a case is kept."""
    if request.method != "POST":
        return _new_page(request)
    try:
        upload, invoice = _read(request.FILES.getlist("invoice"))
    except FileRefused as refused:
        return _new_page(request, Refused(sentence=str(refused.sentence)))
    with tenant_scope(request.membership.creditor_id):
        never = drafts.never(_findings(request, invoice.extraction))
        if never is None:
            draft = drafts.keep(upload=upload, invoice=invoice, at=clock.now(), by=request.actor)
            return redirect("cases:check", public_id=draft.public_id)
    problem = Refused(sentence=never.sentence, not_yours=never.reason is Reason.NOT_YOURS, read=True)
    return _new_page(request, problem)


def _read(files: "list[UploadedFile[Any]]") -> tuple[Upload, Invoice]:
    if len(files) > 1:
        raise OneAtATime
    if not files:
        raise NoFileChosen
    if (files[0].size or 0) > MAX_BYTES:
        raise FileTooLarge
    content = files[0].read()
    invoice = read_invoice(content)
    return Upload(content=content, name=shown_name(files[0].name or "", kind=invoice.kind)), invoice


def _new_page(request: CreditorRequest, problem: Refused | None = None) -> HttpResponseBase:
    with tenant_scope(request.membership.creditor_id):
        context = {
            "problem": problem,
            "several": len(request.standing.memberships) > 1,
            "unfinished": drafts.unfinished(),
            "notice": request.session.pop("notice", ""),
        }
        page = TemplateResponse(request, "cases/new.html", context, status=400 if problem else 200)
        return page.render()


@creditor_page(WRITERS)
def check(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """What was read, beside the document; everything can be corrected."""
    draft = _draft(public_id)
    if draft.case is not None:
        return redirect("cases:case", number=draft.case.number)
    extraction = drafts.extraction_of(draft)
    initial = draft.answers or initial_of(extraction)
    form = InvoiceForm(request.POST or None, today=clock.today(), initial=initial)
    said = extraction
    if form.is_bound:
        form.is_valid()
        said = typed_into(extraction, form.cleaned_data)
        _point_out_duplicate(form)
    elif draft.answers:
        earlier = InvoiceForm(draft.answers, today=clock.today())
        earlier.is_valid()
        said = typed_into(extraction, earlier.cleaned_data)
    found = _findings(request, said)
    if form.is_bound and not form.errors and not any(finding.stops for finding in found):
        draft.answers = {name: value for name, value in request.POST.items() if name in form.fields}
        draft.save(update_fields=["answers"])
        return redirect("cases:confirm", public_id=draft.public_id)
    context = {
        "form": form,
        "draft": draft,
        "stops": [finding.sentence for finding in found if finding.stops],
        "warnings": [finding.sentence for finding in found if not finding.stops],
        "fields": fields_of(
            form=form,
            states=read_states(said),
            answered=bool(draft.answers),
            wanted=request.GET.get("andra", ""),
        ),
        "terms": extraction.interest_terms.value,
        "places": places_of(form=form, extraction=extraction),
        "duplicate": drafts.same_invoice(str(form["invoice_number"].value() or "")),
        "first_letter": next_posting_day(after=clock.today()),
    }
    return TemplateResponse(request, "cases/check.html", context, status=400 if form.is_bound else 200)


def _findings(request: CreditorRequest, extraction: Extraction) -> list[Finding]:
    return drafts.findings(
        extraction=extraction,
        creditor=Creditor.objects.get(pk=request.membership.creditor_id),
        agency=Agency.objects.get(),
        today=clock.today(),
        rates=current_rates(),
    )


def _point_out_duplicate(form: InvoiceForm) -> None:
    number = form.cleaned_data.get("invoice_number")
    case = drafts.same_invoice(number) if number else None
    if case is not None:
        form.add_error(
            "invoice_number", _("Du har redan ärende %(number)s på den fakturan.") % {"number": case.number}
        )


@creditor_page(WRITERS)
def confirm(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """ "Stämmer det här?", with what happens then, when, and what it costs; then the case is registered.

    Only with the answers that the page showed: the draft is locked, and another tab may have answered it since.
    """
    posted = request.method == "POST"
    draft = _draft(public_id, lock=posted)
    if draft.case is not None:
        return redirect("cases:case", number=draft.case.number)
    form = InvoiceForm(draft.answers, today=clock.today())
    if not form.is_valid() or any(
        f.stops for f in _findings(request, typed_into(drafts.extraction_of(draft), form.cleaned_data))
    ):
        return redirect("cases:check", public_id=public_id)
    registering: dict[str, Any] = {
        "draft_id": draft.pk,
        "said": form.cleaned_data,
        "today": clock.today(),
        "at": clock.now(),
        "by": request.actor,
        "rates": current_rates(),
    }
    try:
        if posted and request.POST.get("shown") == drafts.digest_of(draft):
            case = drafts.register_draft(**registering)
            request.session["notice"] = "registered"
            return redirect("cases:case", number=case.number)
        forecast = drafts.rehearse(**registering)
    except DraftUsed as there:
        return redirect("cases:case", number=there.case_number)
    except AlreadyRegistered:
        # The check page shows the invoice's other case and says so in words.
        return redirect("cases:check", public_id=public_id)
    return _confirm_page(request, draft, form=form, forecast=forecast, changed=posted)


def _confirm_page(
    request: CreditorRequest, draft: Draft, *, form: InvoiceForm, forecast: Forecast, changed: bool
) -> HttpResponseBase:
    company = f"{request.company.name}, {mask_organisation_number(request.company.organisation_number)}"
    context = {
        "draft": draft,
        "answers": answers(form=form, draft=draft, creditor=company, rates=current_rates()),
        "forecast": show(forecast=forecast, scenario=scenario_named(request.GET.get("om", ""))),
        "shown": drafts.digest_of(draft),
        "changed": changed,
    }
    return TemplateResponse(request, "cases/confirm.html", context, status=409 if changed else 200)


@require_POST
@creditor_page(WRITERS)
def discard(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """Put an uploaded invoice aside that shall not become a case."""
    drafts.discard(draft=_draft(public_id), at=clock.now())
    request.session["notice"] = "discarded"
    return redirect("cases:new")


@creditor_page()
def page_image(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """The draft's first page as a picture, made by our own reader."""
    draft = _draft(public_id)
    picture = draft.page_image
    if picture is None or names_protected(draft.document):
        raise Http404
    return HttpResponse(bytes(picture), content_type="image/png")


def _draft(public_id: str, *, lock: bool = False) -> Draft:
    draft = drafts.draft_by_id(public_id, lock=lock)
    if draft is None:
        raise Http404
    return draft
