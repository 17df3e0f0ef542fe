"""The evidence in a case's report: letters with their hashes, payments as they were applied, prices as accepted."""

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from cases.models import Case, CaseEvent, Quote
from ekrav.clock import civil_date
from ekrav.money import Ore, format_amount
from letters.catalogue import CATALOGUE, LetterKind
from letters.models import Dispatch
from letters.words import full_date

_State = Dispatch.State
BECAME: Final = {
    _State.COMPOSED: "Skriven",
    _State.RENDERED: "Väntar på posten",
    _State.HANDED_OVER: "Hos tryckeriet",
    _State.POSTED: "Postad",
    _State.RETURNED: "Kom i retur",
    _State.CANCELLED: "Stoppad, skickades inte",
}
APPLIED: Final = frozenset(
    {
        CaseEvent.Kind.PAID,
        CaseEvent.Kind.DIRECT_PAYMENT,
        CaseEvent.Kind.APPLIED_ANEW,
        CaseEvent.Kind.REVERSED,
    }
)
WAYS: Final = {
    CaseEvent.Kind.PAID: "Till byrån",
    CaseEvent.Kind.DIRECT_PAYMENT: "Till borgenären",
    CaseEvent.Kind.APPLIED_ANEW: "Räknat om",
    CaseEvent.Kind.REVERSED: "Återtagen",
}
COSTS: Final = ("outlay", "agent", "reminder", "demand", "plan", "late_payment")


def letter_rows(*, case: Case, letter_route: str) -> list[dict[str, Any]]:
    """Each letter: what became of it, the hash of the bytes that were sent, and where its copy is read."""
    rows = Dispatch.objects.filter(case_number=case.number).order_by("letter_number").defer("pdf", "facts")
    return [
        {
            "number": str(row.letter_number),
            "title": CATALOGUE[LetterKind(row.kind)].title,
            "became": BECAME[_State(row.state)] + (", räknas inte" if row.void else ""),
            "on": full_date(row.posted_on or row.planned_on),
            "pages": str(row.pages or "–"),
            "sha256": bytes(row.sha256).hex() if row.sha256 else "",
            "url": settings.PUBLIC_URL + reverse(letter_route, args=[case.number, row.letter_number]),
        }
        for row in rows
    ]


def payment_rows(events: Sequence[CaseEvent]) -> list[dict[str, str]]:
    """Each payment and how it was applied: costs, interest, capital, and what was too much."""
    return [_payment(event) for event in events if event.kind in APPLIED]


def _payment(event: CaseEvent) -> dict[str, str]:
    facts, kind = event.facts, CaseEvent.Kind(event.kind)
    sign = -1 if kind is CaseEvent.Kind.REVERSED else 1

    def of(*parts: str) -> str:
        ore = sum(int(facts.get(f"{part}_ore") or 0) for part in parts)
        return format_amount(Ore(ore)) if ore else "–"

    return {
        "on": full_date(event.on),
        "way": WAYS[kind],
        "amount": format_amount(Ore(sign * (event.amount_ore or 0))),
        "costs": of(*COSTS),
        "interest": of("interest"),
        "capital": of("capital"),
        "excess": of("excess"),
    }


def quote_rows(*, case: Case) -> list[dict[str, str]]:
    """Each price that the creditor has accepted, by whom, and what has been charged of it."""
    rows = Quote.objects.filter(case=case, accepted_at__isnull=False).order_by("accepted_at", "id")
    return [
        {
            "on": full_date(civil_date(row.accepted_at)),
            "kind": str(Quote.Kind(row.kind).label),
            "by": "Stående val" if row.standing_choice_id else "Borgenären",
            "fee": format_amount(Ore(row.fee_ore)),
            "vat": format_amount(Ore(row.vat_ore)),
            "outlay": format_amount(Ore(row.outlay_ore)),
            "charged": "Ja" if row.entry_id or row.outlay_entry_id else "Nej",
        }
        for row in rows
        if row.accepted_at is not None
    ]
