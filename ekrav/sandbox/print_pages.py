"""The print house's window: the letters as the debtors got them. A real print house shows nobody anything.

The print house is told nothing about any person; what a letter is and to whom is read off its PDF, as through the
envelope's window.
"""

import threading
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pypdfium2
from flask import Blueprint, Response, abort, render_template, send_file

from ekrav.sandbox.print_house import jobs, letter_file
from ekrav.sandbox.store import current_store

blueprint = Blueprint("print_pages", __name__)

MOST: Final = 200
STATES: Final = {"accepted": "Trycks", "posted": "Postat", "returned": "Tillbaka"}
_MILLIMETRE: Final = 72 / 25.4
# Left, top, right, bottom of the envelope's window, in millimetres from the sheet's upper left corner.
_WINDOW: Final = (125, 44, 195, 64)
_pdfium: Final = threading.Lock()  # the library takes one thread at a time


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a letter shows of itself."""

    title: str
    receiver: str
    pages: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """A letter on the page."""

    id: str
    seen: Seen
    state: str
    day: date


@blueprint.get("/")
def letters() -> str:
    """The letters, the latest posting day first."""
    lines = [
        _line(job, number, letter)
        for job in jobs(current_store())
        for number, letter in job["letters"].items()
    ]
    lines.sort(key=lambda line: line.day, reverse=True)
    return render_template("print/letters.html", lines=lines[:MOST], count=len(lines))


@blueprint.get("/letters/<uuid:letter_id>.pdf")
def letter(letter_id: UUID) -> Response:
    """A letter's PDF, to the last dot."""
    path = letter_file(current_store(), letter_id=letter_id)
    if path is None:
        abort(404)
    return send_file(path, mimetype="application/pdf", download_name=path.name)


def _line(job: dict[str, Any], number: str, letter: dict[str, Any]) -> Line:
    path = letter_file(current_store(), letter_id=UUID(number))
    return Line(
        id=number,
        seen=seen(path) if path else Seen(title="Brev", receiver="", pages=0),
        state=STATES[letter["state"]],
        day=date.fromisoformat(letter["posted_on"] or job["posting_day"]),
    )


@lru_cache(maxsize=2000)
def seen(path: Path) -> Seen:
    """What the PDF's first page shows; nothing but "Brev" when it cannot be read."""
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            return Seen(title="Brev", receiver="", pages=0)
        with document:
            page = document[0]
            left, top, right, bottom = (edge * _MILLIMETRE for edge in _WINDOW)
            high = page.get_height()
            window = page.get_textpage().get_text_bounded(left, high - bottom, right, high - top)
            title = document.get_metadata_dict().get("Title", "") or "Brev"
            return Seen(title=title, receiver=window.strip().partition("\n")[0].strip(), pages=len(document))
