"""The rows of "Så här räknas beloppet", and which of them the first page has room for. Pure.

The law wants capital, interest and each cost for itself, and how the interest was reckoned. The first page shows all
of it when it fits; otherwise it shows sums by sort, and the whole table stands on the second page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ekrav.money import MINUS, Ore, format_amount, format_kronor
from letters.facts import ClaimFacts, CostFacts, LetterFacts
from letters.glyphs import MM_PER_POINT, lines_needed, width_mm
from letters.words import percent, period, short_date

TABLE_POINTS: Final = 11.0
_WIDTH_MM: Final = 82.0
_GAP_MM: Final = 4.0
_LINE_MM: Final = 14 * MM_PER_POINT
_PADDING_MM: Final = 2.36
_ROOM_MM: Final = 42.6
_NOTE_MM: Final = 6.0
_ROWS_IN_SHORT: Final = 4


@dataclass(frozen=True)
class Row:
    """One row: its label, broken where the letter breaks it, and its amount, already written."""

    label: tuple[str, ...]
    amount: str


@dataclass(frozen=True)
class Sums:
    """The rows of page 1, and the whole table for page 2 when page 1 is a summary."""

    first_page: tuple[Row, ...]
    in_full: tuple[Row, ...]


def sums(facts: LetterFacts) -> Sums:
    """Return the rows a letter prints: the fullest set that page 1 has room for."""
    year = facts.letter_date.year
    capital_and_interest = [row for claim in facts.claims for row in _claim_rows(claim, year=year)]
    costs = [_row(cost.name, cost.on, cost.amount, year=year) for cost in facts.costs]
    paid = [_row(paid.name, paid.on, Ore(-paid.amount), year=year) for paid in facts.paid]
    full = (*capital_and_interest, *costs, *paid)
    if _height_mm(full) <= _ROOM_MM:
        return Sums(first_page=full, in_full=())
    claims = _claims_in_short(facts)
    shorter = (*claims, *costs, *paid)
    if _height_mm(shorter) + _NOTE_MM <= _ROOM_MM:
        return Sums(first_page=shorter, in_full=full)
    rest = _rest_in_short(facts, room_for=_ROWS_IN_SHORT - len(claims))
    return Sums(first_page=(*claims, *rest), in_full=full)


def _claim_rows(claim: ClaimFacts, *, year: int) -> list[Row]:
    capital = _row(f"Faktura {claim.invoice_number},", claim.invoice_date, claim.capital, year=year)
    interest = [
        Row(
            (
                f"Ränta {percent(row.rate)} på {format_kronor(row.base)},",
                period(row.first, row.last, year=year),
            ),
            format_amount(row.amount),
        )
        for row in claim.interest
    ]
    return [capital, *interest]


def _row(name: str, on: date, amount: Ore, *, year: int) -> Row:
    return Row((f"{name} {short_date(on, year=year)}",), format_amount(amount))


def _claims_in_short(facts: LetterFacts) -> list[Row]:
    """Return the capital as one row, named by its invoice when there is one and its name has room, and the interest."""
    word = f"{len(facts.claims)} fakturor" if len(facts.claims) > 1 else "Fakturan"
    invoices = [Row((word,), format_amount(facts.capital))]
    named = _claim_rows(facts.claims[0], year=facts.letter_date.year)[:1]
    if len(facts.claims) == 1 and _height_mm(named) == _height_mm(invoices):
        invoices = named
    ends = [row.last for claim in facts.claims for row in claim.interest]
    if not ends:
        return invoices
    until = short_date(max(ends), year=facts.letter_date.year)
    return [*invoices, Row((f"Ränta till och med {until}",), format_amount(facts.interest))]


def _rest_in_short(facts: LetterFacts, *, room_for: int) -> list[Row]:
    """Return costs by name, or as one row when there is no room for more, and what was paid as one row."""
    by_name: dict[str, int] = {}
    for cost in facts.costs:
        by_name[cost.name] = by_name.get(cost.name, 0) + cost.amount
    rows = [Row((name,), format_amount(Ore(amount))) for name, amount in by_name.items()]
    if len(rows) + bool(facts.paid) > room_for:
        rows = [Row(("Kostnader",), format_amount(_total(facts.costs)))]
    if facts.paid:
        rows.append(Row(("Betalt",), MINUS + format_amount(Ore(sum(paid.amount for paid in facts.paid)))))
    return rows


def _total(costs: Sequence[CostFacts]) -> Ore:
    return Ore(sum(cost.amount for cost in costs))


def _height_mm(rows: Sequence[Row]) -> float:
    """Return the height of the table with its sum row."""
    figures = max((width_mm(row.amount, points=TABLE_POINTS, bold=True) for row in rows), default=0.0)
    room = _WIDTH_MM - _GAP_MM - figures
    lines = [
        sum(lines_needed(line, points=TABLE_POINTS, within_mm=room) for line in row.label) for row in rows
    ]
    return sum(count * _LINE_MM + _PADDING_MM for count in (*lines, 1))
