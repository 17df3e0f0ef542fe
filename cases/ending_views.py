"""Mina sidor and Handläggning: withdraw a case, or write off the rest; the price is shown before it is confirmed."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from cases.creditor_case import case_or_404, locked_or_404, price_sums, refused_price, shown_in
from cases.debt import debt_as_known
from cases.ending import ending_price
from cases.models import Case, Quote
from cases.payment_order.court_costs import laid_out
from cases.quote import QuoteRefused
from cases.shown_price import require_shown, show
from cases.staff_access import StaffCaseRequest, staff_case_page
from cases.states import STANDINGS, State
from cases.withdraw import quote_withdrawal, withdraw
from cases.write_off import Why, write_off, write_off_by_agency
from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, StaffRole, creditor_page
from ekrav.agency.rates import current_rates
from ekrav.look.parts import Link

FINANCE = frozenset({StaffRole.FINANCE, StaffRole.ADMINISTRATOR})


class WhyForm(forms.Form):
    """Why what is left is written off."""

    why = forms.ChoiceField(
        label=_l("Varför skrivs resten av?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _l("Välj varför resten skrivs av.")},
    )


@creditor_page(WRITERS)
def withdraw_case(request: CreditorRequest, number: str) -> HttpResponseBase:
    """Show what it costs to withdraw; then withdraw at that price."""
    if request.method != "POST":
        return _page(request, "cases/withdraw.html", case_or_404(number), {})
    case = locked_or_404(number)
    try:
        withdraw(
            case=case,
            quote_id=_accepted(request, case),
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
    except QuoteRefused as refused:
        return refused_price(request, refused, number=number)
    request.session["notice"] = "withdrawn"
    return redirect("cases:case", number=number)


@creditor_page(WRITERS)
def write_off_case(request: CreditorRequest, number: str) -> HttpResponseBase:
    """Show what it costs to write off what is left; then do it, with the reason."""
    form = WhyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if form.is_bound else 200
        return _page(request, "cases/write_off.html", case_or_404(number), {"form": form}, status=status)
    case = locked_or_404(number)
    try:
        write_off(
            case=case,
            why=Why(form.cleaned_data["why"]),
            quote_id=_accepted(request, case),
            today=clock.today(),
            at=clock.now(),
            by=request.actor,
            rates=current_rates(),
        )
    except QuoteRefused as refused:
        return refused_price(request, refused, number=number)
    request.session["notice"] = "written_off"
    return redirect("cases:case", number=number)


@staff_case_page(FINANCE)
def staff_write_off(request: StaffCaseRequest) -> HttpResponseBase:
    """Finance writes off what is left, at nobody's cost."""
    case, rates, today = request.case, current_rates(), clock.today()
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = Why(form.cleaned_data["why"])
        try:
            write_off_by_agency(
                case=case, why=why, today=today, at=clock.now(), by=request.actor, rates=rates
            )
        except QuoteRefused:
            back = Link(_("Till ärendet"), reverse("cases:staff_case", args=[case.number]))
            context = {"what": _("Ärendet är redan avslutat. Inget mer behövs."), "back": back}
            return TemplateResponse(request, "errors/409.html", context, status=409)
        request.session["staff_notice"] = _("Resten är avskriven och ärendet avslutat.")
        return redirect("cases:staff_case", number=case.number)
    context = {
        "case": case,
        "form": form,
        "debt": debt_as_known(case=case, on=today, rates=rates),
        "is_open": STANDINGS[State(case.state)].open,
    }
    status = 400 if form.errors else 200
    return TemplateResponse(request, "cases/staff_write_off.html", context, status=status)


def _accepted(request: CreditorRequest, case: Case) -> uuid.UUID:
    """The price that was shown for ending the case, kept as a quote. Raises `QuoteRefused`."""
    today, rates = clock.today(), current_rates()
    cost = ending_price(case=case, today=today, rates=rates)
    kind = Quote.Kind.WITHDRAWAL
    require_shown(token=shown_in(request), case=case, kind=kind, price=cost, today=today)
    return quote_withdrawal(case=case, today=today, at=clock.now(), rates=rates).public_id


def _page(
    request: CreditorRequest, template: str, case: Case, more: dict[str, Any], *, status: int = 200
) -> HttpResponseBase:
    today, rates = clock.today(), current_rates()
    is_open = STANDINGS[State(case.state)].open
    cost = ending_price(case=case, today=today, rates=rates)
    context = {
        "case": case,
        "debt": debt_as_known(case=case, on=today, rates=rates),
        "quote": show(case=case, kind=Quote.Kind.WITHDRAWAL, price=cost, today=today) if is_open else None,
        "sums": price_sums(cost),
        "laid_out": laid_out(case=case),
        "is_open": is_open,
        "back": Link(_("Till ärendet"), reverse("cases:case", args=[case.number])),
        **more,
    }
    return TemplateResponse(request, template, context, status=status)
