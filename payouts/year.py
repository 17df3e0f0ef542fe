"""The annual statement (årsbesked): what was received, kept and paid out in a calendar year, month by month.

Made from the year's notes and credit notes, by their dates of issue; so it sums to them, and to the book.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from ekrav.money import Ore, format_amount
from letters.render import render_sheet
from letters.words import full_date, month_name
from payouts.csv_file import csv_file
from payouts.note_page import less
from payouts.notes import NoteSum

_HEAD: Final = ("Nummer", "Datum", "Ändrar nota", "Inbetalt", "Avgifter", "Moms", "Avdrag", "Utbetalt")


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Sums in öre, of a month or of the year."""

    received: int
    fee: int
    vat: int
    set_off: int
    paid: int


@dataclass(frozen=True, kw_only=True)
class Year:
    """One creditor's year: its notes, and their sums by month."""

    year: int
    notes: tuple[NoteSum, ...]
    months: tuple[tuple[int, Sums], ...]
    total: Sums


def year_of(year: int, notes: Sequence[NoteSum]) -> Year:
    """The year's sums; `notes` are those issued in it, in order."""
    months = tuple(
        (month, _summed(list(rows))) for month, rows in groupby(notes, key=lambda note: note.issued_on.month)
    )
    return Year(year=year, notes=tuple(notes), months=months, total=_summed(notes))


def _summed(notes: Sequence[NoteSum]) -> Sums:
    return Sums(
        received=sum(note.received for note in notes),
        fee=sum(note.fee for note in notes),
        vat=sum(note.vat for note in notes),
        set_off=sum(note.set_off for note in notes),
        paid=sum(note.paid for note in notes),
    )


def year_csv(year: Year) -> bytes:
    """A row for each note and credit note."""
    rows = (
        (n.label, n.issued_on.isoformat(), n.credits, n.received, -n.fee, -n.vat, -n.set_off, n.paid)
        for n in year.notes
    )
    return csv_file(_HEAD, rows)


def year_pdf(year: Year, *, parties: dict[str, Any], made_on: date) -> bytes:
    """The statement on the agency's paper. Outside every scope."""
    page = {
        "year": year.year,
        **parties,
        "made_on": full_date(made_on),
        "months": [_row(month_name(month), sums) for month, sums in year.months],
        "notes": [
            _row(note.label, note) | {"on": full_date(note.issued_on), "credits": note.credits}
            for note in year.notes
        ],
        "total": _row("Summa, kr", year.total),
    }
    return render_sheet(
        template="payouts/year-1.html", style="payouts/note-1.css", context={"page": page}, made=made_on
    )


def _row(name: str, sums: Sums | NoteSum) -> dict[str, str]:
    return {
        "name": name,
        "received": format_amount(Ore(sums.received)),
        "fee": less(sums.fee),
        "vat": less(sums.vat),
        "set_off": less(sums.set_off),
        "paid": format_amount(Ore(sums.paid)),
    }
