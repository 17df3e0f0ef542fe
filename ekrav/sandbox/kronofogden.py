"""The sandboxed Kronofogden: takes applications in files, answers in files, and goes on with each case day by day.

The filer's wire is described in `ekrav.kronofogden.channel`. For the demo world and the tests there is more:

- `POST /kronofogden/play` `{"today"}`: a day passes. What enforcement paid out goes to the applicant's bankgiro at the
  sandboxed bank, with our reference as its text.
- `POST /kronofogden/fate` `{"reference", "fate"}`: how that case goes from here; `POST /kronofogden/seed` `{"seed"}`:
  how all later ones are drawn.
- `POST /kronofogden/mishaps` `{"lose"|"double"|"swap": times}`: what befalls the next files.
- `POST /kronofogden/again` `{"number"}`: lay a file out again.
- `POST /kronofogden/down` `{"down"}`: `true` takes what it is handed and answers 503 (an answer lost on the way).
"""

from datetime import date, timedelta
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from ekrav.sandbox.bank import lay_deposit
from ekrav.sandbox.kronofogden_book import day_of, keep, matter, opened, set_setting, setting
from ekrav.sandbox.kronofogden_day import play
from ekrav.sandbox.kronofogden_fate import Assets, Fate
from ekrav.sandbox.kronofogden_post import MISHAPS, ask_for, content_of, laid_out, lay
from ekrav.sandbox.kronofogden_take import NotTaken, take
from ekrav.sandbox.store import current_store

blueprint = Blueprint("kronofogden", __name__)

Answer = tuple[Response, int]
_PAYER: Final = "Kronofogdemyndigheten"
_GOES_BACK: Final[dict[tuple[str, str], str]] = {
    ("to_decide", Fate.DISPUTED): "to_dispute",
    ("to_dispute", Fate.VERDICT): "to_decide",
    ("to_serve", Fate.SUPPLEMENT): "to_ask",
    ("to_serve", Fate.DISMISSED): "to_dismiss",
    ("searching", Fate.VERDICT): "to_serve",
    ("unserved", Fate.VERDICT): "to_serve",
}


class NotAskedRight(ValueError):
    """What came is not what was agreed; the message says why, in Swedish."""


@blueprint.errorhandler(NotAskedRight)
@blueprint.errorhandler(NotTaken)
def not_asked_right(wrong: Exception) -> Answer:
    """Say what was wrong."""
    return jsonify(reason=str(wrong)), 422


@blueprint.get("/files")
def files() -> Answer:
    """What lies ready, in order."""
    with opened(current_store()) as book:
        ready = laid_out(book, after=request.args.get("after", ""))
    return jsonify(files=[{"id": one.id, "name": one.name} for one in ready]), 200


@blueprint.get("/files/<file_id>")
def file(file_id: str) -> Response | Answer:
    """A file's bytes."""
    with opened(current_store()) as book:
        content = content_of(book, file_id=file_id)
    if content is None:
        return jsonify(reason="Filen finns inte."), 404
    return Response(content, mimetype="application/xml")


@blueprint.post("/files")
def hand_over() -> Answer:
    """Take a file."""
    with opened(current_store()) as book:
        take(book, request.get_data())
        down = setting(book, "down") == "true"
    return (jsonify(reason="Tekniskt fel."), 503) if down else (jsonify(), 202)


@blueprint.post("/play")
def play_a_day() -> Answer:
    """A day passes. Answers how many files were made."""
    try:
        today = date.fromisoformat(str(_asked().get("today")))
    except ValueError:
        raise NotAskedRight("today ska vara ett datum, till exempel 2026-11-20.") from None
    with opened(current_store()) as book:
        played = play(book, today=today)
    for account, reference, day, ore in played.paid:
        paid = {"text": f"Kronofogden {reference}", "amount_ore": ore, "payer": _PAYER, "date": day}
        lay_deposit(paid | ({"account": account} if account else {}))
    return jsonify(files=played.files), 200


@blueprint.post("/fate")
def fate() -> Answer:
    """How a case goes from here."""
    asked = _asked()
    if not set_fate(str(asked.get("reference")), str(asked.get("fate"))):
        raise NotAskedRight("Inget mål har den referensen, eller ödet passar inte målet.")
    return jsonify(), 200


@blueprint.post("/seed")
def seed() -> Answer:
    """How later cases are drawn."""
    with opened(current_store()) as book:
        set_setting(book, "seed", str(_asked().get("seed"))[:40])
    return jsonify(), 200


@blueprint.post("/mishaps")
def mishaps() -> Answer:
    """What befalls the next files."""
    asked = _asked()
    with opened(current_store()) as book:
        for name in MISHAPS:
            times = asked.get(name, 0)
            if type(times) is not int or not 0 <= times < 1000:
                raise NotAskedRight(f"{name} ska vara hur många gånger.")
            ask_for(book, name, times)
    return jsonify(), 200


@blueprint.post("/again")
def again() -> Answer:
    """Lay a file out again."""
    number = _asked().get("number")
    with opened(current_store()) as book:
        if type(number) is not int or not lay(book, number):
            raise NotAskedRight("Ingen fil har det löpnumret.")
    return jsonify(), 200


@blueprint.post("/down")
def down() -> Answer:
    """Whether answers are lost from now on."""
    with opened(current_store()) as book:
        set_setting(book, "down", "true" if _asked().get("down") is True else "")
    return jsonify(), 200


def set_fate(reference: str, fate: str) -> bool:
    """Change how a case goes from here; False when there is none, or that is not how its kind goes."""
    with opened(current_store()) as book:
        one = matter(book, reference)
        kinds: type[Fate] | type[Assets] = Fate if one is None or "left" not in one.facts else Assets
        if one is None or fate not in set(kinds):
            return False
        one.fate = fate
        # What has been passed already is gone back to, and happens the day after.
        if (state := _GOES_BACK.get((one.state, fate))) and (day := day_of(book)):
            one.goes_on(state, day + timedelta(days=1))
        keep(book, one)
    return True


def _asked() -> dict[str, Any]:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        raise NotAskedRight("Frågan ska vara ett JSON-objekt.")
    return asked
