"""Everybody's phone: the Swish app, where a payment is approved or declined. A page, reached by the payment's token."""

from typing import Any, Final

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ekrav.sandbox.store import current_store
from ekrav.sandbox.swish import PAYMENTS, approve, end, find, ore_of

blueprint = Blueprint("swish_pages", __name__)

WORDS: Final = {
    "PAID": "Betald",
    "DECLINED": "Nekad av dig",
    "CANCELLED": "Avbruten av mottagaren",
    "ERROR": "Det gick inte",
}


@blueprint.get("/")
def phone() -> str:
    """The payments that wait on the phone, and how the latest ended."""
    every = [(key, find(key) or {}) for key in reversed(current_store().all(space=PAYMENTS))]
    waiting = [
        (found["token"], ore_of(found), found.get("message", ""))
        for _, found in every
        if found.get("status") == "CREATED"
    ]
    return render_template("pay/phone.html", waiting=waiting)


@blueprint.get("/telefon/")
def payment() -> str | tuple[str, int]:
    """One payment, as the app shows it."""
    instruction, found = _by_token(request.args.get("token", ""))
    if not instruction:
        return render_template("pay/none.html", what="Swish"), 404
    return render_template(
        "pay/pay.html",
        what="Swish",
        ore=ore_of(found),
        message=found.get("message", ""),
        token=found["token"],
        back=_back(),
        acts=[("approve", "Betala"), ("decline", "Avböj")] if found["status"] == "CREATED" else [],
        ended=WORDS.get(found["status"], ""),
        code=found.get("errorCode") or "",
    )


@blueprint.post("/telefon/")
def answer() -> Response | tuple[str, int]:
    """Approve or decline, once."""
    instruction, found = _by_token(request.form.get("token", ""))
    if not instruction:
        return render_template("pay/none.html", what="Swish"), 404
    if found["status"] == "CREATED":
        if request.form.get("act") == "approve":
            approve(instruction, found)
        else:
            end(instruction, found, status="DECLINED")
    return redirect(
        url_for("swish_pages.payment", token=found["token"], callbackurl=request.args.get("callbackurl", "")),
        303,
    )


def _by_token(token: str) -> tuple[str, dict[str, Any]]:
    for instruction, found in current_store().all(space=PAYMENTS).items():
        if token and found["token"] == token:
            return instruction, find(instruction) or found
    return "", {}


def _back() -> str:
    """The page that the app leads back to: of the service's own, and no other."""
    portal, asked = str(current_app.config["PORTAL_URL"]).rstrip("/"), request.args.get("callbackurl", "")
    return asked if portal and asked.startswith(f"{portal}/") else ""
