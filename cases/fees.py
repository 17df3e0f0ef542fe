"""What a letter of the process costs its debtor: the law's fees, or the compensation that takes their place. Pure.

The compensation is asked of companies only. A sole trader may owe it too, for what was bought for the trade, but
nothing that the agency knows tells that from a private purchase.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

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
    """What decides a letter's fees: the claim, its debtor, and the costs charged before."""

    claim: Claim
    debtor: Debtor
    charged: Collection[Component]

    def after(self, fees: Collection[Fee]) -> "Owing":
        """The same, when a letter has charged `fees`."""
        return replace(self, charged={*self.charged, *(fee.component for fee in fees)})


def may_be_compensated(*, debtor: str, claim: str) -> bool:
    """Whether compensation may be asked at all, of a debtor and for a claim of these kinds."""
    return debtor == Debtor.Kind.COMPANY and claim in COMPENSATED


def reminder_fees(owing: Owing, on: date, rates: Rates) -> tuple[Fee, ...]:
    """A reminder's: 60 kr when agreed (1981:739 2 §), once a claim; or late payment compensation. Raises NoRow."""
    claim = owing.claim
    fee = reminder_fee(
        sent=on,
        due=claim.due_date,
        agreed_when_debt_arose=claim.reminder_fee_agreed,
        creditor_charged_one=claim.own_reminder_on is not None or Component.REMINDER in owing.charged,
        rates=rates,
    )
    return _or_compensation(owing, Component.REMINDER, fee, on, rates)


def demand_fees(owing: Owing, on: date, rates: Rates) -> tuple[Fee, ...]:
    """A demand's: 180 kr (3 §), once a claim; or late payment compensation. Raises NoRow."""
    once = Component.DEMAND in owing.charged
    fee = Ore(0) if once else demand_fee(sent=on, due=owing.claim.due_date, rates=rates)
    return _or_compensation(owing, Component.DEMAND, fee, on, rates)


def no_fees(owing: Owing, on: date, rates: Rates) -> tuple[Fee, ...]:
    """Nothing may be taken for any other letter (5 §)."""
    return ()


def _or_compensation(owing: Owing, component: Component, fee: Ore, on: date, rates: Rates) -> tuple[Fee, ...]:
    """Where compensation is claimed the measures cost nothing of their own: 60 + 180 + 170 is less (5 §)."""
    if not owing.claim.late_payment_claimed:
        return (Fee(component=component, amount=fee),) if fee else ()
    if Component.LATE_PAYMENT in owing.charged:
        return ()
    amount = late_payment_compensation(
        on=on,
        business_debtor=owing.debtor.kind == Debtor.Kind.COMPANY,
        goods_or_services=owing.claim.kind in COMPENSATED,
        interest_from=interest_from(terms=terms_of(claim=owing.claim, debtor=owing.debtor), rates=rates),
        rates=rates,
    )
    return (Fee(component=Component.LATE_PAYMENT, amount=amount),) if amount else ()


def total_of(fees: Collection[Fee]) -> Ore:
    """What the fees come to."""
    return Ore(sum(fee.amount for fee in fees))
