"""The sandboxed Swish: payment requests and refunds on its real wire, behind mutual TLS; its phone is `swish_pages`.

The wire is described in `ekrav.payments.swish.api`. A code as the message, as in Swish's own simulator, is how
the payment ends: refused at once when it is one of those, else when the phone approves. `PUT /swish/next` `{"code"}`
forces it on the next payment or refund instead; `{"code": "TIMEOUT"}` takes it and answers too late. Paid money goes to
the client-funds account at the sandboxed bank.
"""

import re
import time
import uuid
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from json import dumps
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from ekrav.bankfiles.accounts import BANKGIRO, Account
from ekrav.sandbox.bank_book import bank_day, lay_named, opened
from ekrav.sandbox.calls import call
from ekrav.sandbox.demo_data import NORDANVIK
from ekrav.sandbox.store import current_store

blueprint = Blueprint("swish", __name__)

API: Final = "/swish-cpcapi/api"
NUMBER: Final = "1231181189"
LASTS: Final = 180
"""Seconds until a payment that nobody approves is over."""
AT_ONCE: Final = frozenset({
    "FF08", "RP01", "RP02", "RP03", "RP04", "RP06", "PA01", "PA02", "AM02", "AM03", "AM06", "BE18", "ACMT01", "ACMT03",
    "ACMT07", "RF02", "RF03", "RF04", "RF06", "RF08", "RF09",
})  # fmt: skip
IN_THE_END: Final = frozenset({
    "RF07", "BANKIDCL", "BANKIDONGOING", "BANKIDUNKN", "TM01", "DS24", "FF10", "VR01", "VR02", "AM04", "AM21",
})  # fmt: skip
TIMEOUT: Final = "TIMEOUT"
PAYMENTS, REFUNDS, _NEXT = "swish payments", "swish refunds", "swish next"
_ID: Final = re.compile("[0-9A-F]{32}")

Answer = Response | tuple[Response, int] | tuple[str, int, dict[str, str]]


@blueprint.before_request
def known_merchant() -> Answer | None:
    """The API answers only over TLS, where nobody comes without the merchant's certificate."""
    inside = request.path.startswith(f"/swish{API}")
    return (jsonify(error="client certificate"), 403) if inside and not request.is_secure else None


@blueprint.put(f"{API}/v2/paymentrequests/<instruction>")
def create(instruction: str) -> Answer:
    """Take a payment request."""
    asked = _asked()
    code = _forced(str(asked.get("message", "")))
    if wrong := _wrong(instruction, asked, kind=PAYMENTS, payee=str(asked.get("payeeAlias"))) or (
        code if code in AT_ONCE else ""
    ):
        return _refused(wrong)
    token = uuid.uuid4().hex
    _keep(
        PAYMENTS,
        instruction,
        {**asked, "status": "CREATED", "forced": code, "token": token, "made": time.time()},
    )
    if code == TIMEOUT:
        return _silence()
    location = f"{request.url_root}swish{API}/v1/paymentrequests/{instruction}"
    return "", 201, {"Location": location, "PaymentRequestToken": token}


@blueprint.get(f"{API}/v1/paymentrequests/<instruction>")
def read(instruction: str) -> Answer:
    """Tell of a payment request."""
    found = find(instruction)
    return (jsonify(_told(instruction, found)), 200) if found else _missing()


@blueprint.patch(f"{API}/v1/paymentrequests/<instruction>")
def cancel(instruction: str) -> Answer:
    """Take a payment request back, when nobody has approved it."""
    found = find(instruction)
    if found is None:
        return _missing()
    if found["status"] != "CREATED":
        return _refused("RP08")
    end(instruction, found, status="CANCELLED")
    return jsonify(_told(instruction, found)), 200


@blueprint.put(f"{API}/v2/refunds/<instruction>")
def refund(instruction: str) -> Answer:
    """Send money back, at once."""
    asked = _asked()
    code = _forced(str(asked.get("message", "")))
    paid = _paid_by(str(asked.get("originalPaymentReference")))
    if paid is None:
        return _refused("RF02")
    wrong = _wrong(instruction, asked, kind=REFUNDS, payee=str(asked.get("payerAlias")))
    if wrong or code in AT_ONCE:
        return _refused(wrong or code)
    ends = {"status": "ERROR", "errorCode": code} if code in IN_THE_END else _settled(-1, asked, instruction)
    _keep(REFUNDS, instruction, {**asked, **ends})
    if code == TIMEOUT:
        return _silence()
    return "", 201, {"Location": f"{request.url_root}swish{API}/v1/refunds/{instruction}"}


@blueprint.get(f"{API}/v1/refunds/<instruction>")
def read_refund(instruction: str) -> Answer:
    """Tell of a refund."""
    found = current_store().get(space=REFUNDS, key=instruction)
    return (jsonify(_told(instruction, found)), 200) if found else _missing()


@blueprint.put("/next")
def force_next() -> Answer:
    """Say how the next payment or refund ends."""
    current_store().put(space=_NEXT, key="code", body={"code": str(_asked().get("code"))})
    return jsonify(), 200


def find(instruction: str) -> dict[str, Any] | None:
    """The payment request; one that nobody has approved in time is over."""
    found = current_store().get(space=PAYMENTS, key=instruction)
    if found and found["status"] == "CREATED" and time.time() > found["made"] + LASTS:
        end(instruction, found, status="ERROR", code="TM01")
    return found


def approve(instruction: str, found: dict[str, Any]) -> None:
    """The phone says yes: paid, unless something else has been told."""
    if found["forced"] in IN_THE_END:
        end(instruction, found, status="ERROR", code=found["forced"])
    else:
        found.update(_settled(1, found, instruction))
        end(instruction, found, status="PAID")


def end(instruction: str, found: dict[str, Any], *, status: str, code: str = "") -> None:
    """Let a payment request end, and call."""
    found.update(status=status, errorCode=code or None)
    _keep(PAYMENTS, instruction, found)
    told = dumps(_told(instruction, found))
    call(
        "swish",
        url=found["callbackUrl"],
        headers={"callbackIdentifier": found["callbackIdentifier"]},
        body=told,
    )


def bank_says_paid(instruction: str) -> None:
    """What the bank answered too late comes out: the payment was made after all."""
    found = current_store().get(space=PAYMENTS, key=instruction)
    assert found is not None
    found.update(_settled(1, found, instruction))
    end(instruction, found, status="PAID")


@blueprint.post("/paid-after-all/<instruction>")
def paid_after_all(instruction: str) -> Answer:
    """The bank's late answer."""
    bank_says_paid(instruction)
    return jsonify(), 200


def ore_of(found: dict[str, Any]) -> int:
    """The amount in öre."""
    return int(Decimal(str(found["amount"])) * 100)


def _settled(sign: int, found: dict[str, Any], instruction: str) -> dict[str, Any]:
    """Move the money at the bank; what Swish then tells of it."""
    reference = uuid.uuid4().hex.upper()
    with opened(current_store()) as bank:
        day = bank_day(bank, datetime.now(UTC).date()).isoformat()
        lay_named(
            bank,
            on=str(Account(BANKGIRO, NORDANVIK.bankgiros[0])),
            amount_ore=sign * ore_of(found),
            reference=instruction,
            text=str(found.get("message", "")),
            payer="Swish",
            name=reference,
            day=day,
        )
    paid = f"{day}T{datetime.now(UTC):%H:%M:%S}.000Z"
    return {"status": "PAID", "paymentReference": reference, "datePaid": paid}


def _told(instruction: str, found: dict[str, Any]) -> dict[str, Any]:
    hidden = {"forced", "token", "made", "callbackIdentifier"}
    return {"id": instruction, **{name: value for name, value in found.items() if name not in hidden}}


def _asked() -> dict[str, Any]:
    asked = request.get_json(silent=True, force=True)
    return asked if isinstance(asked, dict) else {}


def _forced(message: str) -> str:
    told = current_store().take(space=_NEXT, key="code")
    return message if message in AT_ONCE | IN_THE_END else str(told["code"]) if told else ""


def _wrong(instruction: str, asked: dict[str, Any], *, kind: str, payee: str) -> str:
    """Swish's code for what is wrong with the request; "" when nothing is."""
    if current_store().get(space=kind, key=instruction):
        return "RP09"
    reference = str(asked.get("payeePaymentReference") or asked.get("payerPaymentReference") or "")
    rules = (
        ("RP09", _ID.fullmatch(instruction)),
        ("FF08", re.fullmatch("[A-Za-z0-9]{1,35}", reference)),
        (
            "RP03",
            str(asked.get("callbackUrl", "")).startswith(
                ("https://", "http://localhost:", "http://127.0.0.1:")
            ),
        ),
        ("RP04", 32 <= len(str(asked.get("callbackIdentifier", ""))) <= 36),
        ("RP01", payee == NUMBER),
        ("AM03", asked.get("currency") == "SEK"),
        ("RP02", re.fullmatch('[a-zåäöA-ZÅÄÖ0-9 :;.,?!()"-]{0,50}', str(asked.get("message", "")))),
        ("PA02", _is_amount(asked.get("amount"))),
    )
    wrong = next((code for code, holds in rules if not holds), "")
    return wrong or ("AM06" if ore_of(asked) < 100 else "AM02" if ore_of(asked) > 99_999_999_999_99 else "")


def _is_amount(text: object) -> bool:
    try:
        amount = Decimal(str(text))
    except InvalidOperation:
        return False
    return amount.is_finite() and amount == round(amount, 2)


def _paid_by(reference: str) -> dict[str, Any] | None:
    every = current_store().all(space=PAYMENTS).values()
    return next((one for one in every if one.get("paymentReference") == reference), None)


def _keep(kind: str, instruction: str, body: dict[str, Any]) -> None:
    current_store().put(space=kind, key=instruction, body=body)


def _refused(code: str) -> Answer:
    return jsonify([{"errorCode": code, "errorMessage": code, "additionalInformation": None}]), 422


def _missing() -> Answer:
    return jsonify([{"errorCode": "RP04", "errorMessage": "not found"}]), 404


def _silence() -> Answer:
    """What a gateway says that has waited too long: the request has been taken all the same."""
    return jsonify(), 504
