"""Mina sidor, administrators: how often the company is paid, and to which bankgiro."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ekrav import clock
from ekrav.accounts.access import ADMINS, CreditorRequest, creditor_page
from ekrav.accounts.bankgiro import AlreadyAsked, NotOpen, ask_change, open_changes, withdraw_change
from ekrav.accounts.bankid.session import fresh_bankid
from ekrav.accounts.forms import posted
from ekrav.accounts.fresh import ask_bankid_for, typed
from ekrav.accounts.models import BankgiroChange, Creditor
from ekrav.accounts.payout_forms import BankgiroForm, NotesEmailForm, RhythmForm
from ekrav.accounts.rhythm import choose_notes_email, choose_rhythm
from ekrav.look.parts import Link


@creditor_page(ADMINS)
def bankgiro(request: CreditorRequest) -> HttpResponseBase:
    """Ask for another bankgiro, with fresh BankID; every administrator is told."""
    said = typed(request)
    form = BankgiroForm(posted(request), initial=said)
    if form.is_valid():
        if fresh_bankid(request) is None:
            return ask_bankid_for(request, form)
        try:
            ask_change(
                bankgiro=form.cleaned_data["bankgiro"],
                by=request.membership,
                actor=request.actor,
                at=clock.now(),
            )
        except AlreadyAsked:
            form.add_error(
                "bankgiro", _("Det är redan ert bankgiro, eller så väntar en ändring. Ta tillbaka den först.")
            )
        else:
            return redirect("accounts:company")
    context = {
        "form": form,
        "creditor": Creditor.objects.get(pk=request.company.pk),
        "change": open_changes().first(),
        "identified": bool(said),
    }
    return TemplateResponse(request, "accounts/bankgiro.html", context, status=_status(form))


@require_POST
@creditor_page(ADMINS)
def withdraw_bankgiro(request: CreditorRequest, public_id: UUID) -> HttpResponseBase:
    """Take the change back: the old number stays, and the payouts go on."""
    change = BankgiroChange.objects.filter(public_id=public_id).first()
    if change is None:
        raise Http404
    try:
        withdraw_change(change=change, actor=request.actor, at=clock.now())
    except NotOpen:
        back = Link(_("Till Företaget"), reverse("accounts:company"))
        what = _("Ingen ändring av bankgirot väntar. Den kan vara bekräftad eller tillbakatagen redan.")
        return render(request, "errors/409.html", {"what": what, "back": back}, status=409)
    return redirect("accounts:company")


@creditor_page(ADMINS)
def rhythm(request: CreditorRequest) -> HttpResponseBase:
    """Choose how often the company is paid."""
    company = Creditor.objects.get(pk=request.company.pk)
    form = RhythmForm(posted(request), initial={"rhythm": company.rhythm})
    if form.is_valid():
        chosen = Creditor.Rhythm(form.cleaned_data["rhythm"])
        choose_rhythm(creditor=company, rhythm=chosen, by=request.actor, at=clock.now())
        return redirect("accounts:company")
    return TemplateResponse(request, "accounts/rhythm.html", {"form": form}, status=_status(form))


@creditor_page(ADMINS)
def notes_email(request: CreditorRequest) -> HttpResponseBase:
    """Change where the settlement notes are mailed, with fresh BankID: they tell of debtors and of money."""
    company = Creditor.objects.get(pk=request.company.pk)
    said = typed(request)
    form = NotesEmailForm(posted(request), initial=said or {"notes_email": company.notes_email})
    if form.is_valid():
        if fresh_bankid(request) is None:
            return ask_bankid_for(request, form)
        address = form.cleaned_data["notes_email"]
        choose_notes_email(creditor=company, address=address, by=request.actor, at=clock.now())
        return redirect("accounts:company")
    context = {"form": form, "identified": bool(said)}
    return TemplateResponse(request, "accounts/notes_email.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 400 if form.errors else 200
