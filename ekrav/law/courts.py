"""What a court charges the claimant, förordning (1987:452), and which claims are small."""

from datetime import date

from ekrav.law.rates import Rates
from ekrav.money import Ore


def is_small(*, claim: Ore, on: date, rates: Rates) -> bool:
    """Tell whether a claim is at most half a price base amount (rättegångsbalken 1 kap. 3 d §). Raises NoRow.

    `claim` is what is asked for on `on`, without the costs of asking.
    """
    return 2 * claim <= rates.ore("price_base_amount", on)


def transfer_fee(*, claim: Ore, on: date, rates: Rates) -> Ore:
    """Return the added fee for a payment order that goes on to court after a dispute. Raises NoRow."""
    return _by_size("court.transfer_fee", claim=claim, on=on, rates=rates)


def petition_fee(*, claim: Ore, on: date, rates: Rates) -> Ore:
    """Return the fee for an application for a summons. Raises NoRow."""
    return _by_size("court.petition_fee", claim=claim, on=on, rates=rates)


def bankruptcy_petition_fee(*, on: date, rates: Rates) -> Ore:
    """Return the fee for a petition in bankruptcy. Raises NoRow."""
    return rates.ore("court.bankruptcy_petition_fee", on)


def _by_size(key: str, *, claim: Ore, on: date, rates: Rates) -> Ore:
    size = "small" if is_small(claim=claim, on=on, rates=rates) else "large"
    return rates.ore(f"{key}.{size}", on)
