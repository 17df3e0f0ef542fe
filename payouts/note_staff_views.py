"""Handläggning, finance: every issued note, those whose mail did not arrive, and crediting one."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import StaffRequest, staff_page
from ekrav.accounts.forms import posted
from ekrav.accounts.models import Creditor
from ekrav.audit.record import record
from ekrav.look.figures import in_fours, kronor
from ekrav.look.paging import page_of
from ekrav.look.parts import Link
from ekrav.money import Ore
from ekrav.tenancy import staff_scope, tenant_scope
from payouts.credit import Back, NotCredited, Refusal, give_back, left_of
from payouts.files import download
from payouts.mail_words import mail_words
from payouts.models import Payout, SettlementNote
from payouts.note_forms import CreditForm
from payouts.note_mail import file_name, mail_of
from payouts.staff_views import FINANCE
from payouts.undelivered import undelivered

PAGE = 50

REFUSED: Final[Mapping[Refusal, str | Promise]] = {
    Refusal.CREDIT: _l("Det är en kreditnota. Den krediteras inte."),
    Refusal.NOT_PAID: _l(
        "Pengarna har inte lämnat kontot. Vänta på bankens besked: betalar banken inte krediteras notan av sig själv."
    ),
    Refusal.CASES: _l("Välj bland notans ärenden med avgift."),
    Refusal.CREDITED: _l("Någon har redan krediterat ett av ärendena. Läs notan igen."),
    Refusal.PART: _l("En del krediteras i ett ärende i taget, och högst det som är kvar av avgiften."),
}


@require_safe
@staff_page(FINANCE)
def notes(request: StaffRequest) -> HttpResponseBase:
    """Issued notes, newest first, or the one whose number is asked for; above them those that did not arrive."""
    found = _asked_for(request.GET.get("nummer", ""))
    pages = page_of(request, total=found.count(), size=PAGE)
    rows = list(found[max(pages.first - 1, 0) : pages.last])
    wrong = undelivered()
    names = _names([note.creditor_id for note in rows] + [note.creditor_id for note, _parcel in wrong])
    context = {
        "rows": [{"note": note, "creditor": names[note.creditor_id]} for note in rows],
        "wrong": [
            {"note": note, "creditor": names[note.creditor_id], "mail": mail_words(parcel)}
            for note, parcel in wrong
        ],
        "asked": request.GET.get("nummer", ""),
        "pages": pages if pages.total > PAGE else None,
    }
    return TemplateResponse(request, "payouts/staff_notes.html", context)


@require_safe
@staff_page(FINANCE, opens_scope=False)
def note_page(request: StaffRequest, number: int) -> HttpResponseBase:
    """One note: what it says, its mail, what credits it. Opening it is logged at its creditor."""
    with staff_scope():
        note = _note(number)
    with tenant_scope(note.creditor_id):
        record(act="note_opened", on=note, by=request.actor, at=clock.now())
    with staff_scope():
        context = {
            **_context(note),
            "mail": mail_words(mail_of(note)),
            "credit_notes": list(note.credit_notes.defer("pdf", "facts").order_by("number")),
            "creditable": bool(_creditable(note)),
            "done": request.session.pop("notice", ""),
        }
        return render(request, "payouts/staff_note.html", context)


@require_safe
@staff_page(FINANCE, opens_scope=False)
def note_file(request: StaffRequest, number: int) -> HttpResponseBase:
    """The note's PDF, as the creditor has it. Fetching it is logged at its creditor."""
    with staff_scope():
        note = _note(number)
    if note.pdf is None:
        raise Http404
    with tenant_scope(note.creditor_id):
        record(act="note_downloaded", on=note, by=request.actor, at=clock.now())
    return download(bytes(note.pdf), name=file_name(note, "pdf"))


@staff_page(FINANCE, opens_scope=False)
def credit(request: StaffRequest, number: int) -> HttpResponseBase:
    """Ask which cases are credited and why; then issue the credit note."""
    with staff_scope():
        note = _note(number)
        choices, seen = _creditable(note), note.credit_notes.count()
        at = clock.now()
    if request.standing.membership_in(note.creditor_id) is not None:
        return _refused(
            request, number, _("Du arbetar själv i företaget. En kollega behöver kreditera notan.")
        )
    form = CreditForm(posted(request), choices=choices, initial={"seen": seen})
    if not form.is_valid():
        with staff_scope():
            context = {**_context(note), "form": form, "choices": choices}
            return render(request, "payouts/staff_credit.html", context, status=422 if form.is_bound else 200)
    try:
        issued = give_back(
            creditor_id=note.creditor_id,
            number=number,
            cases=form.cleaned_data["cases"],
            part=form.cleaned_data["part"],
            seen=form.cleaned_data["seen"] if form.cleaned_data["part"] else None,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=at,
        )
    except NotCredited as refused:
        return _refused(request, number, str(REFUSED[refused.refusal]))
    request.session["notice"] = _("Kreditnota %s är utfärdad. Den mejlas till borgenären.") % issued.label
    return redirect("payouts:staff_note", number)


def _asked_for(text: str) -> QuerySet[SettlementNote]:
    """All notes, or the one with that number, written 7 or 2026-0007."""
    found = SettlementNote.objects.select_related("payout", "credits").defer(
        "pdf", "credits__pdf", "credits__facts"
    )
    digits = text.strip().rpartition("-")[2]
    if digits.isascii() and digits.isdigit() and len(digits) < 9:
        found = found.filter(number=int(digits))
    return found.order_by("-number")


def _note(number: int) -> SettlementNote:
    found = SettlementNote.objects.select_related("payout", "credits").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _creditable(note: SettlementNote) -> list[tuple[str, str]]:
    """The cases of a paid note whose fee has not been given back, with their words."""
    if note.payout is None or note.payout.state != Payout.State.SETTLED:
        return []
    lines = list(note.payout.lines.filter(fee_ore__gt=0).order_by("case_number"))
    return [(back.line.case_number, _words(back)) for back in left_of(lines) if back.fee > 0]


def _words(back: Back) -> str:
    words = {
        "case": in_fours(back.line.case_number),
        "fee": kronor(Ore(back.fee)),
        "vat": kronor(Ore(back.vat)),
    }
    return _("Ärende %(case)s: avgift %(fee)s, moms %(vat)s") % words


def _context(note: SettlementNote) -> dict[str, Any]:
    names = _names([note.creditor_id])
    return {"note": note, "facts": note.facts, "creditor": names[note.creditor_id], "payout": note.payout}


def _names(creditor_ids: list[int]) -> dict[int, str]:
    return dict(Creditor.objects.filter(pk__in=creditor_ids).values_list("pk", "name"))


def _refused(request: StaffRequest, number: int, what: str) -> HttpResponseBase:
    back = Link(_("Till notan"), reverse("payouts:staff_note", args=[number]))
    with staff_scope():
        return render(request, "errors/409.html", {"what": what, "back": back}, status=409)
