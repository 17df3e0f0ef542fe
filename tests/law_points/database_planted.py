"""Wrong rules of the service, each with the number of the point of `database_points` that must find it.

To add one: as in `planted`, with whole dotted names. Replace a name where it is looked up: `cases.fees.reminder_fee`,
not `ekrav.law.costs.reminder_fee`, which `cases.fees` has imported long since.
"""

from typing import Any

from cases import debt
from ekrav.law.interest import CapitalChange
from ekrav.money import Ore
from tests.law_points.planted import Plant, always

RIGHT_CHANGES = debt._changes


def with_the_fees(claim: Any, book: Any) -> list[CapitalChange]:
    fees = sum(amount for part, amount in book.balances.items() if part not in ("capital", "interest"))
    return [*RIGHT_CHANGES(claim, book), CapitalChange(on=claim.due_date, amount=Ore(fees))]


DATABASE_PLANTS = (
    Plant(point=5, wrong="interest on fees", instead={"cases.debt._changes": with_the_fees}),
    Plant(
        point=7,
        wrong="a reminder is always charged",
        instead={"cases.fees.reminder_fee": always(Ore(6000))},
    ),
)
