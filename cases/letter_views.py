"""Handläggning: letters that came back or were refused by the print house, and the way on for each."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.address import Address, correct_address
from cases.forms import AddressForm
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.states import STANDINGS, State
from cases.stopped_letters import refused_jobs, returned_letters
from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.agency.rates import current_rates
from ekrav.tenancy import agency_scope
from letters.print_jobs import NotRefused, try_again


@require_safe
@staff_page()
def stopped(request: StaffRequest) -> HttpResponseBase:
    """The letters that wait for a person."""
    context = {
        "returned": returned_letters(),
        "jobs": refused_jobs(),
        "done": request.session.pop("notice", ""),
    }
    return TemplateResponse(request, "cases/stopped_letters.html", context)


@require_POST
@staff_page(opens_scope=False)
def print_again(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """Let the letters of a refused print job go in another."""
    with agency_scope():
        at = clock.now()
    try:
        letters = try_again(job=public_id, by=request.actor, at=at)
    except NotRefused:
        raise Http404 from None
    request.session["notice"] = _(
        "%(n)s brev lämnas till tryckeriet igen. Har dagen för ett brev gått skrivs det om med ny dag."
    ) % {"n": letters}
    return redirect("cases:stopped_letters")


@staff_case_page()
def address(request: StaffCaseRequest) -> HttpResponseBase:
    """Correct the debtor's address; what came back is then written again."""
    case = request.case
    held = {name: getattr(case.debtor, name) for name in AddressForm.base_fields}
    form = AddressForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid() and STANDINGS[State(case.state)].open:
        written = correct_address(
            case=case,
            address=Address(**form.cleaned_data),
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
        request.session["staff_notice"] = (
            _("Adressen är rättad. Brev som kom i retur skrivs igen.")
            if written
            else _("Adressen är rättad. Brevet kan inte skrivas igen i ärendets läge och står kvar i kön.")
        )
        return redirect("cases:staff_case", number=case.number)
    context = {"form": form, "case": case, "is_open": STANDINGS[State(case.state)].open}
    status = 400 if request.method == "POST" else 200
    return TemplateResponse(request, "cases/address.html", context, status=status)
