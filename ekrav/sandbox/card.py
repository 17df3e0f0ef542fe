"""The sandboxed card provider: as much of Stripe's API as Checkout needs, with its checkout page.

Form-encoded requests with a bearer key, an idempotency key each, JSON answers, and signed calls: the wire that Stripe's
own library speaks. The public stand-in for Stripe (localstripe) has no Checkout, so this is it.
"""

import hashlib
import hmac
import json
import time
import uuid
from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from ekrav.sandbox.calls import call
from ekrav.sandbox.store import current_store

blueprint = Blueprint("card", __name__)

KEY: Final = "sk_test_only_for_the_demo_world"
WEBHOOK_SECRET: Final = "whsec_only_for_the_demo_world"
SESSIONS, REFUNDS, DISPUTES = "card sessions", "card refunds", "card disputes"
_ONCE, _NEXT = "card keys", "card next"
CALLED: Final = "/betalningar/svar/card/"

Answer = tuple[Response, int]


@blueprint.post("/v1/checkout/sessions")
def create() -> Answer:
    """Begin a session; the same idempotency key is the same session."""
    asked = request.form
    if refused := _unknown_key():
        return refused
    made = {
        "id": f"cs_test_{uuid.uuid4().hex}",
        "object": "checkout.session",
        "client_reference_id": asked.get("client_reference_id"),
        "amount_total": int(asked.get("line_items[0][price_data][unit_amount]", "0")),
        "currency": asked.get("line_items[0][price_data][currency]"),
        "name": asked.get("line_items[0][price_data][product_data][name]"),
        "card_kinds": asked.get("payment_intent_data[metadata][card_kinds]", ""),
        "success_url": asked.get("success_url"),
        "status": "open",
        "payment_status": "unpaid",
        "payment_intent": None,
    }
    made["url"] = f"{request.url_root}card/checkout/{made['id']}"
    kept = _once(SESSIONS, made)
    return _lost() if _told_next("TIMEOUT") else (jsonify(kept), 200)


@blueprint.get("/v1/checkout/sessions/<session>")
def read(session: str) -> Answer:
    """Tell of a session."""
    found = current_store().get(space=SESSIONS, key=session)
    return (jsonify(found), 200) if found else _missing()


@blueprint.post("/v1/checkout/sessions/<session>/expire")
def expire(session: str) -> Answer:
    """End a session that nobody has paid."""
    found = current_store().get(space=SESSIONS, key=session)
    if found is None:
        return _missing()
    if found["status"] != "open":
        return _error("checkout_session_not_open", 400)
    found["status"] = "expired"
    _changed(SESSIONS, found, "checkout.session.expired")
    return jsonify(found), 200


@blueprint.post("/v1/refunds")
def refund() -> Answer:
    """Send money back to the card, at once."""
    asked = request.form
    if refused := _unknown_key():
        return refused
    made = {
        "id": f"re_{uuid.uuid4().hex}",
        "object": "refund",
        "payment_intent": asked.get("payment_intent"),
        "amount": int(asked.get("amount", "0")),
        "currency": "sek",
        "metadata": {"instruction_id": asked.get("metadata[instruction_id]")},
        "status": "succeeded",
    }
    if _told_next("FAILED"):
        made |= {"status": "failed", "failure_reason": "lost_or_stolen_card"}
    return jsonify(_once(REFUNDS, made)), 200


@blueprint.get("/v1/refunds/<made>")
def read_refund(made: str) -> Answer:
    """Tell of a refund."""
    found = current_store().get(space=REFUNDS, key=made)
    return (jsonify(found), 200) if found else _missing()


@blueprint.put("/refund-fails/<made>")
def fail_refund(made: str) -> Answer:
    """The card's bank sends back what had been sent to the card, days afterwards."""
    found = current_store().get(space=REFUNDS, key=made)
    if found is None:
        return _missing()
    _changed(
        REFUNDS, found | {"status": "failed", "failure_reason": "expired_or_canceled_card"}, "refund.failed"
    )
    return jsonify({}), 200


@blueprint.get("/v1/disputes/<dispute>")
def read_dispute(dispute: str) -> Answer:
    """Tell of what a card's holder wants back."""
    found = current_store().get(space=DISPUTES, key=dispute)
    return (jsonify(found), 200) if found else _missing()


@blueprint.put("/dispute/<session>")
def dispute(session: str) -> Answer:
    """`{"status": "needs_response", "won" or "lost", "amount", "currency", "number", "unnamed"}`.

    The card's holder wants its payment back. `number`: which of its disputes. `unnamed`: of which payment is not said.
    """
    paid, told = current_store().get(space=SESSIONS, key=session), request.get_json()
    if paid is None or not paid["payment_intent"]:
        return _missing()
    found = {
        "id": f"dp_{told.get('number', 1)}_{session.removeprefix('cs_test_')}",
        "object": "dispute",
        "payment_intent": None if told.get("unnamed") else paid["payment_intent"]["id"],
        "amount": told.get("amount", paid["amount_total"]),
        "currency": told.get("currency", "sek"),
        "status": told["status"],
    }
    _changed(DISPUTES, found, "charge.dispute.updated")
    return jsonify(found), 200


@blueprint.put("/next")
def force_next() -> Answer:
    """`{"code": "TIMEOUT" or "FAILED"}`: how the next session or refund goes."""
    current_store().put(space=_NEXT, key="code", body=dict(request.get_json()))
    return jsonify({}), 200


@blueprint.get("/checkout/<session>")
def checkout(session: str) -> str | tuple[str, int]:
    """The page where the card is shown."""
    found = current_store().get(space=SESSIONS, key=session)
    if found is None:
        return render_template("pay/none.html", what="Kort"), 404
    acts = [("debit", "Betala med bankkort"), ("credit", "Betala med kreditkort"), ("cancel", "Avbryt")]
    words = {"complete": "Betald", "expired": "Tiden gick ut"}
    return render_template(
        "pay/pay.html", what="Kort", ore=found["amount_total"], message=found["name"], token=session,
        acts=acts if found["status"] == "open" else [], ended=words.get(found["status"], ""), code="",
        said="Det kortet tas inte emot. Välj ett annat." if "nej" in request.args else "", back=found["success_url"],
    )  # fmt: skip


@blueprint.post("/checkout/<session>")
def show_card(session: str) -> Redirect | tuple[str, int]:
    """Pay with one kind of card, or go back."""
    found = current_store().get(space=SESSIONS, key=session)
    if found is None:
        return render_template("pay/none.html", what="Kort"), 404
    kind = request.form.get("act", "")
    if found["status"] == "open" and kind in {"debit", "credit"}:
        if kind not in found["card_kinds"].split():
            return redirect(f"{request.path}?nej=1", 303)
        pay(found)
    return redirect(found["success_url"], 303)


def pay(found: dict[str, Any]) -> None:
    """The card is charged."""
    charge = {"id": f"ch_{uuid.uuid4().hex}", "object": "charge", "created": int(time.time())}
    found["payment_intent"] = {
        "id": f"pi_{uuid.uuid4().hex}",
        "object": "payment_intent",
        "latest_charge": charge,
    }
    found.update(status="complete", payment_status="paid")
    _changed(SESSIONS, found, "checkout.session.completed")


def signature(body: str, *, secret: str = WEBHOOK_SECRET, at: int | None = None) -> str:
    """What stands in Stripe-Signature."""
    made = int(time.time()) if at is None else at
    digest = hmac.new(secret.encode(), f"{made}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={made},v1={digest}"


def _changed(space: str, found: dict[str, Any], kind: str) -> None:
    current_store().put(space=space, key=found["id"], body=found)
    body = json.dumps(
        {"id": f"evt_{uuid.uuid4().hex}", "object": "event", "type": kind, "data": {"object": found}}
    )
    url = f"{str(current_app.config['PUBLIC_URL']).rstrip('/')}{CALLED}"
    call("card", url=url, headers={"Stripe-Signature": signature(body)}, body=body)


def _once(space: str, made: dict[str, Any]) -> dict[str, Any]:
    """Keep what was made, or tell of what was made with the same idempotency key."""
    store, key = current_store(), request.headers.get("Idempotency-Key", made["id"])
    known = store.get(space=_ONCE, key=key)
    if known is None:
        store.put(space=_ONCE, key=key, body={"id": made["id"]})
        store.put(space=space, key=made["id"], body=made)
        return made
    return store.get(space=space, key=known["id"]) or made


def _unknown_key() -> Answer | None:
    return None if request.headers.get("Authorization") == f"Bearer {KEY}" else _error("api_key_invalid", 401)


def _told_next(code: str) -> bool:
    told = current_store().get(space=_NEXT, key="code")
    if told is None or told.get("code") != code:
        return False
    return current_store().take(space=_NEXT, key="code") is not None


def _lost() -> Answer:
    return _error("gateway", 504)


def _missing() -> Answer:
    return _error("resource_missing", 404)


def _error(code: str, status: int) -> Answer:
    kind = "api_error" if status >= 500 else "invalid_request_error"
    return jsonify(error={"type": kind, "code": code, "message": code}), status
