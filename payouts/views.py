"""Mina sidor: the payouts, each from received to paid out, with its settlement note."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ekrav import clock
from ekrav.accounts.access import CreditorRequest, creditor_page
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.look.figures import kronor
from ekrav.look.paging import page_of
from ekrav.look.parts import Sum
from ekrav.money import Ore
from payouts.bookkeeping import entry_of, facts_of, suggest
from payouts.chart import CREDITORS, accounts
from payouts.files import download, no_longer_shown
from payouts.kinds import SET_OFFS
from payouts.models import Payout, PayoutLine, SettlementNote
from payouts.note import summed
from payouts.note_mail import file_name
from payouts.note_page import set_offs
from payouts.note_views import mail_context
from payouts.notes import credit_notes
from payouts.queries import coming_payout, payouts_made
from payouts.set_offs import set_offs_of
from payouts.withheld import hide_names, names_withheld

PAGE = 50


@require_safe
@creditor_page()
def payout_list(request: CreditorRequest) -> HttpResponseBase:
    """What comes next, and what has been paid."""
    creditor = Creditor.objects.select_related("tariff").get(pk=request.company.pk)
    made = payouts_made()
    pages = page_of(request, total=made.count(), size=PAGE)
    context = {
        "coming": coming_payout(creditor=creditor, at=clock.now(), rates=current_rates()),
        "credit_notes": credit_notes()[:PAGE],
        "payouts": made[max(pages.first - 1, 0) : pages.last],
        "pages": pages if pages.total > PAGE else None,
    }
    return TemplateResponse(request, "payouts/list.html", context)


@require_safe
@creditor_page()
def payout_page(request: CreditorRequest, public_id: UUID) -> HttpResponseBase:
    """One payout: the bridge, how to bookkeep it, its cases."""
    payout = payouts_made().filter(public_id=public_id).first()
    if payout is None:
        raise Http404
    lines = list(payout.lines.order_by("case_number"))
    hide_names(lines)
    note: SettlementNote | None = getattr(payout, "note", None)
    facts = note.facts if note else _facts(payout, lines, request=request)
    context = {
        "payout": payout,
        "note": note,
        "credit_notes": list(note.credit_notes.defer("pdf").order_by("number")) if note else [],
        "lines": lines,
        "bridge": _bridge(payout, lines, facts=facts),
        "suggestion": suggest(entry_of(facts, accounts=accounts(CREDITORS))),
        **mail_context(request, note),
    }
    return TemplateResponse(request, "payouts/payout.html", context)


@require_safe
@creditor_page()
def note_file(request: CreditorRequest, public_id: UUID) -> HttpResponseBase:
    """The settlement note, the bytes as they were made and mailed."""
    note = SettlementNote.objects.filter(payout__public_id=public_id, pdf__isnull=False).first()
    if note is None:
        raise Http404
    if names_withheld(note):
        return no_longer_shown()
    return download(bytes(note.pdf or b""), name=file_name(note, "pdf"))


def _facts(payout: Payout, lines: list[PayoutLine], *, request: CreditorRequest) -> dict[str, Any]:
    """What the note would say, if it were issued now."""
    registered = Creditor.objects.values_list("vat_registered", flat=True).get(pk=request.company.pk)
    return facts_of(payout, vat_registered=registered, why=summed(set_offs_of(lines).values()))


def _bridge(payout: Payout, lines: list[PayoutLine], *, facts: Mapping[str, Any]) -> list[Sum]:
    """From what the debtors paid to what is paid out."""
    cases = ngettext("i %(count)s ärende", "i %(count)s ärenden", len(lines)) % {"count": len(lines)}
    if payout.late_payment_ore:
        compensation = kronor(Ore(payout.late_payment_ore))
        cases = _("%(cases)s, varav förseningsersättning %(sum)s") % {"cases": cases, "sum": compensation}
    trail = reverse("payouts:trail", args=[payout.public_id])
    fees = f"{trail}#{Account.AGENCY_FEES}"
    rows = [
        Sum(_("Betalt av gäldenärer"), Ore(payout.received_ore), note=cases, url=trail),
        Sum(_("Våra avgifter"), Ore(-payout.fee_ore), note=_("Kostnader som gäldenärerna betalat"), url=fees),
        Sum(
            _("Moms på avgifterna"),
            Ore(-payout.vat_ore),
            note=_of(payout),
            url=f"{trail}#{Account.AGENCY_VAT}",
        ),
    ]
    owed = f"{trail}#{Account.CREDITOR_OWES}"
    rows += [
        Sum(SET_OFFS[reason].words, Ore(-ore), note=SET_OFFS[reason].why, url=owed)
        for reason, ore in set_offs(facts)
    ]
    paid = _("Utbetalt, kr") if payout.state == Payout.State.SETTLED else _("Att betala ut, kr")
    return [*rows, Sum(paid, Ore(payout.amount_ore), total=True, url=f"{trail}#{Account.PAYOUTS_IN_TRANSIT}")]


def _of(payout: Payout) -> str:
    return _("Räknad på %(base)s, avrundad en gång") % {"base": kronor(Ore(payout.fee_ore))}
