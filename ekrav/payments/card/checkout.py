"""Stripe Checkout's wire, by Stripe's own library: sessions, refunds, and calls that are signed.

A session carries our instruction id as `client_reference_id` and is asked for with it as idempotency key. Which cards
are taken (debit, credit) goes along as metadata for the rule at Stripe that refuses the others: Checkout itself has no
such switch. A call is believed to be Stripe's when its signature is right and no older than five minutes; what it says
is read again.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

import stripe
from stripe.params.checkout import SessionCreateParams
from urllib3.exceptions import NewConnectionError

from ekrav.bankfiles.ocr import format_ocr
from ekrav.clock import civil_date
from ekrav.money import Ore
from ekrav.payments.ways.provider import (
    Asked,
    Begun,
    Called,
    Declined,
    Disputed,
    Forged,
    NoAnswer,
    NotKnown,
    NotReached,
    Seen,
)
from ekrav.payments.ways.states import State

T = TypeVar("T")

TOLERANCE: Final = 300
"""Seconds that a signed call stays good."""
_TIME_LIMIT: Final = 15
_OF_SESSION: Final = {"open": State.SENT, "expired": State.EXPIRED}
_OF_REFUND: Final = {"succeeded": State.PAID, "failed": State.DECLINED, "canceled": State.CANCELLED}


class Card:
    """The adapter: `ekrav.payments.ways.provider.Provider`. `url` "" is Stripe's own address."""

    def __init__(self, *, url: str, key: str, webhook_secret: str, kinds: tuple[str, ...]) -> None:
        self._secret = webhook_secret
        self._kinds = kinds
        self._client = stripe.StripeClient(
            key,
            base_addresses={"api": url} if url else {},
            http_client=stripe.RequestsClient(timeout=_TIME_LIMIT),
            max_network_retries=0,
        )

    def create(self, asked: Asked) -> Begun:
        """Ask for a session. Raises `Declined`, `NotReached`, `NoAnswer`."""
        session = _as_agreed(
            lambda: self._client.v1.checkout.sessions.create(
                self._session(asked), {"idempotency_key": asked.instruction_id}
            )
        )
        return Begun(provider_id=session.id, pay_url=session.url or "")

    def read(self, asked: Asked) -> Seen:
        """Read a session and its payment. Raises `NotKnown`, `NotReached`, `NoAnswer`."""
        session = self._read(
            lambda: self._client.v1.checkout.sessions.retrieve(
                asked.provider_id, {"expand": ["payment_intent.latest_charge"]}
            ),
            asked,
        )
        found = session.to_dict()
        paid = found.get("payment_status") == "paid"
        intent = found.get("payment_intent") or {}
        state = State.PAID if paid and intent else _OF_SESSION.get(str(found.get("status")), State.UNKNOWN)
        return Seen(
            state=state,
            instruction_id=str(found.get("client_reference_id") or ""),
            amount=Ore(int(found.get("amount_total") or 0)),
            currency=str(found.get("currency") or "").upper(),
            payment_reference=str(intent.get("id") or "") if isinstance(intent, dict) else str(intent),
            paid_on=_day(intent) if paid and isinstance(intent, dict) else None,
            code="" if state != State.UNKNOWN else "PROCESSING",
        )

    def cancel(self, asked: Asked) -> None:
        """End a session before it is paid. Raises as `read`, and `Declined` when it is too late."""
        _as_agreed(lambda: self._client.v1.checkout.sessions.expire(asked.provider_id))

    def refund(self, asked: Asked) -> Begun:
        """Send money back to the card. Raises `Declined`, `NotReached`, `NoAnswer`."""
        made = _as_agreed(
            lambda: self._client.v1.refunds.create(
                {
                    "payment_intent": asked.refund_of,
                    "amount": int(asked.amount),
                    "metadata": {"instruction_id": asked.instruction_id},
                },
                {"idempotency_key": asked.instruction_id},
            )
        )
        return Begun(provider_id=made.id)

    def read_refund(self, asked: Asked) -> Seen:
        """Read what is sent back. Raises as `read`."""
        found = self._read(lambda: self._client.v1.refunds.retrieve(asked.provider_id), asked).to_dict()
        return Seen(
            state=_OF_REFUND.get(str(found.get("status")), State.SENT),
            instruction_id=str((found.get("metadata") or {}).get("instruction_id") or ""),
            amount=Ore(int(found.get("amount") or 0)),
            currency=str(found.get("currency") or "").upper(),
            payment_reference=str(found.get("id") or ""),
            code=str(found.get("failure_reason") or ""),
        )

    def read_dispute(self, dispute: str) -> Disputed:
        """Read what the holder of a card wants back. Raises `NotKnown`, `NotReached`, `NoAnswer`."""
        found = _read(lambda: self._client.v1.disputes.retrieve(dispute)).to_dict()
        return Disputed(
            dispute=dispute,
            payment_reference=str(found.get("payment_intent") or ""),
            amount=Ore(int(found.get("amount") or 0)),
            currency=str(found.get("currency") or "").upper(),
            lost=found.get("status") == "lost",
        )

    def called(self, *, headers: Mapping[str, str], body: bytes, now: int) -> Called | None:
        """Recognise a signed call; None when it is about something else. Raises `Forged`."""
        header = next((value for name, value in headers.items() if name.lower() == "stripe-signature"), "")
        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(text, header, self._secret, tolerance=None)
            # The first, as in the signature: whoever has an old call can hang a later time on its header.
            signed_at = int(next(part[2:] for part in header.split(",") if part.startswith("t=")))
        except (stripe.SignatureVerificationError, ValueError, StopIteration) as wrong:
            raise Forged from wrong
        if abs(now - signed_at) > TOLERANCE:
            raise Forged
        return _about(text)

    def _session(self, asked: Asked) -> SessionCreateParams:
        return {
            "mode": "payment",
            "allowed_payment_method_types": ["card"],
            "client_reference_id": asked.instruction_id,
            "line_items": [
                {
                    "price_data": {
                        "currency": "sek",
                        "unit_amount": int(asked.amount),
                        "product_data": {"name": f"OCR {format_ocr(asked.ocr)}"},
                    },
                    "quantity": 1,
                }
            ],
            "payment_intent_data": {"metadata": {"card_kinds": " ".join(self._kinds)}},
            "success_url": asked.return_url,
            "cancel_url": asked.return_url,
            "locale": "sv",
        }

    def _read(self, call: Callable[[], T], asked: Asked) -> T:
        if not asked.provider_id:
            raise NotKnown
        return _read(call)


def _read(call: Callable[[], T]) -> T:
    try:
        return _as_agreed(call)
    except Declined as declined:
        if declined.code == "resource_missing":
            raise NotKnown from declined
        raise NoAnswer(declined.code) from declined


def _about(text: str) -> Called | None:
    try:
        about = json.loads(text)["data"]["object"]
        kind, name = str(about["object"]), str(about["id"])
    except (KeyError, TypeError, ValueError):
        return None
    if kind == "dispute":
        return Called(dispute=name[:120])
    return Called(provider_id=name[:120]) if kind in {"checkout.session", "refund"} else None


def _as_agreed(call: Callable[[], T]) -> T:
    """Call Stripe, and say what a failure means. A refused card is no failure: Checkout tells the payer itself."""
    try:
        return call()
    except stripe.APIConnectionError as failed:
        raise (NotReached if _never_connected(failed) else NoAnswer)(type(failed).__name__) from failed
    except (stripe.IdempotencyError, stripe.APIError) as failed:
        raise NoAnswer(f"HTTP {failed.http_status}") from failed
    except stripe.StripeError as refused:
        raise Declined(str(refused.code or f"HTTP {refused.http_status}")[:40]) from refused


def _never_connected(failed: BaseException) -> bool:
    seen: BaseException | None = failed
    while seen is not None:
        if isinstance(getattr(next(iter(seen.args), None), "reason", None), NewConnectionError):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _day(intent: Mapping[str, Any]) -> date | None:
    charge = intent.get("latest_charge")
    made = charge.get("created") if isinstance(charge, dict) else None
    return civil_date(datetime.fromtimestamp(int(made), tz=UTC)) if made else None
