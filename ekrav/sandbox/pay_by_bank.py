"""The sandboxed pay-by-bank provider: signed requests, an internet bank's page, signed calls.

The wire is described in `ekrav.payments.pay_by_bank.api`. `PUT /pay-by-bank/next` `{"code": "TIMEOUT"}` takes the next
payment and answers too late. What is paid goes to the client-funds account at the sandboxed bank.
"""

import time
import uuid
from datetime import UTC, datetime
from json import dumps
from typing import Any, Final

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from ekrav.bankfiles.accounts import BANKGIRO, Account
from ekrav.payments.pay_by_bank.api import CALLED_AT
from ekrav.payments.pay_by_bank.signing import HEADER, is_signed, sign
from ekrav.sandbox.bank_book import bank_day, lay_named, opened
from ekrav.sandbox.calls import call
from ekrav.sandbox.demo_data import NORDANVIK
from ekrav.sandbox.store import current_store

blueprint = Blueprint("pay_by_bank", __name__)

KEY: Final = "only-for-the-demo-world-and-its-own-pay-by-bank"
PAYMENTS, _NEXT = "pay by bank", "pay by bank next"
LASTS: Final = 1800

Answer = tuple[Response, int]


@blueprint.before_request
def signed() -> Answer | None:
    """The API answers only what is signed with the key that both know."""
    if "/payments/" not in request.path:
        return None
    header = request.headers.get(HEADER, "")
    good = is_signed(
        key=KEY,
        header=header,
        method=request.method,
        path=request.path,
        body=request.get_data(),
        now=int(time.time()),
    )
    return None if good else (jsonify(code="SIGNATURE"), 401)


@blueprint.put("/payments/<payment>")
def create(payment: str) -> Answer:
    """Take a payment; the same again is the same."""
    store = current_store()
    found = store.get(space=PAYMENTS, key=payment)
    if found is None:
        asked = dict(request.get_json())
        if (
            type(asked.get("amount_ore")) is not int
            or asked["amount_ore"] <= 0
            or asked.get("currency") != "SEK"
        ):
            return jsonify(code="AMOUNT"), 422
        found = {**asked, "id": payment, "status": "open", "made": time.time()}
        store.put(space=PAYMENTS, key=payment, body=found)
        if (store.take(space=_NEXT, key="code") or {}).get("code") == "TIMEOUT":
            return jsonify(code="TIMEOUT"), 504
    return jsonify(pay_url=f"{request.url_root}pay-by-bank/betala/{payment}"), 201


@blueprint.get("/payments/<payment>")
def read(payment: str) -> Answer:
    """Tell of a payment."""
    found = _find(payment)
    return (jsonify(found), 200) if found else (jsonify(code="UNKNOWN"), 404)


@blueprint.post("/payments/<payment>/cancel")
def cancel(payment: str) -> Answer:
    """Take a payment back, when nobody has made it."""
    found = _find(payment)
    if found is None:
        return jsonify(code="UNKNOWN"), 404
    if found["status"] != "open":
        return jsonify(code="TOO_LATE"), 409
    _end(found, status="cancelled")
    return jsonify(found), 200


@blueprint.put("/next")
def force_next() -> Answer:
    """Say how the next payment goes."""
    current_store().put(space=_NEXT, key="code", body=dict(request.get_json()))
    return jsonify({}), 200


@blueprint.get("/betala/<payment>")
def page(payment: str) -> str | tuple[str, int]:
    """The internet bank's page."""
    found = _find(payment)
    if found is None:
        return render_template("pay/none.html", what="Internetbanken"), 404
    words = {
        "paid": "Betald",
        "declined": "Nekad",
        "cancelled": "Avbruten",
        "expired": "Tiden gick ut",
    }
    return render_template(
        "pay/pay.html", what="Internetbanken", ore=found["amount_ore"], message=found["message"], token=payment,
        acts=[("approve", "Signera och betala"), ("cancel", "Avbryt")] if found["status"] == "open" else [],
        ended=words.get(found["status"], ""), code="", back=found["return_url"],
    )  # fmt: skip


@blueprint.post("/betala/<payment>")
def answer(payment: str) -> Redirect | tuple[str, int]:
    """Pay, or cancel, or be declined by the bank, once; then back."""
    found = _find(payment)
    if found is None:
        return render_template("pay/none.html", what="Internetbanken"), 404
    if found["status"] == "open":
        match request.form.get("act"):
            case "approve":
                pay(found)
            case "cancel":
                _end(found, status="cancelled")
            case _:
                _end(found, status="declined")
    return redirect(found["return_url"], 303)


def pay(found: dict[str, Any]) -> None:
    """The bank moves the money."""
    reference = uuid.uuid4().hex.upper()
    with opened(current_store()) as bank:
        day = bank_day(bank, datetime.now(UTC).date()).isoformat()
        lay_named(
            bank,
            on=str(Account(BANKGIRO, NORDANVIK.bankgiros[0])),
            amount_ore=found["amount_ore"],
            reference=found["reference"],
            text=found["message"],
            payer="Internetbanken",
            name=reference,
            day=day,
        )
    found.update(payment_reference=reference, paid_on=day)
    _end(found, status="paid")


def _find(payment: str) -> dict[str, Any] | None:
    found = current_store().get(space=PAYMENTS, key=payment)
    if found and found["status"] == "open" and time.time() > found["made"] + LASTS:
        _end(found, status="expired")
    return found


def _end(found: dict[str, Any], *, status: str) -> None:
    found["status"] = status
    current_store().put(space=PAYMENTS, key=found["id"], body=found)
    body = dumps({"id": found["id"]})
    made = sign(key=KEY, method="POST", path=CALLED_AT, body=body.encode(), now=int(time.time()))
    call("bank", url=found["notify_url"], headers={HEADER: made}, body=body)
