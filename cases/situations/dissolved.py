"""A company that is no more, and a partnership whose partners owe what it owed.

A limited company that has been dissolved owes nothing to anybody: there is no debtor left. In a handelsbolag or a
kommanditbolag the partners answer for the debt, and each is sent a new demand before anything else is done (lag
1980:1102 2 kap. 20 §; inkassolagen 5 §). Behind an enskild firma stands its owner.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.models import Situation
from cases.situations.rule import Rule

DEREGISTERED: Final = Rule(
    kind=Situation.Kind.DEREGISTERED,
    told=_("Företaget är inte längre verksamt. Vi har stoppat ärendet och undersöker vad som har hänt."),
    resumes=_(
        "En handläggare ser efter i registret. Är bolaget upplöst finns ingen att kräva, och kravet skrivs av."
    ),
    task=Situation.Task.DECIDE,
    voids_fees=True,
    takes_back=True,
)

PARTNERSHIP: Final = Rule(
    kind=Situation.Kind.PARTNERSHIP,
    told=_("Handelsbolaget är inte längre verksamt. Vi har stoppat ärendet. Delägarna svarar för skulden."),
    resumes=_("Varje delägare ska ha ett eget inkassokrav innan något annat görs. En handläggare avgör."),
    task=Situation.Task.DECIDE,
    voids_fees=True,
    takes_back=True,
)

RULES: Final = (DEREGISTERED, PARTNERSHIP)
