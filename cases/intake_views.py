"""New case: upload an invoice, check what was read beside it, see what will happen, register."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cases import drafts
from cases.drafts import DraftUsed, Upload
from cases.first_step import FirstStep, first_step
from cases.intake.invoice import read_invoice
from cases.intake.kinds import FileRefused
from cases.invoice_form import READ, InvoiceForm, facts_of, initial_of, read_states, typed_into
from cases.models import Draft
from cases.register import AlreadyRegistered
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.look.parts import Place, Row
from ekrav.money import Ore, format_kronor
from ekrav.tenancy import tenant_scope


@creditor_page(WRITERS, opens_scope=False)
def new(request: CreditorRequest) -> HttpResponseBase:
    """Choose a file; it is read outside the scope, and only a readable one is kept."""
    if request.method != "POST":
        return _new_page(request)
    file = request.FILES.get("invoice")
    content = file.read() if isinstance(file, UploadedFile) else None
    try:
        invoice = read_invoice(content)
    except FileRefused as refused:
        return _new_page(request, problem=str(refused.sentence))
    upload = Upload(
        content=content or b"", name=(file.name if isinstance(file, UploadedFile) else None) or "faktura"
    )
    with tenant_scope(request.membership.creditor_id):
        draft = drafts.keep(upload=upload, invoice=invoice, at=clock.now(), by=request.actor)
    return redirect("cases:check", public_id=draft.public_id)


def _new_page(request: CreditorRequest, problem: str = "") -> HttpResponseBase:
    with tenant_scope(request.membership.creditor_id):
        page = TemplateResponse(
            request, "cases/new.html", {"problem": problem}, status=400 if problem else 200
        )
        return page.render()


@creditor_page(WRITERS)
def check(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """What was read, beside the document; everything can be corrected."""
    draft = _draft(public_id)
    if draft.case is not None:
        return redirect("cases:case", number=draft.case.number)
    extraction = drafts.extraction_of(draft)
    form = InvoiceForm(
        request.POST or None, today=clock.today(), initial=draft.answers or initial_of(extraction)
    )
    found = []
    if request.method == "POST":
        form.is_valid()
        typed = typed_into(extraction, form.cleaned_data)
        found = _findings(request, typed)
        _point_out_duplicate(form)
        if form.is_valid() and not form.errors and not any(finding.stops for finding in found):
            draft.answers = {name: value for name, value in request.POST.items() if name in form.fields}
            draft.save(update_fields=["answers"])
            return redirect("cases:confirm", public_id=draft.public_id)
    else:
        found = _findings(request, extraction)
    context = {
        "form": form,
        "draft": draft,
        "findings": found,
        "states": read_states(extraction),
        "places": _places(draft),
        "duplicate": drafts.same_invoice(str(form["invoice_number"].value() or "")),
    }
    return TemplateResponse(request, "cases/check.html", context, status=400 if form.is_bound else 200)


def _findings(request: CreditorRequest, extraction: Any) -> list[Any]:
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


def _places(draft: Draft) -> list[Place]:
    """Where on the first page each field of the form was found."""
    places = []
    for name, source in READ.items():
        found = getattr(drafts.extraction_of(draft), source)
        if found.place is not None and found.place.page == 1:
            _page, x0, y0, x1, y1 = found.place
            places.append(
                Place(field=name, x=round(x0) - 2, y=round(y0) - 2, width=round(x1 - x0) + 4, height=round(y1 - y0) + 4,
                      text=str(found.value))
            )  # fmt: skip
    return places


@creditor_page(WRITERS)
def confirm(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """ "Stämmer det här?", with what happens then, when, and what it costs; then the case is registered."""
    draft = _draft(public_id)
    if draft.case is not None:
        return redirect("cases:case", number=draft.case.number)
    today = clock.today()
    form = InvoiceForm(draft.answers, today=today)
    if not form.is_valid() or any(
        f.stops for f in _findings(request, typed_into(drafts.extraction_of(draft), form.cleaned_data))
    ):
        return redirect("cases:check", public_id=public_id)
    if request.method == "POST":
        try:
            case = drafts.register_draft(
                draft_id=draft.pk, said=form.cleaned_data, today=today, at=clock.now(), by=request.actor
            )
        except (AlreadyRegistered, DraftUsed) as there:
            return (
                redirect("cases:case", number=there.case_number)
                if there.case_number
                else redirect("cases:list")
            )
        request.session["notice"] = "registered"
        return redirect("cases:case", number=case.number)
    _debtor, claim = facts_of(form.cleaned_data)
    step = first_step(claim=claim, today=today, rates=current_rates())
    context = {
        "draft": draft,
        "answers": _answers(request, form, draft),
        "step": step,
        "words": _step_words(step),
    }
    return TemplateResponse(request, "cases/confirm.html", context)


def _step_words(step: FirstStep) -> str:
    return _("Påminnelse skickas") if step.is_reminder else _("Inkassokrav skickas")


def _answers(request: CreditorRequest, form: InvoiceForm, draft: Draft) -> list[Row]:
    change = "../#id_{name}"
    rows = [Row(_("Borgenär"), request.company.name)]
    for bound in form:
        value = form.cleaned_data[bound.name]
        if value not in {None, ""}:
            rows.append(
                Row(bound.label, _shown(bound.name, value, form), change_url=change.format(name=bound.name))
            )
    return rows


def _shown(name: str, value: Any, form: InvoiceForm) -> str:
    if name == "amount":
        return format_kronor(Ore(value))
    if isinstance(value, date):
        return value.isoformat()
    choices = dict(getattr(form.fields[name], "choices", []))
    return str(choices.get(value, value))


@creditor_page()
def page_image(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """The draft's first page as a picture, made by our own reader."""
    draft = _draft(public_id)
    if draft.page_image is None:
        raise Http404
    response = HttpResponse(bytes(draft.page_image), content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _draft(public_id: str) -> Draft:
    draft = Draft.objects.select_related("document", "case").filter(public_id=public_id).first()
    if draft is None:
        raise Http404
    return draft
