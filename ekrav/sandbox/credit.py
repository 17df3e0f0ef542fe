"""The sandboxed credit bureau: a report on whoever the registers know, the same for the same key, with its copy.

The wire is described in `ekrav.registers.credit`. `POST /credit/facts` `{"number", …}` says what the bureau knows of
somebody from now on; `GET /credit/copies` tells which copies were sent, `POST /credit/play` what day it is.
"""

from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from ekrav.sandbox.demo_data import COMPANIES, REGISTERED
from ekrav.sandbox.store import current_store

blueprint = Blueprint("credit", __name__)

Answer = tuple[Response, int]
_SPACE: Final = "credit"
_PURPOSES: Final = ("payment_order", "enforcement", "surveillance")
_CLEAN: Final[dict[str, Any]] = {
    "remarks": 0,
    "remarks_ore": 0,
    "debt_cases": 0,
    "debt_ore": 0,
    "debt_relief": False,
    "bankruptcy": False,
    "reconstruction": False,
}


@blueprint.post("/reports")
def report() -> Answer:
    """A report; the first with its key is kept and its copy sent, later ones are that one."""
    asked = request.get_json()
    kept = current_store().get(space=f"{_SPACE}-report", key=asked["key"])
    if kept is not None:
        return jsonify(kept), 200
    if asked.get("purpose") not in _PURPOSES or not asked.get("asked_by"):
        return jsonify(reason="Ändamål och beställare ska anges."), 422
    kind = _kind_of(asked["number"])
    if kind is None:
        return jsonify(error="unknown"), 404
    made = _made(asked, kind)
    current_store().put(space=f"{_SPACE}-report", key=asked["key"], body=made)
    return jsonify(made), 200


@blueprint.post("/facts")
def facts() -> Answer:
    """What is known of somebody."""
    said = request.get_json()
    known = {name: said[name] for name in (*_CLEAN, "income") if name in said}
    current_store().put(space=f"{_SPACE}-facts", key=said["number"], body=known)
    return jsonify(known), 200


@blueprint.get("/copies")
def copies() -> Answer:
    """The copies that were sent: to whom, for whom, and when."""
    made = current_store().all(space=f"{_SPACE}-report").values()
    told = [{"number": one["number"], "copied_on": one["copied_on"]} for one in made if one["copied_on"]]
    return jsonify(copies=told), 200


@blueprint.post("/play")
def play_a_day() -> Answer:
    """It is that day."""
    today = date.fromisoformat(request.get_json()["today"])
    current_store().put(space=_SPACE, key="today", body={"day": today.isoformat()})
    return jsonify(), 200


def _made(asked: dict[str, Any], kind: str) -> dict[str, Any]:
    store, number = current_store(), asked["number"]
    today = (store.get(space=_SPACE, key="today") or {"day": "2025-03-03"})["day"]
    known = {"income": "above"} | (store.get(space=f"{_SPACE}-facts", key=number) or {})
    count = len(store.all(space=f"{_SPACE}-report")) + 1
    return (
        _CLEAN
        | known
        | {
            "report_id": f"UC{count:07}",
            "number": number,
            "kind": kind,
            "income": known["income"] if kind == "person" else None,
            "copied_on": None if kind == "company" else today,
        }
    )


def _kind_of(number: str) -> str | None:
    if number in {person.person_number for person in REGISTERED}:
        return "person"
    company = next((one for one in COMPANIES if one.organisation_number == number), None)
    if company is None:
        return None
    if company.legal_form == "EF":
        return "person"
    return "partnership" if company.legal_form in ("HB", "KB") else "company"
