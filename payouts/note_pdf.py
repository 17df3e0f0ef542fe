"""Notes as PDFs: rendered once from their frozen facts and signed, outside every scope.

The bytes are kept with their hash and never made again: what is downloaded and what is mailed are those bytes. They
begin with what `render_note` gives for the same facts, to the byte; the agency's signature follows.
"""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings

from ekrav.tenancy import routing_scope, tenant_scope
from letters.render import render_sheet
from letters.sign import sign
from payouts.credit_page import credit_page
from payouts.models import SettlementNote
from payouts.note_page import note_page

_log = logging.getLogger(__name__)

AT_A_TIME: Final = 50


@dataclass(frozen=True, kw_only=True)
class Design:
    """What makes a version's page of its facts."""

    template: str
    page: Callable[[dict[str, Any]], Any]


_STYLE: Final = "payouts/note-1.css"
_DESIGNS: Final = {
    "note-1": Design(template="payouts/note-1.html", page=note_page),
    "note-2": Design(template="payouts/note-2.html", page=note_page),
    "note-3": Design(template="payouts/note-2.html", page=note_page),
    "credit-1": Design(template="payouts/credit-1.html", page=credit_page),
}


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What a round did."""

    done: int
    failed: int


def render_notes(*, at: datetime) -> Rendered:
    """Render and sign the notes that are issued and not rendered. Opens its own scopes.

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
    """The PDF of a note, unsigned. The same facts give the same bytes."""
    design = _DESIGNS[facts["version"]]
    made = date.fromisoformat(facts["issued_on"])
    page = {"page": design.page(facts)}
    return render_sheet(template=design.template, style=_STYLE, context=page, made=made)


def _render_one(*, creditor_id: int, note_id: int, at: datetime) -> int:
    with tenant_scope(creditor_id):
        facts = (
            SettlementNote.objects.filter(pk=note_id, rendered_at=None)
            .values_list("facts", flat=True)
            .first()
        )
    if facts is None:
        return 0
    pdf = _signed(render_note(facts), facts)
    with tenant_scope(creditor_id):
        still = SettlementNote.objects.filter(pk=note_id, rendered_at=None)
        return still.update(pdf=pdf, sha256=hashlib.sha256(pdf).digest(), rendered_at=at)


def _signed(pdf: bytes, facts: dict[str, Any]) -> bytes:
    """The agency's word that this is its note and that nothing in it has changed (ML 17 kap. 30 §)."""
    if not settings.SIGNING_PEM:
        return pdf
    what = "Kreditnota" if "credits" in facts else "Avräkningsnota"
    return sign(
        pdf, pem=settings.SIGNING_PEM.encode(), by=facts["agency"]["name"], reason=f"{what} {facts['label']}"
    )
