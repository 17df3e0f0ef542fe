"""Signing a company up, in three steps: which company, its details, the agreement."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.accounts import application as applications
from ekrav.accounts.access import CreditorRequest, PersonRequest, creditor_page, person_page
from ekrav.accounts.application import Application
from ekrav.accounts.forms import (
    NO,
    YES,
    AgreementForm,
    ByHandForm,
    DetailsForm,
    OrganisationNumberForm,
    posted,
)
from ekrav.accounts.models import Creditor
from ekrav.accounts.paper import pdf_answer, set_out
from ekrav.accounts.sign_up import AlreadySignedUp, FormNotAllowed, sign_up
from ekrav.agency.models import AgreementText, Tariff
from ekrav.registers.company import CompanyRefused, CompanyUnknown, LegalForm
from ekrav.tenancy import person_scope, routing_scope


@person_page
def organisation(request: PersonRequest) -> HttpResponseBase:
    """Step 1: the organisation number, looked up in the registers."""
    forms = _legal_forms(request)
    if not forms:
        return render(request, "accounts/sign_up_closed.html")
    form = OrganisationNumberForm(posted(request))
    if form.is_valid():
        try:
            begun = applications.apply_for(
                organisation_number=form.cleaned_data["organisation_number"],
                person=request.standing.person,
                legal_forms=frozenset(forms),
            )
        except (CompanyUnknown, CompanyRefused) as refused:
            form.add_error("organisation_number", str(refused.words))
        else:
            applications.keep(request, begun)
            return redirect("accounts:sign_up_details")
    return render(request, "accounts/sign_up.html", {"form": form}, status=_status(form))


@person_page
def details(request: PersonRequest) -> HttpResponseBase:
    """Step 2: what the registers said, and what only the company knows."""
    begun = applications.kept(request, person=request.standing.person)
    if begun is None:
        return redirect("accounts:sign_up")
    form = _details_form(request, begun)
    if form.is_valid():
        applications.keep(request, begun.answered(form.cleaned_data))
        return redirect("accounts:sign_up_agreement")
    context = {"form": form, "application": begun}
    return render(request, "accounts/sign_up_details.html", context, status=_status(form))


def _details_form(request: PersonRequest, begun: Application) -> DetailsForm:
    said = begun.bankgiro or (begun.bankgiro_numbers[0] if len(begun.bankgiro_numbers) == 1 else "")
    initial = {
        name: getattr(begun, name)
        for name in (
            "name",
            "legal_form",
            "street",
            "postcode",
            "city",
            "f_skatt",
            "vat_number",
            "notes_email",
        )
    }
    initial |= {"bankgiro": said, "email": begun.email}
    if begun.email or not begun.by_hand:
        has_vat = begun.vat_registered if begun.email else bool(begun.vat_number)
        initial["vat_registered"] = YES if has_vat else NO
    if begun.by_hand:
        forms = _legal_forms(request)
        return ByHandForm(posted(request), application=begun, legal_forms=forms, initial=initial)
    return DetailsForm(posted(request), application=begun, initial=initial)


@person_page
def agreement(request: PersonRequest) -> HttpResponseBase:
    """Step 3: the agreement, to read, to download and to accept."""
    begun = applications.kept(request, person=request.standing.person)
    if begun is None or not begun.email:
        return redirect("accounts:sign_up")
    form = AgreementForm(posted(request))
    if form.is_valid() and begun.version:
        return _accept(request, begun)
    text = _agreement_to_accept(request, version=begun.version if form.is_bound else 0)
    applications.keep(request, replace(begun, version=text.version))
    context = {"form": form, "application": begun, "version": text.version, "paragraphs": set_out(text.text)}
    return render(request, "accounts/sign_up_agreement.html", context, status=_status(form))


def _accept(request: PersonRequest, begun: Application) -> HttpResponseBase:
    person = request.standing.person
    confirmed = applications.confirm_by_registers(application=begun, person=person)
    with routing_scope():
        at = clock.now()
    try:
        creditor_id = sign_up(
            company=begun.company(),
            confirmed=confirmed,
            person=person,
            email=begun.email,
            version=begun.version,
            at=at,
        )
    except AlreadySignedUp:
        return _already(request, begun)
    except FormNotAllowed:
        return redirect("accounts:sign_up")
    applications.forget(request)
    request.session["creditor_id"] = creditor_id
    return redirect("accounts:signed_up")


def _already(request: PersonRequest, begun: Application) -> HttpResponse:
    """Pressed twice, the person is in already; else somebody else signed the company up."""
    applications.forget(request)
    for creditor_id, company in request.standing.companies.items():
        if company.organisation_number == begun.organisation_number:
            request.session["creditor_id"] = creditor_id
            return redirect("accounts:start")
    return render(request, "accounts/sign_up_already.html", {"application": begun}, status=409)


@creditor_page()
def signed_up(request: CreditorRequest) -> HttpResponseBase:
    """What happens now: the company is confirmed, or held until staff have looked."""
    creditor = Creditor.objects.get(pk=request.membership.creditor_id)
    return TemplateResponse(request, "accounts/signed_up.html", {"creditor": creditor})


@person_page
def agreement_pdf(request: PersonRequest, version: int) -> HttpResponseBase:
    """One version of the agreement as a document."""
    with person_scope(person_id=request.standing.person.pk):
        text = AgreementText.objects.filter(version=version).first()
    if text is None:
        raise Http404
    return pdf_answer(bytes(text.pdf), name=_("avtal-%(version)s.pdf") % {"version": version})


def _legal_forms(request: PersonRequest) -> list[LegalForm]:
    """The legal forms that the agency takes; none before it has a tariff and an agreement to offer."""
    with person_scope(person_id=request.standing.person.pk):
        tariff = Tariff.objects.order_by("-version").first()
        ready = tariff is not None and AgreementText.objects.exists()
    allowed = tariff.legal_forms if tariff is not None and ready else []
    return [form for form in LegalForm if form in allowed]


def _agreement_to_accept(request: PersonRequest, *, version: int) -> AgreementText:
    """The version that was shown before, else the newest in force."""
    with person_scope(person_id=request.standing.person.pk):
        texts = AgreementText.objects.filter(valid_from__lte=clock.today()).order_by("-version")
        found = (texts.filter(version=version) if version else texts).first()
    if found is None:
        raise Http404
    return found


def _status(form: Any) -> int:
    return 400 if form.errors else 200
