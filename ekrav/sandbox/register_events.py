"""The sandboxed registers' events: what happened to whom, told in order; and a counter where it is made to happen.

The wire is described in `ekrav.registers.events`. `POST /registers/happen` `{"kind", "number", "happened_on", …}` makes
something happen, and the look-ups answer accordingly from then on.
"""

from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from ekrav.sandbox.store import Store, current_store

blueprint = Blueprint("register_events", __name__)

MOST: Final = 500
_SPACE: Final = "register-event"
_STANDINGS: Final = {"death": "deceased", "protected": "protected", "protected_ended": "registered"}
_STATUSES: Final = {
    "bankruptcy": "bankrupt",
    "bankruptcy_ended": "deregistered",
    "reconstruction": "reconstruction",
    "reconstruction_ended": "active",
    "deregistered": "deregistered",
}


@blueprint.get("/events")
def events() -> tuple[Response, int]:
    """What has happened after the event with that id, the oldest first; everything when there is none."""
    told = list(current_store().all(space=_SPACE).items())
    after = request.args.get("after", "")
    names = [name for name, _ in told]
    first = names.index(after) + 1 if after in names else 0
    return jsonify(events=[{"id": name, **event} for name, event in told[first : first + MOST]]), 200


@blueprint.post("/happen")
def happen() -> tuple[Response, int]:
    """Make something happen; its id."""
    said = request.get_json()
    return jsonify(id=make_happen(current_store(), said)), 201


def make_happen(store: Store, said: dict[str, Any]) -> str:
    """Keep an event as the register tells it; its id."""
    name = f"H{len(store.all(space=_SPACE)) + 1:08}"
    told = ("kind", "number", "happened_on", "representative", "address", "case_number")
    store.put(space=_SPACE, key=name, body={key: said[key] for key in told if key in said})
    return name


def changed(store: Store, number: str) -> dict[str, Any]:
    """What the look-ups say otherwise since: `standing` of a person, `status` of a company, `address`."""
    since: dict[str, Any] = {}
    for event in store.all(space=_SPACE).values():
        if event["number"] != number:
            continue
        kind = event["kind"]
        if kind in _STANDINGS:
            since["standing"] = _STANDINGS[kind]
        if kind in _STATUSES:
            since["status"] = _STATUSES[kind]
        if kind == "moved" and event.get("address"):
            since["address"] = event["address"]
        if kind == "emigrated":
            since["address"] = None
    return since
