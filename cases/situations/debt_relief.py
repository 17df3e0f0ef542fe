"""Debt relief ("skuldsanering"): interest stops when it is opened, and the claim is filed within a month.

From the opening nothing is attached for older claims, and interest after it falls away (2016:675 42 and 47 §§). Side
deals are void (58 §). When it is refused the interest is owed after all; when it is decided, what the plan gives is
followed, and the rest is written off when the plan is done.
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.models import Situation
from cases.situations.rule import Rule
from ekrav.law.rates import Rates
from ekrav.law.situations import relief_claim_by, relief_interest_through


def _claim_by(opened: date, known_on: date, rates: Rates) -> date:
    return relief_claim_by(announced=opened, rates=rates)


DEBT_RELIEF: Final = Rule(
    kind=Situation.Kind.DEBT_RELIEF,
    told=_(
        "Kronofogden har inlett skuldsanering för gäldenären. Räntan har stannat, vi har stoppat ärendet och anmäler"
        " fordringen i tid."
    ),
    resumes=_(
        "Ärendet går vidare om skuldsaneringen avslås. Beviljas den följer en handläggare planen och skriver av resten"
        " när den är klar."
    ),
    task=Situation.Task.FILE,
    due=_claim_by,
    interest=lambda opened, rates: relief_interest_through(opened=opened, rates=rates),
    voids_fees=True,
    takes_back=True,
    ends_surveillance=True,
)

RULES: Final = (DEBT_RELIEF,)
