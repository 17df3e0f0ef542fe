"""Handläggning: whose a changed bankgiro is. Whoever works in the company does not judge it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.bankgiro import NotOpen, confirm_change, withdraw_change
from ekrav.accounts.forms import posted
from ekrav.accounts.models import BankgiroChange, Creditor
from ekrav.accounts.payout_forms import ConfirmBankgiroForm
from ekrav.identity import format_bankgiro
from ekrav.look.parts import Link, Row
from ekrav.tenancy import staff_scope, tenant_scope


@staff_page(opens_scope=False)
def bankgiro_change(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """One change: the old number, the new one, who asked; and how we know whose it is."""
    change, company = _found(request, public_id)
    if request.standing.membership_in(company.pk) is not None:
        return _refused(request, _("Du arbetar själv i företaget. En kollega behöver kontrollera det."))
    form = ConfirmBankgiroForm(posted(request))
    if form.is_valid():
        try:
            with tenant_scope(company.pk):
                source = form.cleaned_data["source"]
                confirm_change(change=change, source=source, actor=request.actor, at=clock.now())
        except NotOpen:
            return _refused(request, _("Ändringen är redan bekräftad eller tillbakatagen. Inget mer behövs."))
        return redirect("staff:creditors")
    with staff_scope(person_id=request.standing.person.pk):
        context = {"company": company, "change": change, "facts": _facts(change, company), "form": form}
        answer = TemplateResponse(request, "accounts/staff_bankgiro.html", context, status=_status(form))
        return answer.render()


@require_POST
@staff_page(opens_scope=False)
def refuse_bankgiro_change(request: StaffRequest, public_id: UUID) -> HttpResponseBase:
    """The number is not the company's: the old one stays."""
    change, company = _found(request, public_id)
    if request.standing.membership_in(company.pk) is not None:
        return _refused(request, _("Du arbetar själv i företaget. En kollega behöver kontrollera det."))
    try:
        with tenant_scope(company.pk):
            withdraw_change(change=change, actor=request.actor, at=clock.now())
    except NotOpen:
        return _refused(request, _("Ändringen är redan bekräftad eller tillbakatagen. Inget mer behövs."))
    return redirect("staff:creditors")


def _found(request: StaffRequest, public_id: UUID) -> tuple[BankgiroChange, Creditor]:
    with staff_scope(person_id=request.standing.person.pk):
        found = BankgiroChange.objects.select_related("asked_by").filter(public_id=public_id).first()
        if found is None:
            raise Http404
        return found, Creditor.objects.get(pk=found.creditor_id)


def _facts(change: BankgiroChange, company: Creditor) -> list[Row]:
    return [
        Row(_("Företag"), company.name),
        Row(_("Nuvarande bankgiro"), format_bankgiro(company.bankgiro)),
        Row(_("Nytt bankgiro"), format_bankgiro(change.bankgiro)),
        Row(_("Begärt av"), change.asked_by.name),
    ]


def _refused(request: StaffRequest, what: str) -> HttpResponseBase:
    back = Link(_("Till borgenärerna"), reverse("staff:creditors"))
    with staff_scope(person_id=request.standing.person.pk):
        return render(request, "errors/409.html", {"what": what, "back": back}, status=409)


def _status(form: Any) -> int:
    return 400 if form.errors else 200
