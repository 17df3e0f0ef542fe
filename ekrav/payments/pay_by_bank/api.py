"""Pay by bank: the adapter, and the wire that a provider or a gateway to one must serve.

- `PUT {url}/payments/ID`, ID our instruction id, `{"amount_ore", "currency", "reference", "message", "notify_url",
  "return_url"}` → 201 `{"pay_url"}`; the same ID again is the same payment (200). 422 `{"code"}` when it is refused.
- `GET {url}/payments/ID` → 200 `{"id", "amount_ore", "currency", "status", "payment_reference", "paid_on", "code"}`;
  404 when there is none. `status`: open, paid, declined, cancelled, expired, unknown.
- `POST {url}/payments/ID/cancel` → 200, or 409 when it is too late.
- The provider calls `notify_url` with `{"id"}`.

Every request and every call is signed (`ekrav.payments.pay_by_bank.signing`). Money goes to the client-funds account
with `reference`, our instruction id. Nothing is sent back this way: it was an ordinary transfer.
"""

import json
import time
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NewConnectionError

from ekrav.money import Ore
from ekrav.payments.pay_by_bank.signing import HEADER, is_signed, sign
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
_STATES: Final = {
    "open": State.SENT,
    "paid": State.PAID,
    "declined": State.DECLINED,
    "cancelled": State.CANCELLED,
    "expired": State.EXPIRED,
}
CALLED_AT: Final = "notify"
"""What stands for the path when a call is signed: proxies may change paths, and there is one address."""


class PayByBank:
    """The adapter: `ekrav.payments.ways.provider.Provider`."""

    def __init__(self, *, url: str, key: str) -> None:
        self._url = url.rstrip("/")
        self._key = key

    def create(self, asked: Asked) -> Begun:
        """Ask for a payment. Raises `Declined`, `NotReached`, `NoAnswer`."""
        body = {
            "amount_ore": int(asked.amount),
            "currency": "SEK",
            "reference": asked.instruction_id,
            "message": f"OCR {asked.ocr}",
            "notify_url": asked.callback_url,
            "return_url": asked.return_url,
        }
        found = self._call("PUT", f"/payments/{asked.instruction_id}", body, expect=(200, 201))
        return Begun(provider_id=asked.instruction_id, pay_url=str(found.get("pay_url") or "")[:1000])

    def read(self, asked: Asked) -> Seen:
        """Read a payment. Raises `NotKnown`, `NotReached`, `NoAnswer`."""
        found = self._call("GET", f"/payments/{asked.instruction_id}", None, expect=(200,))
        reference = str(found.get("payment_reference") or "")
        state = _STATES.get(str(found.get("status")), State.UNKNOWN)
        ore = found.get("amount_ore")
        return Seen(
            state=State.UNKNOWN if state == State.PAID and not reference else state,
            instruction_id=str(found.get("id") or ""),
            amount=Ore(ore if type(ore) is int else 0),
            currency=str(found.get("currency") or ""),
            payment_reference=reference[:120],
            paid_on=_day(found.get("paid_on")),
            code=str(found.get("code") or "")[:40],
        )

    def cancel(self, asked: Asked) -> None:
        """Take a payment back before it is made. Raises as `read`, and `Declined` when it is too late."""
        self._call("POST", f"/payments/{asked.instruction_id}/cancel", {}, expect=(200,))

    def refund(self, asked: Asked) -> Begun:
        """Refuse: what came from a bank account goes back as a transfer. Raises `Declined`."""
        raise Declined("NOT_OFFERED")

    def read_refund(self, asked: Asked) -> Seen:
        """There is none. Raises `NotKnown`."""
        raise NotKnown

    def called(self, *, headers: Mapping[str, str], body: bytes, now: int) -> Called | None:
        """Recognise a signed call. Raises `Forged`."""
        header = next((value for name, value in headers.items() if name.lower() == HEADER.lower()), "")
        if not is_signed(key=self._key, header=header, method="POST", path=CALLED_AT, body=body, now=now):
            raise Forged
        try:
            return Called(provider_id=str(json.loads(body)["id"])[:120])
        except (KeyError, TypeError, ValueError):
            return None

    def _call(self, method: str, path: str, body: object, *, expect: tuple[int, ...]) -> dict[str, Any]:
        content = b"" if body is None else json.dumps(body).encode()
        address = self._url + path
        signed = sign(
            key=self._key, method=method, path=urlsplit(address).path, body=content, now=int(time.time())
        )
        try:
            answer = requests.request(
                method,
                address,
                data=content or None,
                headers={HEADER: signed, "Content-Type": "application/json"},
                timeout=_TIME_LIMITS,
                allow_redirects=False,
            )
            found = answer.json() if answer.content else {}
        except ValueError as unreadable:
            raise NoAnswer("not JSON") from unreadable
        except requests.RequestException as failed:
            raise (NotReached if _never_connected(failed) else NoAnswer)(type(failed).__name__) from failed
        return _answered(answer.status_code, found, expect=expect)


def _answered(status: int, found: Any, *, expect: tuple[int, ...]) -> dict[str, Any]:
    said = found if isinstance(found, dict) else {}
    if status in expect:
        return said
    if status == 404:
        raise NotKnown
    if 400 <= status < 500:
        raise Declined(str(said.get("code") or f"HTTP {status}")[:40])
    raise NoAnswer(f"HTTP {status}")


def _never_connected(failed: requests.RequestException) -> bool:
    if isinstance(failed, requests.ConnectTimeout):
        return True
    inner = failed.args[0] if failed.args else None
    return isinstance(getattr(inner, "reason", None), NewConnectionError)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
