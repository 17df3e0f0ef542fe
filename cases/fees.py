"""What a letter of the process costs its debtor: the law's fees, or the compensation that takes their place. Pure.

The compensation is asked of companies only. A sole trader may owe it too, for what was bought for the trade, but
nothing that the agency knows tells that from a private purchase.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cases.claims import Claims
from cases.debt import terms_of
from cases.models import Claim, Debtor
from ekrav.law.allocation import Component
from ekrav.law.costs import demand_fee, late_payment_compensation, reminder_fee
from ekrav.law.interest import interest_from
from ekrav.law.rates import Rates
from ekrav.money import Ore

# What was sold when late payment is compensated: 1981:739 4 a §.
COMPENSATED: Final = frozenset({Claim.Kind.GOODS, Claim.Kind.SERVICES})


@dataclass(frozen=True, kw_only=True)
class Fee:
    """One cost that a letter charges."""

    component: Component
    amount: Ore


@dataclass(frozen=True, kw_only=True)
class Owing:
    """What decides a letter's fees: what is claimed, its debtor, and the costs charged before."""

    claims: Claims
    debtor: Debtor
    charged: Collection[Component]

    def after(self, fees: Collection[Fee]) -> "Owing":
        """The same, when a letter has charged `fees`."""
        return replace(self, charged={*self.charged, *(fee.component for fee in fees)})


def may_be_compensated(*, debtor: str, claim: str) -> bool:
    """Whether compensation may be asked at all, of a debtor and for a claim of these kinds."""
    return debtor == Debtor.Kind.COMPANY and claim in COMPENSATED


def reminder_fees(owing: Owing, on: date, rates: Rates) -> tuple[Fee, ...]:
    """A reminder's: 60 kr when agreed (1981:739 2 §), once a case; or late payment compensation. Raises NoRow."""
    claims = owing.claims
    fee = reminder_fee(
        sent=on,
        due=claims.last_due,
        agreed_when_debt_arose=claims.reminder_fee_agreed,
        creditor_charged_one=claims.reminded_of_some or Component.REMINDER in owing.charged,
        rates=rates,
    )
    return _or_compensation(owing, Component.REMINDER, fee, on, rates)


def demand_fees(owing: Owing, on: date, rates: Rates) -> tuple[Fee, ...]:
    """A demand's: 180 kr (3 §), once a case; or late payment compensation. Raises NoRow."""
    once = Component.DEMAND in owing.charged
    fee = Ore(0) if once else demand_fee(sent=on, due=owing.claims.last_due, rates=rates)
    return _or_compensation(owing, Component.DEMAND, fee, on, rates)


def no_fees(owing: Owing, on: date, rates: Rates) -> tuple[Fee, ...]:
    """Nothing may be taken for any other letter (5 §)."""
    return ()


def _or_compensation(owing: Owing, component: Component, fee: Ore, on: date, rates: Rates) -> tuple[Fee, ...]:
    """Where compensation is claimed the measures cost nothing of their own: 60 + 180 + 170 is less (5 §)."""
    if not owing.claims.late_payment_claimed:
        return (Fee(component=component, amount=fee),) if fee else ()
    if Component.LATE_PAYMENT in owing.charged:
        return ()
    amount = late_payment_compensation(
        on=on,
        business_debtor=owing.debtor.kind == Debtor.Kind.COMPANY,
        goods_or_services=all(claim.kind in COMPENSATED for claim in owing.claims),
        interest_from=_all_bear_interest_from(owing, rates),
        rates=rates,
    )
    return (Fee(component=Component.LATE_PAYMENT, amount=amount),) if amount else ()


def _all_bear_interest_from(owing: Owing, rates: Rates) -> date | None:
    """The first day on which every invoice bears interest; None when one of them never does."""
    days = [
        interest_from(terms=terms_of(claim=claim, debtor=owing.debtor), rates=rates) for claim in owing.claims
    ]
    found = [day for day in days if day is not None]
    return max(found) if len(found) == len(days) else None


def total_of(fees: Collection[Fee]) -> Ore:
    """What the fees come to."""
    return Ore(sum(fee.amount for fee in fees))
