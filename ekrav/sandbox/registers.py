"""The registers' counter: company register, F-skatt and bankgiro ownership, as one JSON answer per company."""

from dataclasses import asdict

from flask import Blueprint, Response, jsonify

from ekrav.sandbox.demo_data import COMPANIES, DemoCompany, DemoPerson

blueprint = Blueprint("registers", __name__)


@blueprint.get("/companies/<number>")
def company(number: str) -> tuple[Response, int]:
    """What the registers say about the company; 404 when they know none with that number."""
    known = {company.organisation_number: company for company in COMPANIES}
    found = known.get(number)
    if found is None:
        return jsonify(error="unknown"), 404
    return jsonify(_as_told(found)), 200


def _as_told(found: DemoCompany) -> dict[str, object]:
    facts = asdict(found)
    return {
        "organisation_number": found.organisation_number,
        "name": found.name,
        "legal_form": found.legal_form,
        "status": found.status,
        "address": {part: facts[part] for part in ("street", "postcode", "city")},
        "signatories": [*_signing(found.alone, alone=True), *_signing(found.together, alone=False)],
        "f_skatt": found.f_skatt,
        "vat_number": found.vat_number or None,
        "bankgiro_numbers": list(found.bankgiros),
    }


def _signing(persons: tuple[DemoPerson, ...], *, alone: bool) -> list[dict[str, object]]:
    return [{"person_number": p.person_number, "name": p.name, "signs_alone": alone} for p in persons]
