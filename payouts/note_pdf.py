"""The settlement note as a PDF: rendered once from its frozen facts, outside every scope; mailed when the money left.

The bytes are kept with their hash and never made again: what is mailed, and what Mina sidor shows, are those bytes.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ekrav.accounts.models import Creditor
from ekrav.identity import format_bankgiro
from ekrav.money import Ore, format_kronor
from ekrav.outbox.models import Parcel
from ekrav.outbox.post import Attachment, post_parcel
from ekrav.tenancy import routing_scope, tenant_scope
from letters.render import render_sheet
from payouts.models import Payout, SettlementNote
from payouts.note_page import note_page

_log = logging.getLogger(__name__)

AT_A_TIME: Final = 50
_DESIGNS: Final = {"note-1": ("payouts/note-1.html", "payouts/note-1.css")}


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What a round did."""

    done: int
    failed: int


def render_notes(*, at: datetime) -> Rendered:
    """Render the notes that are issued and not rendered. Opens its own scopes.

    One that cannot be rendered is logged, waits, and stands in nobody's way.
    """
    with routing_scope():
        waiting = SettlementNote.objects.filter(rendered_at=None).order_by("number")
        due = list(waiting.values_list("creditor_id", "id")[:AT_A_TIME])
    done = failed = 0
    for creditor_id, note_id in due:
        try:
            done += _render_one(creditor_id=creditor_id, note_id=note_id, at=at)
        except Exception:
            failed += 1
            _log.exception("note not rendered", extra={"note": note_id, "creditor": creditor_id})
    return Rendered(done=done, failed=failed)


def render_note(facts: dict[str, Any]) -> bytes:
    """The PDF of a note. The same facts give the same bytes."""
    template, style = _DESIGNS[facts["version"]]
    made = date.fromisoformat(facts["issued_on"])
    return render_sheet(template=template, style=style, context={"page": note_page(facts)}, made=made)


def mail_notes(*, at: datetime) -> int:
    """Give the outbox the notes of payouts whose money has left, each once; how many. Opens its own scopes."""
    with routing_scope():
        ready = SettlementNote.objects.filter(
            rendered_at__isnull=False, mailed_at=None, payout__state=Payout.State.SETTLED
        )
        due = list(ready.order_by("number").values_list("creditor_id", "id"))
    return sum(_mail_one(creditor_id=creditor_id, note_id=note_id, at=at) for creditor_id, note_id in due)


def _render_one(*, creditor_id: int, note_id: int, at: datetime) -> int:
    with tenant_scope(creditor_id):
        facts = (
            SettlementNote.objects.filter(pk=note_id, rendered_at=None)
            .values_list("facts", flat=True)
            .first()
        )
    if facts is None:
        return 0
    pdf = render_note(facts)
    with tenant_scope(creditor_id):
        still = SettlementNote.objects.filter(pk=note_id, rendered_at=None)
        return still.update(pdf=pdf, sha256=hashlib.sha256(pdf).digest(), rendered_at=at)


def _mail_one(*, creditor_id: int, note_id: int, at: datetime) -> bool:
    with tenant_scope(creditor_id):
        note = SettlementNote.objects.select_for_update().get(pk=note_id)
        if note.mailed_at is not None:
            return False
        paid = format_kronor(Ore(note.facts["paid_ore"]))
        post_parcel(
            key=f"note {note.number}",
            channel=Parcel.Channel.MAIL,
            recipient=Creditor.objects.get(pk=creditor_id).notes_email,
            subject=_("Avräkningsnota %(label)s, %(paid)s") % {"label": note.label, "paid": paid},
            body=_body(note, paid=paid),
            attachment=Attachment(
                name=f"avrakningsnota-{note.label}.pdf",
                type="application/pdf",
                content=bytes(note.pdf or b""),
            ),
            at=at,
        )
        SettlementNote.objects.filter(pk=note_id).update(mailed_at=at)
    return True


def _body(note: SettlementNote, *, paid: str) -> str:
    """Which money came, where, and why; the names of debtors are in the attachment only."""
    cases = len(note.facts["lines"])
    words = {
        "paid": paid,
        "bankgiro": format_bankgiro(note.facts["bankgiro"]),
        "cases": ngettext("%(count)s ärende", "%(count)s ärenden", cases) % {"count": cases},
        "agency": note.facts["agency"]["name"],
    }
    sentences = (
        _("Hej!"),
        _("%(paid)s har betalats ut till bankgiro %(bankgiro)s, för %(cases)s."),
        _(
            "Avräkningsnotan ligger i det här mejlet och på Mina sidor. Den är underlag för bokföring och moms."
        ),
        _("Hälsningar\n%(agency)s"),
    )
    return "\n\n".join(sentence % words for sentence in sentences) + "\n"
