"""New case: upload an invoice, and others of the same debtor, and check what was read beside each."""

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
from cases.check_page import fields_of, places_of
from cases.drafts import Upload
from cases.further_form import FurtherInvoiceForm, of_another
from cases.intake.extraction import Extraction
from cases.intake.findings import Finding, Reason
from cases.intake.invoice import Invoice, read_invoice
from cases.intake.kinds import MAX_BYTES, FileRefused, FileTooLarge, NoFileChosen, shown_name
from cases.invoice_form import InvoiceForm, initial_of, read_states, typed_into
from cases.joint_form import parts_of
from cases.models import Draft
from cases.register import MOST_INVOICES
from cases.situations.seal import names_protected
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
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


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The first invoice, which a further one is claimed together with, and what is said of it."""

    draft: Draft
    said: dict[str, Any]


@creditor_page(WRITERS, opens_scope=False)
def new(request: CreditorRequest) -> HttpResponseBase:
    """Choose a file; it is read outside the scope, and only one that can become a case is kept."""
    return _take_in(request) if request.method == "POST" else _new_page(request)


@creditor_page(WRITERS, opens_scope=False)
def add(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """Choose the file of a further invoice that is claimed together with a draft's."""
    with tenant_scope(request.membership.creditor_id):
        first = draft_or_404(public_id)
        if first.case is not None:
            return redirect("cases:case", number=first.case.number)
        if first.part_of is not None:
            return redirect("cases:add", public_id=first.part_of.public_id)
        said = valid_answers(first)
        if said is None:
            return redirect("cases:check", public_id=public_id)
        full = len(drafts.further_of(first)) >= MOST_INVOICES - 1
    beside = Beside(draft=first, said=said)
    if full:
        words = _("Ett ärende kan ha högst %(n)s fakturor. Lägg upp fler som ett eget ärende.")
        return _new_page(request, Refused(sentence=words % {"n": MOST_INVOICES}), beside=beside)
    return _take_in(request, beside) if request.method == "POST" else _new_page(request, beside=beside)


def _take_in(request: CreditorRequest, beside: Beside | None = None) -> HttpResponseBase:
    """Keep the file that was chosen, or say why not; `beside`: the invoice it is claimed together with."""
    try:
        upload, invoice = _read(request.FILES.getlist("invoice"))
    except FileRefused as refused:
        return _new_page(request, Refused(sentence=str(refused.sentence)), beside=beside)
    first, said = (beside.draft, beside.said) if beside else (None, None)
    with tenant_scope(request.membership.creditor_id):
        # Reading takes its time: the first invoice may have become a case in another tab meanwhile.
        late = first is not None and draft_or_404(str(first.public_id), lock=True).case_id is not None
        never = drafts.never(findings_of(request, invoice.extraction, read=invoice.extraction, first=said))
        if never is None and not late:
            draft = drafts.keep(
                upload=upload, invoice=invoice, at=clock.now(), by=request.actor, part_of=first
            )
            return redirect("cases:check", public_id=draft.public_id)
    if never is None:
        return _new_page(request, Refused(sentence=_("Ärendet är redan registrerat.")), beside=beside)
    problem = Refused(sentence=never.sentence, not_yours=never.reason is Reason.NOT_YOURS, read=True)
    return _new_page(request, problem, beside=beside)


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


def _new_page(
    request: CreditorRequest, problem: Refused | None = None, *, beside: Beside | None = None
) -> HttpResponseBase:
    with tenant_scope(request.membership.creditor_id):
        context = {
            "problem": problem,
            "several": len(request.standing.memberships) > 1,
            "unfinished": [] if beside else drafts.unfinished(),
            "beside": beside,
            "notice": request.session.pop("notice", ""),
        }
        page = TemplateResponse(request, "cases/new.html", context, status=400 if problem else 200)
        return page.render()


@creditor_page(WRITERS)
def check(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """What was read, beside the document; everything can be corrected."""
    draft = draft_or_404(public_id)
    if draft.case is not None:
        return redirect("cases:case", number=draft.case.number)
    first = valid_answers(draft.part_of) if draft.part_of else None
    if draft.part_of is not None and first is None:
        return redirect("cases:check", public_id=draft.part_of.public_id)
    extraction = drafts.extraction_of(draft)
    initial = draft.answers or initial_of(extraction)
    form = form_of(draft, request.POST or None, first=first, initial=initial)
    said = extraction
    if form.is_bound:
        form.is_valid()
        said = typed_into(extraction, form.cleaned_data)
        _point_out_duplicate(form)
    elif draft.answers:
        earlier = form_of(draft, draft.answers, first=first)
        earlier.is_valid()
        said = typed_into(extraction, earlier.cleaned_data)
    found = findings_of(request, said, read=extraction, first=first)
    if form.is_bound and not form.errors and not any(finding.stops for finding in found):
        draft.answers = {name: value for name, value in request.POST.items() if name in form.fields}
        draft.save(update_fields=["answers"])
        return redirect("cases:confirm", public_id=(draft.part_of or draft).public_id)
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
        "joint": parts_of(form),
        "places": places_of(form=form, extraction=extraction),
        "duplicate": drafts.same_invoice(str(form["invoice_number"].value() or "")),
        "first_letter": next_posting_day(after=clock.today()),
    }
    return TemplateResponse(request, "cases/check.html", context, status=400 if form.is_bound else 200)


def form_of(draft: Draft, data: Any, *, first: dict[str, Any] | None, **words: Any) -> InvoiceForm:
    """The draft's form. `first`: what is said of the invoice that it is claimed together with, if any."""
    if first is None or draft.part_of is None:
        return InvoiceForm(data, today=clock.today(), **words)
    others = [each for each in drafts.further_of(draft.part_of) if each.pk != draft.pk]
    numbers = {first["invoice_number"], *(each.answers.get("invoice_number", "") for each in others)}
    return FurtherInvoiceForm(data, today=clock.today(), first=first, numbers=numbers - {""}, **words)


def valid_answers(draft: Draft) -> dict[str, Any] | None:
    """What has been said of a first invoice; None when not all has, or not rightly."""
    form = InvoiceForm(draft.answers, today=clock.today())
    return form.cleaned_data if form.is_valid() else None


def findings_of(
    request: CreditorRequest, said: Extraction, *, read: Extraction, first: dict[str, Any] | None = None
) -> list[Finding]:
    """What stops an invoice, then what to look at: of what was `read` of it and what is `said`."""
    found = drafts.findings(
        extraction=said,
        creditor=Creditor.objects.get(pk=request.membership.creditor_id),
        agency=Agency.objects.get(),
        today=clock.today(),
        rates=current_rates(),
    )
    another = of_another(read, first=first) if first else None
    return [*([another] if another else []), *found]


def _point_out_duplicate(form: InvoiceForm) -> None:
    number = form.cleaned_data.get("invoice_number")
    case = drafts.same_invoice(number) if number else None
    if case is not None:
        form.add_error(
            "invoice_number", _("Du har redan ärende %(number)s på den fakturan.") % {"number": case.number}
        )


@require_POST
@creditor_page(WRITERS)
def discard(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """Put an uploaded invoice aside that shall not become a case."""
    draft = draft_or_404(public_id)
    drafts.discard(draft=draft, at=clock.now())
    if draft.part_of is not None:
        return redirect("cases:confirm", public_id=draft.part_of.public_id)
    request.session["notice"] = "discarded"
    return redirect("cases:new")


@creditor_page()
def page_image(request: CreditorRequest, public_id: str) -> HttpResponseBase:
    """The draft's first page as a picture, made by our own reader."""
    draft = draft_or_404(public_id)
    picture = draft.page_image
    if picture is None or names_protected(draft.document):
        raise Http404
    return HttpResponse(bytes(picture), content_type="image/png")


def draft_or_404(public_id: str, *, lock: bool = False) -> Draft:
    """The draft, in the creditor's scope."""
    draft = drafts.draft_by_id(public_id, lock=lock)
    if draft is None:
        raise Http404
    return draft
