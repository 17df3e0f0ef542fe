"""A price on a page: computed, and kept nowhere until somebody accepts it.

The form carries what was shown, signed. A quote is written when the form comes back, and only at the price that was
shown: one that has changed since, or whose last day is out, is refused.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core import signing

from cases.models import Case, Quote
from cases.quote import Price, QuoteRefused, Reason, tariff_of
from cases.states import STANDINGS, State

SALT: Final = "cases.shown_price"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A price, the last day it holds, and what the form sends back of it."""

    price: Price
    valid_until: date
    token: str


def show(*, case: Case, kind: Quote.Kind, price: Price, today: date) -> Shown:
    """The price as a page shows it, for as long as the tariff says. Writes nothing."""
    until = today + timedelta(days=tariff_of(case=case).quote_days)
    said = {**_said(case=case, kind=kind, price=price), "until": until.isoformat()}
    return Shown(price=price, valid_until=until, token=signing.dumps(said, salt=SALT))


def require_shown(*, token: str, case: Case, kind: Quote.Kind, price: Price, today: date) -> None:
    """Make sure that what came back is this price of this case, and that it still holds. Raises `QuoteRefused`."""
    if not STANDINGS[State(case.state)].open:
        raise QuoteRefused(Reason.CLOSED)
    try:
        shown = signing.loads(token, salt=SALT)
    except signing.BadSignature as refused:
        raise QuoteRefused(Reason.UNKNOWN) from refused
    until, now = shown.pop("until"), _said(case=case, kind=kind, price=price)
    if (shown["case"], shown["kind"]) != (now["case"], now["kind"]):
        raise QuoteRefused(Reason.UNKNOWN)
    if date.fromisoformat(until) < today:
        raise QuoteRefused(Reason.EXPIRED)
    if shown != now:
        raise QuoteRefused(Reason.CHANGED)


def _said(*, case: Case, kind: Quote.Kind, price: Price) -> dict[str, str | int]:
    return {
        "case": case.number,
        "kind": kind.value,
        "fee": price.fee,
        "vat": price.vat,
        "outlay": price.outlay,
        "tariff": tariff_of(case=case).version,
    }
