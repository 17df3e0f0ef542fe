"""Whether what the creditor chose by is still so: the price, the debt beside its interest, the debtor, the report.

An approval that rests on other facts is no approval: the case goes back to be asked about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cases.models import Case, CaseEvent, Quote
from cases.solvency import is_insolvent, latest_report
from ekrav.law.kronofogden import application_fee
from ekrav.law.rates import Rates

Kind = CaseEvent.Kind


class Stale(StrEnum):
    """Why an approval holds no more."""

    NO_QUOTE = "no_quote"
    PRICE = "price"
    MONEY = "money"
    CLAIM = "claim"
    DEBTOR = "debtor"
    REPORT = "report"
    NOBODY = "nobody"


# What may have happened since the choice, and makes it one about other facts.
CHANGED_BY: Final[Mapping[Stale, frozenset[str]]] = {
    Stale.MONEY: frozenset({Kind.PAID, Kind.DIRECT_PAYMENT, Kind.REVERSED, Kind.APPLIED_ANEW}),
    Stale.CLAIM: frozenset({Kind.DISPUTED, Kind.PLAN_ACCEPTED, Kind.DISPUTE_PARTLY, Kind.REOPENED}),
    Stale.DEBTOR: frozenset({Kind.LOOKED_UP}),
}


@dataclass(frozen=True, kw_only=True)
class Approval:
    """The creditor's choice of Kronofogden, and the quote it accepted by it."""

    decided: CaseEvent
    quote: Quote


def approval_of(*, case: Case) -> Approval | None:
    """The last choice of a payment order whose outlay has not been made; None when there is none."""
    chosen = case.events.filter(kind=Kind.DECIDED, facts__choice="payment_order").order_by("-id").first()
    if chosen is None:
        return None
    quote = Quote.objects.filter(
        pk=int(chosen.facts["quote"]), accepted_at__isnull=False, outlay_entry=None
    ).first()
    return Approval(decided=chosen, quote=quote) if quote else None


def stale(*, case: Case, approval: Approval | None, on: date, rates: Rates) -> Stale | None:
    """Why the approval holds no more on `on`; None while it does. Raises NoRow."""
    if approval is None:
        return Stale.NO_QUOTE
    if case.debtor.number_cipher is None:
        return Stale.NOBODY
    if approval.quote.outlay_ore != application_fee(applied=on, rates=rates):
        return Stale.PRICE
    since = set(case.events.filter(pk__gt=approval.decided.pk).values_list("kind", flat=True))
    changed = next((why for why, kinds in CHANGED_BY.items() if since & kinds), None)
    report = latest_report(case=case)
    unknown = report is not None and approval.decided.facts.get("report") != report.pk
    return changed or (Stale.REPORT if unknown and is_insolvent(report) else None)
