"""What enforcement costs: Kronofogden's base fee of a year, an outlay, which the creditor accepts year by year.

The authority takes it from the debtor first (förordning (1992:1094) 4 §); what it cannot, the creditor has paid. A
standing choice covers it while all that has been laid out in the case, with it, is within what was accepted a case.
"""

from datetime import date

from django.db.models import Q, Sum

from cases.models import Case, Quote
from cases.quote import NOTHING, Price, price
from cases.standing import standing_choice
from ekrav.law.kronofogden import base_fee
from ekrav.law.rates import Rates
from ekrav.money import Ore

KIND = Quote.Kind.ENFORCEMENT


def year_price(*, on: date, unpaid: Ore, first_year: bool, rates: Rates) -> Price:
    """The price of the year of enforcement that begins on `on`. Raises NoRow."""
    fee = base_fee(on=on, first_year=first_year, unpaid=unpaid, rates=rates)
    return price(fee=NOTHING, outlay=fee, on=on, rates=rates)


def is_covered(*, case: Case, cost: Price) -> bool:
    """Whether the standing choice covers it, beside what has been laid out for the case before."""
    choice = standing_choice()
    if choice is None or choice.payment_order_up_to_ore is None:
        return False
    accepted = Q(outlay_entry__isnull=False) | Q(kind=KIND, accepted_at__isnull=False)
    spent = Quote.objects.filter(accepted, case=case).aggregate(ore=Sum("outlay_ore"))["ore"] or 0
    return spent + cost.total <= choice.payment_order_up_to_ore
