"""Invoices as programs on the market lay them out: invented parties, valid check digits, one file per layout.

Each file in `invoices/` begins with a comment of JSON: what a careful reader finds on it. `doubtful` names the fields
that an honest reader marks to be checked (or leaves out) even where the value is right.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cases.intake.extraction import Extraction, Field, InterestTerms
from cases.intake.fields import extract
from cases.intake.kinds import Kind
from cases.intake.reader import read_pages

FOLDER = Path(__file__).parent / "invoices"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))
_STYLE = """
@page { size: A4; margin: 14mm } body { font: 9.5pt "DejaVu Sans", sans-serif; margin: 0 }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: 2pt 4pt; vertical-align: top }
.r { text-align: right } .at { position: absolute } .small { font-size: 7.5pt }
.foot { position: absolute; bottom: 0; left: 0; right: 0; font-size: 7.5pt; border-top: 1px solid }
pre { font: 9.5pt "DejaVu Sans Mono", monospace; margin: 0 }
"""
_ALWAYS = {"currency": "SEK", "credit_note": False, "due_date_computed": False}
JUDGED = [name for name, _ in Extraction().items() if name not in {"description", "reminder_fee"}]


@dataclass(frozen=True)
class Score:
    """How one field came out: right, check, missing or wrong (a wrong value marked as read)."""

    invoice: str
    field: str
    outcome: str
    read: object
    printed: object


def truth(name: str) -> dict[str, Any]:
    """Return what the layout's comment says; fields not named are not printed."""
    comment = re.match(r"<!--(.*?)-->", (FOLDER / f"{name}.html").read_text(), re.DOTALL)
    assert comment is not None
    printed: dict[str, Any] = json.loads(comment[1])
    return _ALWAYS | printed


@cache
def read_all() -> dict[str, Extraction]:
    """Return every layout as the service reads it; all are pages of one PDF, so that one process reads them."""
    from weasyprint import HTML

    made = {
        name: HTML(string=f"<style>{_STYLE}</style>{(FOLDER / f'{name}.html').read_text()}").render()
        for name in NAMES
    }
    sheets = [page for document in made.values() for page in document.pages]
    pages = iter(read_pages(made[NAMES[0]].copy(sheets).write_pdf(), kind=Kind.PDF).pages)
    return {
        name: extract([replace(next(pages), number=number) for number in range(1, len(document.pages) + 1)])
        for name, document in made.items()
    }


def scores(name: str) -> list[Score]:
    """Return the outcome of every judged field of a layout."""
    printed, extraction = truth(name), read_all()[name]
    doubtful = set(printed.get("doubtful", ()))
    found = {field: getattr(extraction, field) for field in JUDGED}
    return [
        Score(
            name,
            field,
            _outcome(read, printed.get(field), field in doubtful),
            _plain(read),
            printed.get(field),
        )
        for field, read in found.items()
    ]


def _outcome(found: Field[Any], printed: object, doubtful: bool) -> str:
    value = _plain(found)
    if found.state == "read":
        return "right" if value == printed and not doubtful else "wrong"
    if value is None and printed is None:
        return "right"
    if doubtful:
        return "right" if found.state == "check" or value is None else "wrong"
    return str(found.state)


def _plain(found: Field[Any]) -> object:
    value: object = found.value
    if isinstance(value, InterestTerms):
        return value.text
    return value.isoformat() if isinstance(value, date) else value
