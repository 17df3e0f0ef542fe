"""What enforcement costs: Kronofogden's base fee of a year, an outlay, which the creditor accepts year by year.

The authority takes it from the debtor first (förordning (1992:1094) 4 §); what it cannot, the creditor has paid. A
standing choice covers it while all that has been laid out in the case, with it, is within what was accepted a case.
"""

from datetime import date

from django.db.models import Q, Sum

from cases.models import Case, Quote, StandingChoice
from cases.quote import NOTHING, Price, outlays, price
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
    return choice is not None and fits(choice=choice, spent=spent_on(case), cost=cost.total)


def fits(*, choice: StandingChoice | None, spent: Ore, cost: Ore) -> bool:
    """Whether so much more is within what the creditor has accepted a case, when `spent` has been laid out."""
    ceiling = choice.payment_order_up_to_ore if choice else None
    return ceiling is not None and spent + cost <= ceiling


def spent_on(case: Case) -> Ore:
    """What has been laid out for the case at Kronofogden, and stands, or is accepted and to come."""
    over = case.applications.filter(ended_on__isnull=False).values("quote_id")
    coming = Q(kind=KIND, accepted_at__isnull=False, outlay_entry=None) & ~Q(pk__in=over)
    accepted = Q(pk__in=outlays(case).values("pk")) | coming
    return Ore(Quote.objects.filter(accepted, case=case).aggregate(ore=Sum("outlay_ore"))["ore"] or 0)
