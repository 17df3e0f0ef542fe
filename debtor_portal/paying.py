"""How to pay: to the client-funds account by bankgiro, as text and as a QR code that bank apps read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.models import Case
from ekrav.agency.models import Agency
from ekrav.bankfiles.ocr import format_ocr
from ekrav.bankfiles.payloads import using_qr
from ekrav.identity import format_bankgiro
from ekrav.look.figures import kronor
from ekrav.look.parts import Row
from ekrav.money import Ore
from letters.qr import svg


@dataclass(frozen=True, kw_only=True)
class Paying:
    """Payment details as rows, and the same as a QR code with a text alternative."""

    rows: Sequence[Row]
    qr: SafeString


def paying(*, case: Case, agency: Agency, amount: Ore, by: date | None, today: date) -> Paying:
    """How to pay `amount` on the case, by a day or, when that has passed, today.

    Raises `NotAPayload` when the details could not be read by a bank.
    """
    bankgiro, ocr = format_bankgiro(agency.client_funds_bankgiro), format_ocr(case.reference.ocr)
    payload = using_qr(
        payee_name=agency.name,
        organisation_number=agency.organisation_number,
        ocr=case.reference.ocr,
        invoice_date=today,
        due_date=max(by or today, today),
        amount=amount,
        bankgiro=agency.client_funds_bankgiro,
    )
    said = _("QR-kod för bankens app: %(sum)s till %(payee)s, bankgiro %(bankgiro)s, OCR-nummer %(ocr)s") % {
        "sum": kronor(amount),
        "payee": agency.name,
        "bankgiro": bankgiro,
        "ocr": ocr,
    }
    drawn = mark_safe(svg(payload, title=said))  # our own drawing; the title is escaped there
    return Paying(
        rows=(
            Row(_("Bankgiro"), bankgiro),
            Row(_("OCR-nummer"), ocr),
            Row(_("Belopp"), kronor(amount)),
            Row(_("Mottagare"), agency.name),
        ),
        qr=format_html('<span role="img" aria-label="{}">{}</span>', said, drawn),
    )
