"""Swish Handel's wire: m-commerce payment requests and refunds, known by our own instruction id.

Source: Swish's merchant API version 2, as its open clients speak it. Bases end in `/swish-cpcapi/api`. Mutual TLS with
the merchant's certificate. The instruction id is 32 capital hexadecimal digits, and stands as the payee's reference
too: an OCR number there would let the bank's file book the same money once more as a bankgiro payment. The OCR is in
the message, for people.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import requests
from urllib3.exceptions import NewConnectionError

from ekrav.clock import civil_date
from ekrav.money import Ore
from ekrav.payments.ways.provider import (
    Asked,
    Begun,
    Called,
    Declined,
    Forged,
    NoAnswer,
    NotKnown,
    NotReached,
    Seen,
)
from ekrav.payments.ways.states import State

_TIME_LIMITS: Final = (5, 15)
"""Seconds to connect, and to wait for the answer."""
_CANCEL: Final = [{"op": "replace", "path": "/status", "value": "cancelled"}]
_KNOWN_ALREADY: Final = "RP09"
_BANK_TIMED_OUT: Final = "DS24"
_ENDED: Final = {"DECLINED": State.DECLINED, "CANCELLED": State.CANCELLED}
_TIMED_OUT: Final = "TM01"
_LARGEST_CALL: Final = 16 * 1024


@dataclass(frozen=True, kw_only=True)
class Merchant:
    """Where Swish is, and as whom we speak: the Swish number, and the paths of certificate, key and Swish's own root.

    `authority` "" trusts the system's roots.
    """

    url: str
    number: str
    certificate: str
    key: str
    authority: str = ""


class Swish:
    """The adapter: `ekrav.payments.ways.provider.Provider`."""

    def __init__(self, merchant: Merchant) -> None:
        self._merchant = merchant

    def create(self, asked: Asked) -> Begun:
        """Ask for a payment, opened by a token. Raises `Declined`, `NotReached`, `NoAnswer`."""
        body = {
            "payeePaymentReference": asked.instruction_id,
            "callbackUrl": asked.callback_url,
            "callbackIdentifier": asked.callback_id,
            "payeeAlias": self._merchant.number,
            "amount": _kronor(asked.amount),
            "currency": "SEK",
            "message": f"OCR {asked.ocr}",
        }
        answer = self._call("PUT", f"v2/paymentrequests/{asked.instruction_id}", body)
        return self._begun(answer, asked)

    def read(self, asked: Asked) -> Seen:
        """Read a payment. Raises `NotKnown`, `NotReached`, `NoAnswer`."""
        found = self._read(f"v1/paymentrequests/{asked.instruction_id}")
        return _seen(found, ours=found.get("payeePaymentReference"), payee=self._merchant.number)

    def cancel(self, asked: Asked) -> None:
        """Ask to take a payment back before it is made. Raises as `read`, and `Declined` when it is too late."""
        answer = self._call(
            "PATCH", f"v1/paymentrequests/{asked.instruction_id}", _CANCEL, "application/json-patch+json"
        )
        if answer.status_code == 404:
            raise NotKnown
        _refuse(answer)

    def refund(self, asked: Asked) -> Begun:
        """Send money back to the phone that paid. Raises `Declined`, `NotReached`, `NoAnswer`."""
        body = {
            "originalPaymentReference": asked.refund_of,
            "payerPaymentReference": asked.instruction_id,
            "callbackUrl": asked.callback_url,
            "callbackIdentifier": asked.callback_id,
            "payerAlias": self._merchant.number,
            "amount": _kronor(asked.amount),
            "currency": "SEK",
            "message": f"OCR {asked.ocr}",
        }
        answer = self._call("PUT", f"v2/refunds/{asked.instruction_id}", body)
        return self._begun(answer, asked)

    def read_refund(self, asked: Asked) -> Seen:
        """Read what is sent back. Raises as `read`."""
        found = self._read(f"v1/refunds/{asked.instruction_id}")
        return _seen(found, ours=found.get("payerPaymentReference"), payee=None)

    def called(self, *, headers: Mapping[str, str], body: bytes, now: int) -> Called | None:
        """Recognise a call by the identifier that only Swish and we know. Raises `Forged`.

        Nothing in the body is believed, and no address in it is ever asked.
        """
        identifier = next(
            (value for name, value in headers.items() if name.lower() == "callbackidentifier"), ""
        )
        if not 32 <= len(identifier) <= 36 or len(body) > _LARGEST_CALL:
            raise Forged
        return Called(callback_id=identifier)

    def _begun(self, answer: requests.Response, asked: Asked) -> Begun:
        if answer.status_code != 201 and _KNOWN_ALREADY not in _codes(answer):
            _refuse(answer)
            raise NoAnswer(f"HTTP {answer.status_code}")
        return Begun(
            provider_id=asked.instruction_id, token=answer.headers.get("PaymentRequestToken", "")[:120]
        )

    def _read(self, path: str) -> dict[str, Any]:
        answer = self._call("GET", path)
        if answer.status_code == 404:
            raise NotKnown
        if answer.status_code != 200:
            raise NoAnswer(f"HTTP {answer.status_code}")
        try:
            # Money is never a float, whatever JSON calls a number.
            found = json.loads(answer.content, parse_float=Decimal)
        except ValueError as unreadable:
            raise NoAnswer("not JSON") from unreadable
        if not isinstance(found, dict):
            raise NoAnswer("not an object")
        return found

    def _call(
        self, method: str, path: str, body: object = None, content_type: str = "application/json"
    ) -> requests.Response:
        merchant = self._merchant
        try:
            return requests.request(
                method,
                f"{merchant.url.rstrip('/')}/{path}",
                data=None if body is None else json.dumps(body).encode(),
                headers={"Content-Type": content_type},
                cert=(merchant.certificate, merchant.key),
                verify=merchant.authority or True,
                timeout=_TIME_LIMITS,
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as failed:
            raise (NotReached if _never_connected(failed) else NoAnswer)(type(failed).__name__) from failed


def _seen(found: Mapping[str, Any], *, ours: object, payee: str | None) -> Seen:
    status, code = str(found.get("status", "")), str(found.get("errorCode") or "")
    amount, currency = _ore(found.get("amount")), str(found.get("currency", ""))
    # Another merchant's payment is as little ours as another amount.
    mine = payee is None or hmac.compare_digest(str(found.get("payeeAlias", "")), payee)
    reference = str(found.get("paymentReference") or "")
    return Seen(
        state=_state(status, code, reference),
        instruction_id=str(ours or "") if mine else "",
        amount=amount,
        currency=currency,
        payment_reference=reference,
        paid_on=civil_date(datetime.fromisoformat(str(found["datePaid"]))) if found.get("datePaid") else None,
        code=code,
    )


def _state(status: str, code: str, reference: str) -> State:
    """What a status means. A time-out at the bank, and any word that we do not know, is no answer yet."""
    if status == "PAID" and reference:
        return State.PAID
    if status in _ENDED:
        return _ENDED[status]
    if status == "ERROR" and code != _BANK_TIMED_OUT:
        return State.EXPIRED if code == _TIMED_OUT else State.DECLINED
    return State.SENT if status in {"CREATED", "VALIDATED", "INITIATED", "DEBITED"} else State.UNKNOWN


def _refuse(answer: requests.Response) -> None:
    """Raise `Declined` for what Swish refuses outright; other answers than those tell nothing."""
    if answer.status_code in {400, 401, 403, 404, 415, 422, 429}:
        raise Declined(next(iter(_codes(answer)), f"HTTP {answer.status_code}"))
    if answer.status_code >= 300:
        raise NoAnswer(f"HTTP {answer.status_code}")


def _codes(answer: requests.Response) -> list[str]:
    try:
        errors = answer.json()
    except ValueError:
        return []
    if isinstance(errors, dict):
        errors = [errors]
    if not isinstance(errors, list):
        return []
    return [
        str(error["errorCode"])[:40] for error in errors if isinstance(error, dict) and error.get("errorCode")
    ]


def _kronor(amount: Ore) -> str:
    return f"{amount // 100}.{amount % 100:02}"


def _ore(amount: object) -> Ore:
    """The amount in öre; 0, which nothing costs, for what is none."""
    try:
        ore = Decimal(str(amount)) * 100
        return Ore(int(ore)) if ore == int(ore) else Ore(0)
    except (InvalidOperation, ValueError, OverflowError):
        return Ore(0)


def _never_connected(failed: Exception) -> bool:
    """Whether nothing can have left. A TLS handshake that fails is before anything is said, too."""
    if isinstance(failed, requests.ConnectTimeout | requests.exceptions.SSLError) or not isinstance(
        failed, requests.RequestException
    ):
        return True
    inner = failed.args[0] if failed.args else None
    return isinstance(getattr(inner, "reason", None), NewConnectionError)
