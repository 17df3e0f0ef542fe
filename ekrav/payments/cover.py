"""Whether the client funds hold all that others own of them; what is short, the agency owes and pays in.

Three things take other people's money out of the account. A fee is credited, or a payout comes back, after its fees
were withdrawn: then the agency's own share is less than nothing. The bank takes back a payment that has been paid out:
then its creditor owes, until its next payout is netted. Money goes back to a payer twice, since a refund that was said
to have failed went all the same. What the agency has left in the account covers the last two.
Inkassolagen 10 §.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Q, Sum

from ekrav.ledger.checkpoint import balances_by_account, overdrawn_books
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore
from ekrav.payments.models import LEFT, BankEntry
from ekrav.tenancy import AGENCY_TENANT_ID, staff_scope

CREDITORS: Final = (
    Account.PAYMENTS_TO_APPLY,
    Account.DUE_CAPITAL,
    Account.DUE_INTEREST,
    Account.DUE_COSTS,
    Account.DUE_LATE_PAYMENT,
    Account.CREDITOR_OWES,
)
"""What is owed to a creditor, less what it owes."""
AGENCYS: Final = (Account.AGENCY_FEES, Account.AGENCY_VAT, Account.AGENCY_OUTLAYS)
"""The agency's own part of the client funds: fees and outlays not withdrawn, and what it has paid in."""


class FundsShort(RuntimeError):
    """The client funds hold less than others own: nothing is paid out until the agency has paid in `short`, öre."""

    def __init__(self, short: Ore) -> None:
        super().__init__(str(short))
        self.short = short


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The agency's own part of the client funds; what creditors and payers owe who had more than was theirs. Öre."""

    agencys: Ore
    creditors_owe: Ore
    payers_owe: Ore

    @property
    def short(self) -> Ore:
        """What the agency has to pay in."""
        return Ore(max(0, self.creditors_owe + self.payers_owe - self.agencys))


def cover(*, booked_through: date | None = None) -> Cover:
    """How it stands now, or stood when a day was over. In a staff scope."""
    balances = balances_by_account(booked_through=booked_through)
    owing = overdrawn_books(CREDITORS, booked_through=booked_through)
    return Cover(
        agencys=Ore(-sum(balances.get(account, 0) for account in AGENCYS)),
        creditors_owe=Ore(sum(owing.values())),
        payers_owe=Ore(sum(payers_in_debt(booked_through=booked_through).values())),
    )


def creditors_in_debt() -> dict[int, Ore]:
    """What each creditor owes that has been paid more than was its own. In a staff scope."""
    return overdrawn_books(CREDITORS)


def payers_in_debt(*, booked_through: date | None = None) -> dict[int, Ore]:
    """What has gone back to payers beyond what was owed to them, by the creditor of their case. In a staff scope.

    One payer's is never met with what is owed to another: also what was nobody's is reckoned payer by payer.
    """
    lines = Line.objects.filter(account=Account.OWED_TO_PAYER, subledger__isnull=False)
    if booked_through is not None:
        lines = lines.filter(entry__booked_date__lte=booked_through)
    twice = _went_twice(booked_through)
    owing = {AGENCY_TENANT_ID: twice} if twice else dict[int, Ore]()
    by_case = lines.order_by().values("creditor_id", "subledger_id").annotate(ore=Sum("amount_ore"))
    for row in by_case.filter(ore__gt=0):
        owing[row["creditor_id"]] = Ore(owing.get(row["creditor_id"], 0) + row["ore"])
    return owing


def _went_twice(booked_through: date | None) -> Ore:
    """What was never anybody's and has gone back more than once."""
    left = Q(refunds__state__in=LEFT)
    if booked_through is not None:
        left &= Q(refunds__entry__booked_date__lte=booked_through)
    gone = BankEntry.objects.filter(left).annotate(ore=Sum("refunds__amount_ore"))
    rows = gone.filter(ore__gt=F("amount_ore")).values_list("ore", "amount_ore")
    return Ore(sum(ore - whole for ore, whole in rows))


def require_cover() -> None:
    """Let money out only while the client funds hold what others own. Opens its own scope. Raises `FundsShort`."""
    with staff_scope():
        found = cover()
    if found.short:
        raise FundsShort(found.short)
