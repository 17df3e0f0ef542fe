"""What Cecilia uploads and answers."""

from datetime import date
from functools import cache
from io import BytesIO

from django.test import Client

from letters.render import render_sheet

ANSWERS = {
    "debtor_name": "Anna Lindqvist",
    "debtor_number": "19950509-2388",
    "care_of": "",
    "street": "Björkvägen 12",
    "postcode": "831 45",
    "city": "Östersund",
    "invoice_number": "1042",
    "amount": "10 000,00",
    "invoice_date": "2026-08-31",
    "due_date": "2026-09-30",
    "description": "badrumsrenovering",
    "debtor_kind": "person",
    "kind": "services",
    "delivered_on": "2026-08-28",
    "sent_on": "2026-08-31",
    "due_agreed": "yes",
    "interest_stated": "yes",
    "agreed_rate": "",
    "reminder_fee_agreed": "yes",
    "own_reminder_on": "",
}


def a_pdf() -> BytesIO:
    """A text PDF with a few words of an invoice."""
    return named(_an_invoice())


@cache
def _an_invoice() -> bytes:
    blocks = [
        {"heading": True, "text": "Faktura"},
        {"heading": False, "text": "Fakturanummer: 1042"},
        {"heading": False, "text": "Fakturadatum: 2026-08-31"},
        {"heading": False, "text": "Förfallodatum: 2026-09-30"},
        {"heading": False, "text": "Att betala: 10 000,00 kr"},
        {"heading": False, "text": "Anna Lindqvist, Björkvägen 12, 831 45 Östersund"},
    ]
    return render_sheet(
        template="agency/agreement.html",
        style="agency/agreement.css",
        context={"title": "Faktura", "blocks": blocks},
        made=date(2026, 8, 31),
    )


def named(content: bytes) -> BytesIO:
    """A file with a name, as a browser sends it."""
    file = BytesIO(content)
    file.name = "faktura-1042.pdf"
    return file


def upload(browser: Client) -> str:
    answer = browser.post("/arenden/nytt/", {"invoice": a_pdf()})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)  # type: ignore[attr-defined]
