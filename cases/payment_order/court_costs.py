"""What it costs to go to court with a disputed order, and what has been laid out already."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from cases.debt import debt_of
from cases.models import Case
from cases.quote import outlays
from ekrav.law.courts import is_small, transfer_fee
from ekrav.law.rates import Rates
from ekrav.money import Ore


@dataclass(frozen=True, kw_only=True)
class CourtCosts:
    """In öre. `is_small`: counsel is repaid for an hour's advice and no more (rättegångsbalken 18 kap. 8 a §)."""

    transfer: Ore
    laid_out: Ore
    is_small: bool


def court_costs(*, case: Case, on: date, rates: Rates) -> CourtCosts:
    """The court's fee beside the 300 kr that are paid. Raises NoRow."""
    debt = debt_of(case=case, on=on, rates=rates)
    claim = Ore(debt.total - debt.outlay - debt.agent)
    return CourtCosts(
        transfer=transfer_fee(claim=claim, on=on, rates=rates),
        laid_out=laid_out(case=case),
        is_small=is_small(claim=claim, on=on, rates=rates),
    )


def laid_out(*, case: Case) -> Ore:
    """What the agency has laid out at Kronofogden for the creditor in this case: owed whatever becomes of the case."""
    return Ore(outlays(case).aggregate(ore=Sum("outlay_ore"))["ore"] or 0)
