"""The registers' counter: the population register, and company register, F-skatt and bankgiro ownership in one answer.

What has been made to happen since (`ekrav.sandbox.register_events`) is answered too.

`POST /registers/down` with `{"down": true}` makes every question a 503, until it is told otherwise.
"""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from ekrav.sandbox.demo_data import COMPANIES, REGISTERED, DemoCompany, DemoPerson
from ekrav.sandbox.register_events import changed
from ekrav.sandbox.store import current_store

blueprint = Blueprint("registers", __name__)

_SPACE = "registers"


@blueprint.post("/down")
def go_down() -> tuple[Response, int]:
    """From now on nothing is answered, or everything is again."""
    down = request.get_json()["down"] is True
    current_store().put(space=_SPACE, key="down", body={"down": down})
    return jsonify(down=down), 200


@blueprint.post("/persons")
def person() -> tuple[Response, int]:
    """What the population register says about the number in the body; 404 when it is nobody's."""
    if _is_down():
        return jsonify(error="down"), 503
    known = {person.person_number: person for person in REGISTERED}
    found = known.get(request.get_json()["person_number"])
    if found is None:
        return jsonify(error="unknown"), 404
    return jsonify(_person_as_told(found)), 200


@blueprint.get("/companies/<number>")
def company(number: str) -> tuple[Response, int]:
    """What the registers say about the company; 404 when they know none with that number."""
    if _is_down():
        return jsonify(error="down"), 503
    known = {company.organisation_number: company for company in COMPANIES}
    found = known.get(number)
    if found is None:
        return jsonify(error="unknown"), 404
    return jsonify(_as_told(found)), 200


def _is_down() -> bool:
    kept = current_store().get(space=_SPACE, key="down")
    return kept is not None and bool(kept["down"])


def _person_as_told(found: DemoPerson) -> dict[str, object]:
    since = changed(current_store(), found.person_number)
    standing = since.get("standing", found.standing)
    told: dict[str, object] = {"person_number": found.person_number, "standing": standing}
    if standing == "protected":
        return told
    address = (
        {"street": found.street, "postcode": found.postcode, "city": found.city} if found.street else None
    )
    return {**told, "name": found.name, "address": since.get("address", address)}


def _as_told(found: DemoCompany) -> dict[str, object]:
    facts, since = asdict(found), changed(current_store(), found.organisation_number)
    return {
        "organisation_number": found.organisation_number,
        "name": found.name,
        "legal_form": found.legal_form,
        "status": since.get("status", found.status),
        "address": {part: facts[part] for part in ("street", "postcode", "city")},
        "signatories": [*_signing(found.alone, alone=True), *_signing(found.together, alone=False)],
        "f_skatt": found.f_skatt,
        "vat_number": found.vat_number or None,
        "bankgiro_numbers": list(found.bankgiros),
    }


def _signing(persons: tuple[DemoPerson, ...], *, alone: bool) -> list[dict[str, object]]:
    return [{"person_number": p.person_number, "name": p.name, "signs_alone": alone} for p in persons]
