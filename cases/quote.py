"""Quotes: a price is offered, accepted once, and only then charged. Nothing else is ever posted at a creditor's cost.

The fee is the agency's, with VAT beside it (mervärdesskattelagen); an outlay is paid to others for the creditor and
carries none. A price that is asked for again while it holds is the same quote.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Case, Quote, StandingChoice
from ekrav.accounts.models import Creditor
from ekrav.agency.models import Tariff
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.law.rates import Rates
from ekrav.law.vat import vat_on
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore

CHARGED = "charge creditor"
ADVANCED = "advance outlay"
NOTHING = Ore(0)


class Reason(StrEnum):
    """Why a quote is not accepted."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    CLOSED = "closed"


class QuoteRefused(ValueError):
    """The price cannot be accepted, and nothing was done."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Price:
    """What something costs the creditor, in öre."""

    fee: Ore
    vat: Ore
    outlay: Ore = NOTHING

    @property
    def total(self) -> Ore:
        """All of it."""
        return Ore(self.fee + self.vat + self.outlay)


def price(*, fee: Ore, outlay: Ore = NOTHING, on: date, rates: Rates) -> Price:
    """A fee with the VAT of the day, and an outlay. Raises `NoRow`."""
    return Price(fee=fee, vat=vat_on(fee=fee, on=on, rates=rates), outlay=outlay)


def price_in(*, quote: Quote) -> Price:
    """The price a quote offers."""
    return Price(fee=Ore(quote.fee_ore), vat=Ore(quote.vat_ore), outlay=Ore(quote.outlay_ore))


def tariff_of(*, case: Case) -> Tariff:
    """What the case's creditor has agreed with the agency."""
    return Creditor.objects.select_related("tariff").get(pk=case.creditor_id).tariff


def offer(*, case: Case, kind: Quote.Kind, price: Price, today: date, at: datetime) -> Quote:
    """Offer the price for as long as the tariff says; the offer that is open, when it says the same."""
    tariff = tariff_of(case=case)
    said = {
        "case": case,
        "kind": kind,
        "fee_ore": price.fee,
        "vat_ore": price.vat,
        "outlay_ore": price.outlay,
        "tariff_version": tariff.version,
    }
    there = Quote.objects.filter(**said, accepted_at=None, valid_until__gte=today).order_by("-id").first()
    if there is not None:
        return there
    until = today + timedelta(days=tariff.quote_days)
    return Quote.objects.create(**said, offered_at=at, valid_until=until)


def accept_offered(
    *,
    case: Case,
    quote_id: uuid.UUID | None,
    kind: Quote.Kind,
    price: Price,
    today: date,
    at: datetime,
    by: Actor,
) -> Quote:
    """Accept the case's quote that somebody was shown, if `price` is still what it costs. Raises `QuoteRefused`."""
    offered = Quote.objects.filter(case=case, kind=kind)
    quote = offered.filter(public_id=quote_id).first() if quote_id else None
    if quote is None:
        raise QuoteRefused(Reason.UNKNOWN)
    accept_quote(quote=quote, today=today, at=at, by=by)
    if price_in(quote=quote) != price:
        raise QuoteRefused(Reason.CHANGED)
    return quote


def accept_quote(*, quote: Quote, today: date, at: datetime, by: Actor | StandingChoice) -> None:
    """Accept a quote once, by a named person or by the creditor's standing choice. Raises `QuoteRefused`."""
    who: dict[str, Any] = {"accepted_at": at}
    if isinstance(by, StandingChoice):
        who["standing_choice"] = by
    else:
        who["accepted_by"] = by.id
    open_ones = Quote.objects.filter(pk=quote.pk, accepted_at=None, valid_until__gte=today)
    if open_ones.update(**who) != 1:
        quote.refresh_from_db()
        raise QuoteRefused(Reason.ACCEPTED if quote.accepted_at else Reason.EXPIRED)
    for name, value in who.items():
        setattr(quote, name, value)


def outlays(case: Case) -> QuerySet[Quote]:
    """The case's quotes whose outlay stands: advanced, and not taken back because nothing was filed by it."""
    back = Entry.objects.filter(reverses=OuterRef("outlay_entry"))
    return Quote.objects.filter(case=case, outlay_entry__isnull=False).exclude(Exists(back))


def charge(*, case: Case, quote: Quote, on: date, at: datetime) -> Entry | None:
    """Post an accepted quote's fee at its creditor's cost; None when it is 0. Charged again, the entry that is there.

    The next payout takes the fee, adds its VAT and sets the sum off. An outlay is charged by the act that pays it.
    Raises `QuoteRefused` for a quote that nobody has accepted.
    """
    fee, to = Ore(quote.fee_ore), Account.DUE_COSTS
    entry = _post_quoted(
        case=case, quote=quote, amount=fee, to=to, key=f"quote {quote.pk}", kind=CHARGED, on=on
    )
    if entry and Quote.objects.filter(pk=quote.pk, entry=None).update(entry=entry):
        record(act="creditor_charged", on=quote, by=MACHINE, at=at, facts={"fee_ore": fee})
    return entry


def advance(*, case: Case, quote: Quote, on: date, at: datetime) -> Entry | None:
    """Post an accepted quote's outlay: the agency has paid it for the creditor, who owes it, without VAT.

    The next payout sets it off; what the debtor pays of it later is the creditor's. None when there is none; made
    again, the entry that is there. Raises `QuoteRefused` for a quote that nobody has accepted.
    """
    outlay, to, key = Ore(quote.outlay_ore), Account.AGENCY_OUTLAYS, f"outlay of quote {quote.pk}"
    entry = _post_quoted(case=case, quote=quote, amount=outlay, to=to, key=key, kind=ADVANCED, on=on)
    if entry and Quote.objects.filter(pk=quote.pk, outlay_entry=None).update(outlay_entry=entry):
        record(act="outlay_advanced", on=quote, by=MACHINE, at=at, facts={"outlay_ore": outlay})
    return entry


def _post_quoted(
    *, case: Case, quote: Quote, amount: Ore, to: Account, key: str, kind: str, on: date
) -> Entry | None:
    """Let the creditor owe an amount of a quote that it has accepted; None when it is 0."""
    if not Quote.objects.filter(pk=quote.pk, case=case, accepted_at__isnull=False).exists():
        raise QuoteRefused(Reason.UNKNOWN)
    if not amount:
        return None
    owed = [debit(Account.CREDITOR_OWES, amount, case.subledger), credit(to, amount, case.subledger)]
    return post(key=key, kind=kind, booked_date=on, lines=owed)
