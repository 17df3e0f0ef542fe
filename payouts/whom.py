"""Who is paid in a draft, and who waits and why: one answer for the draft, the forecast and the creditor's page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.accounts.bankgiro import holding_changes
from ekrav.accounts.models import BankgiroChange, Creditor
from ekrav.agency.models import Agency
from ekrav.law.rates import Rates
from ekrav.ledger.models import Line
from payouts.holds import standing_holds
from payouts.models import Hold
from payouts.settle import SETTLED_ACCOUNTS, Due, dues

AT_A_TIME: Final = 500


class Wait(StrEnum):
    """Why a creditor is not paid."""

    UNCONFIRMED = "unconfirmed"
    """It is not sure yet who signed for it, or whose bankgiro it is."""
    BANKGIRO = "bankgiro"
    """Another bankgiro was asked for, less than 72 hours ago or not confirmed."""
    HELD = "held"
    """Staff, or what the bank said, hold it."""
    OWES = "owes"
    """It owes as much as is due to it, or more: the next money is netted with it."""
    SMALL = "small"
    """Less than the agency pays out at a time."""
    ARRIVING = "arriving"
    """A payment is on its way to each of its cases: they are paid out whole when it has come."""


@dataclass(frozen=True, kw_only=True)
class Claimant:
    """A creditor with something due or owed. `waits` is None for one that is paid; `until`: when a hold ends."""

    creditor: Creditor
    due: Due
    waits: Wait | None = None
    reason: str = ""
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What stands in the way of payouts, by creditor."""

    minimum: int
    changes: Mapping[int, BankgiroChange]
    holds: Mapping[int, Hold]


def standing(creditor_ids: Sequence[int], *, at: datetime) -> Standing:
    """What stands in these creditors' way. In a scope that sees them."""
    changes = holding_changes(at=at).filter(creditor_id__in=creditor_ids).order_by("id")
    holds = standing_holds(today=clock.civil_date(at)).filter(creditor_id__in=creditor_ids)
    return Standing(
        minimum=Agency.objects.values_list("minimum_payout_ore", flat=True).get(),
        changes={change.creditor_id: change for change in changes},
        holds={hold.creditor_id: hold for hold in holds},
    )


def may_not_be_paid(creditor: Creditor, *, bankgiro: str, standing: Standing) -> bool:
    """Whether nothing may go to this bankgiro of the creditor's now, whatever is due."""
    waits = creditor.pk in standing.changes or creditor.pk in standing.holds
    return creditor.is_held or waits or creditor.bankgiro != bankgiro


def judged(creditor: Creditor, due: Due, *, standing: Standing) -> Claimant:
    """The creditor with what it waits for, the gravest first."""
    change, hold = standing.changes.get(creditor.pk), standing.holds.get(creditor.pk)

    def one(waits: Wait | None, reason: str = "", until: date | None = None) -> Claimant:
        return Claimant(creditor=creditor, due=due, waits=waits, reason=reason, until=until)

    if creditor.is_held:
        return one(Wait.UNCONFIRMED, _("Vi kontrollerar vem som får skriva under och vems bankgirot är."))
    if hold is not None:
        return one(Wait.HELD, hold.reason, hold.last_day)
    if change is not None:
        until = clock.civil_date(change.holds_until)
        return one(Wait.BANKGIRO, _("Bankgirot ändras, och pengarna väntar minst 72 timmar."), until)
    return one(*_too_little(due, minimum=standing.minimum))


def _too_little(due: Due, *, minimum: int) -> tuple[Wait, str] | tuple[None]:
    """Why the amount is not one to pay, if it is not."""
    if due.waiting and not due.lines:
        return Wait.ARRIVING, _("En betalning i samma ärende är på väg till klientmedelskontot.")
    if due.amount <= 0:
        return Wait.OWES, _("Det som ska dras av är lika mycket som det som kommit in, eller mer.")
    if due.amount < minimum:
        return Wait.SMALL, _("Beloppet är under det minsta vi betalar ut åt gången.")
    return (None,)


def claimants(*, day: date, at: datetime, rates: Rates, daily_only: bool = False) -> Iterator[Claimant]:
    """Every creditor with something due or owed, with the VAT of `day`, in the order of their ids.

    In a staff scope. Raises `NoRow`.
    """
    creditors = Creditor.objects.select_related("tariff").order_by("pk")
    if daily_only:
        found = list(creditors.filter(rhythm=Creditor.Rhythm.DAILY))
    else:
        found = list(creditors.filter(pk__in=_with_balances()))
    for start in range(0, len(found), AT_A_TIME):
        yield from _of(found[start : start + AT_A_TIME], day=day, at=at, rates=rates)


def payable(found: Iterable[Claimant]) -> list[Claimant]:
    """Those of them that are paid."""
    return [one for one in found if one.waits is None]


def _of(creditors: list[Creditor], *, day: date, at: datetime, rates: Rates) -> Iterator[Claimant]:
    what = dues(creditors=creditors, on=day, rates=rates)
    stands = standing([creditor.pk for creditor in creditors], at=at)
    for creditor in creditors:
        if what[creditor.pk].lines or what[creditor.pk].waiting:
            yield judged(creditor, what[creditor.pk], standing=stands)


def _with_balances() -> list[int]:
    """Creditors whose book has ever had something to settle."""
    lines = Line.objects.filter(account__in=SETTLED_ACCOUNTS)
    return list(lines.order_by().values_list("creditor_id", flat=True).distinct())
