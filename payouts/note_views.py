"""Mina sidor: one note or credit note, its files, and its mail."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ekrav import clock
from ekrav.accounts.access import WRITERS, CreditorRequest, creditor_page
from ekrav.accounts.models import Creditor
from ekrav.audit.record import record
from payouts.bookkeeping import entry_of, suggest
from payouts.chart import CREDITORS, accounts
from payouts.files import download, no_longer_shown
from payouts.mail_words import MailWords, mail_words
from payouts.models import SettlementNote
from payouts.note_mail import NotRendered, file_name, mail_again, mail_of
from payouts.notes import as_csv, as_sie
from payouts.withheld import names_withheld


@require_safe
@creditor_page()
def note_page(request: CreditorRequest, number: int) -> HttpResponseBase:
    """A credit note: what it gives back and why. A settlement note stands on its payout's page."""
    note = _note(number)
    if note.payout is not None:
        return redirect("payouts:payout", note.payout.public_id)
    context = {
        "note": note,
        "original": note.credits,
        "suggestion": suggest(entry_of(note.facts, accounts=accounts(CREDITORS))),
        "sum_ore": abs(note.facts["fee_ore"] + note.facts["vat_ore"]),
        **mail_context(request, note),
    }
    return TemplateResponse(request, "payouts/credit.html", context)


@require_safe
@creditor_page()
def note_file(request: CreditorRequest, number: int, ending: str) -> HttpResponseBase:
    """The note as PDF (the bytes as they were made and mailed), CSV or SIE."""
    note = _note(number)
    match ending:
        case "pdf" if names_withheld(note):
            return no_longer_shown()
        case "pdf" if note.pdf is not None:
            content = bytes(note.pdf)
        case "csv":
            content = as_csv([note.facts])
        case "si":
            creditor = Creditor.objects.get(pk=request.company.pk)
            content = as_sie([note.facts], creditor=creditor, today=clock.today())
        case _:
            raise Http404
    return download(content, name=file_name(note, ending))


@require_POST
@creditor_page(WRITERS)
def send_again(request: CreditorRequest, number: int) -> HttpResponseBase:
    """Mail the note once more, to the company's address as it is now."""
    note = _note(number)
    if names_withheld(note):
        return no_longer_shown()
    try:
        parcel = mail_again(note=note, at=clock.now())
    except NotRendered as refused:
        raise Http404 from refused
    record(act="note_mailed_again", on=note, by=request.actor, at=clock.now(), facts={"parcel": parcel.pk})
    request.session["notice"] = _("Notan skickas till %(address)s inom någon minut.") % {
        "address": parcel.recipient
    }
    return redirect("payouts:note_page", number)


def mail_context(request: CreditorRequest, note: SettlementNote | None) -> dict[str, Any]:
    """What became of the note's mail, in words, and what was just done."""
    words: MailWords | None = None
    if note is not None:
        words = mail_words(mail_of(note))
    return {
        "mail": words,
        "may_write": request.membership.role in WRITERS,
        "done": request.session.pop("notice", ""),
    }


def _note(number: int) -> SettlementNote:
    found = SettlementNote.objects.select_related("payout", "credits").filter(number=number).first()
    if found is None:
        raise Http404
    return found
