"""Wrong rules of what happens to whoever owes, each with the number of the point that must find it."""

from datetime import date
from typing import Any

from cases.checks import Stop
from ekrav.law.periods import months_after
from tests.law_points.database_planted import without
from tests.law_points.planted import Plant, always


def two_months_after(*, announced: date, **given: Any) -> date:
    return months_after(announced, 2)


SITUATION_PLANTS = (
    Plant(point=20, wrong="whoever has a guardian is written to", instead=without(Stop.SITUATION)),
    Plant(
        point=20,
        wrong="the protected are named to the creditor",
        instead={"cases.situations.begin.seal": always(None)},
    ),
    Plant(
        point=21,
        wrong="interest runs on after a debt relief is opened",
        instead={
            "cases.debt.through": lambda on, last: on,
            "cases.charged_interest.through": lambda on, last: on,
        },
    ),
    Plant(
        point=21,
        wrong="two months to file a claim in a debt relief",
        instead={"cases.situations.debt_relief.relief_claim_by": two_months_after},
    ),
)
