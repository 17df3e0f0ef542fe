"""The last day with interest of a case that something has happened in: the earliest of those that last.

Interest that a payment took for later days, before that was known, is given up: off the unpaid interest, and what was
paid of it off the capital.
"""

from datetime import date

from cases.charged_interest import charged_interest
from cases.give_up import all_that_stands, give_up_parts
from cases.models import Case, Situation
from cases.situations.rules import RULES
from ekrav.law.allocation import Component
from ekrav.law.rates import Rates
from ekrav.money import Ore


def stop_interest(*, case: Case, rates: Rates) -> None:
    """Keep with the case the last day whose interest is owed; none when nothing stops it (any more). Raises `NoRow`.

    Interest is reckoned, never accumulated: when what stopped it has not come to anything, it is there again.
    """
    last = _last_day(case=case, rates=rates)
    Case.objects.filter(pk=case.pk).update(interest_through=last)
    case.interest_through = last


def take_back_interest(*, case: Case, situation: Situation, today: date, rates: Rates) -> None:
    """Stop the interest by what has just happened, and give up what was charged for the days after. Raises `NoRow`."""
    charged = charged_interest(case=case, rates=rates)
    stop_interest(case=case, rates=rates)
    too_much = Ore(charged - charged_interest(case=case, rates=rates))
    stands = all_that_stands(case)
    unpaid = Ore(min(too_much, stands[Component.INTEREST]))
    paid = Ore(min(too_much - unpaid, stands[Component.CAPITAL]))
    give_up_parts(
        case=case,
        parts={part: ore for part, ore in ((Component.INTEREST, unpaid), (Component.CAPITAL, paid)) if ore},
        on=today,
        key=f"situation {situation.pk} interest back",
        kind="take back interest",
    )


def _last_day(*, case: Case, rates: Rates) -> date | None:
    rows = Situation.objects.filter(case=case, ended_on=None).values_list("kind", "began_on")
    days = [
        rule.interest(began_on, rates)
        for kind, began_on in rows
        if (rule := RULES[Situation.Kind(kind)]).interest is not None
    ]
    return min(days, default=None)
