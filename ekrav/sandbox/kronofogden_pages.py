"""Kronofogden's window: the cases and how they are to go, the files, and what is to befall them.

A real authority lets nobody choose. Only the demo world has it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ekrav.sandbox.kronofogden import set_fate
from ekrav.sandbox.kronofogden_book import Matter, day_of, matters, opened
from ekrav.sandbox.kronofogden_fate import FATE_WORDS, Assets, Fate
from ekrav.sandbox.kronofogden_order import ENDED
from ekrav.sandbox.kronofogden_post import MISHAPS, ask_for, laid_out, lay, not_laid
from ekrav.sandbox.store import current_store

blueprint = Blueprint("kronofogden_pages", __name__)

MOST: Final = 100
STATES: Final = {
    "received": "Inkommet", "to_ask": "Granskas", "asked": "Komplettering begärd", "to_dismiss": "Granskas",
    "to_serve": "Delges", "searching": "Söks för delgivning", "unserved": "Inte delgivet", "to_dispute": "Delgivet",
    "disputed": "Bestritt", "to_decide": "Delgivet", "withdrawn": "Återkallat", "to_court": "Lämnas till tingsrätt",
    "applied": "Inkommet", "to_report": "Utreds", "paying": "Löneutmätning", "selling": "Utmätt",
    "to_close": "Inga tillgångar", "enforcement_withdrawn": "Återkallat", ENDED: "Avslutat",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Line:
    """A case on the page, and the ways it can still be made to go."""

    number: str
    reference: str
    state: str
    due: date | None
    fate: str
    ways: tuple[tuple[str, str], ...]


@blueprint.get("/")
def cases() -> str:
    """The cases, the newest first, and the files."""
    with opened(current_store()) as book:
        lines = [_line(one) for one in reversed(matters(book))]
        files = list(reversed(laid_out(book, after="")))
        context = {"day": day_of(book), "missing": not_laid(book)}
    return render_template(
        "kronofogden/cases.html", lines=lines[:MOST], count=len(lines), files=files[:MOST], **context
    )


@blueprint.post("/")
def choose() -> Response | tuple[str, int]:
    """How a case is to go, what befalls the next file, or a file to lay out again."""
    asked = request.form
    number = asked.get("number", "")
    if asked.get("mishap", "") in MISHAPS:
        with opened(current_store()) as book:
            ask_for(book, asked["mishap"], 1)
    elif number.isascii() and number.isdigit() and len(number) < 10:
        with opened(current_store()) as book:
            lay(book, int(number))
    elif not set_fate(asked.get("reference", ""), asked.get("fate", "")):
        return cases(), 409
    return redirect("./", 303)


def _line(one: Matter) -> Line:
    kinds: type[Fate] | type[Assets] = Assets if "left" in one.facts else Fate
    ended = one.state == ENDED
    return Line(
        number=one.number,
        reference=one.reference,
        state=STATES[one.state],
        due=one.due,
        fate=FATE_WORDS[one.fate],
        ways=() if ended else tuple((way.value, FATE_WORDS[way]) for way in kinds if way != one.fate),
    )
