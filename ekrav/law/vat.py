"""VAT on the agency's fees and what is paid out to the creditor, mervärdesskattelagen (2023:200).

The debtor pays no VAT: the costs are compensation to the creditor. The agency's service to the creditor is
taxable (collection is carved out of the exemption of financial services, 10 kap. 33 §), so VAT is computed
on the fee kept and is charged to the creditor. It is never derived by subtraction.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ekrav.law.rates import Rates
from ekrav.money import Ore, to_ore


@dataclass(frozen=True, kw_only=True)
class Received:
    """What was received from the debtor in one settlement, by part."""

    costs: Ore
    interest: Ore
    capital: Ore


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """How received money is shared. `creditor_owes` is what the fee and its VAT exceed the money by."""

    fees: Ore
    vat: Ore
    payout: Ore
    creditor_owes: Ore


def vat_on(*, fee: Ore, on: date, rates: Rates) -> Ore:
    """Return the VAT on a fee without VAT, supplied on `on`, rounded once. Raises NoRow."""
    return to_ore(Fraction(fee, 100) * rates.percent("vat.rate", on) / 100)


def settle(*, received: Received, on: date, rates: Rates, keeps_interest: bool = False) -> Settlement:
    """Share what was received: the agency keeps the costs (and the interest, if agreed) and the VAT on them.

    Payout = received − fees − VAT. When that is negative nothing is paid out and the creditor owes the rest.
    Raises NoRow.
    """
    fees = Ore(received.costs + (received.interest if keeps_interest else 0))
    vat = vat_on(fee=fees, on=on, rates=rates)
    rest = received.costs + received.interest + received.capital - fees - vat
    return Settlement(fees=fees, vat=vat, payout=Ore(max(rest, 0)), creditor_owes=Ore(max(-rest, 0)))
