"""A case's papers with their addresses: the invoices as they came, each letter as it was sent, the report of it all."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cases.models import Case, CaseEvent, Document
from cases.situations.seal import names_protected
from ekrav.look.dates import full_date
from ekrav.look.parts import Row
from letters.catalogue import CATALOGUE, LetterKind


def papers(*, case: Case, events: Sequence[CaseEvent], letter_route: str = "cases:letter") -> list[Row]:
    """The case's documents with their addresses: the invoices as they came, and each letter as it was sent."""
    rows = []
    # A file's name may be its debtor's.
    if letter_route == "cases:letter":
        rows += [_invoice_row(document) for document in _documents(case) if not names_protected(document)]
    for event in reversed(events):
        if event.dispatch is not None and event.brings_letter:
            url = reverse(letter_route, args=[case.number, event.dispatch.letter_number])
            title = CATALOGUE[LetterKind(event.dispatch.kind)].title
            link = format_html('<a href="{}">{} {}</a>', url, title, full_date(event.dispatch.planned_on))
            rows.append(Row(_("Brev %(n)s") % {"n": event.dispatch.letter_number}, link))
    return rows


def _documents(case: Case) -> list[Document]:
    """The invoices as they came, without their bytes, each once."""
    claims = case.claims.select_related("document").defer("document__content").order_by("due_date", "id")
    found = {claim.document_id: claim.document for claim in claims if claim.document is not None}
    return list(found.values())


def _invoice_row(document: Document) -> Row:
    url = reverse("cases:document", args=[document.public_id])
    return Row(_("Faktura"), format_html('<a href="{}">{}</a>', url, document.name))


def report_row(*, case: Case, route: str) -> Row:
    """Where the report of everything in the case is."""
    url = reverse(route, args=[case.number])
    return Row(_("Rapport"), format_html('<a href="{}">{}</a>', url, _("Hela ärendet (PDF)")))
