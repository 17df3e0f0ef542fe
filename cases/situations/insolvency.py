"""Bankruptcy and company reconstruction: nobody may be paid before the others, and the claim is filed instead.

In a bankruptcy Kronofogden takes no fee and attaches nothing (förordning 1992:1094 3 §; konkurslagen 1987:672).
The plan negotiation of a reconstruction interrupts limitation (lag 2022:964; preskriptionslagen 1981:130 5 §).
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.models import Situation
from cases.situations.rule import Rule
from ekrav.law.situations import bankruptcy_interest_through

BANKRUPTCY: Final = Rule(
    kind=Situation.Kind.BANKRUPTCY,
    told=_(
        "Gäldenären är försatt i konkurs. Vi har stoppat ärendet och anmäler fordringen om förvaltaren begär det."
        " Räkna med att du kan få tillbaka momsen när förlusten är konstaterad."
    ),
    resumes=_("När konkursen är avslutad avgör en handläggare om ärendet går vidare eller skrivs av."),
    task=Situation.Task.FILE,
    interest=lambda declared, rates: bankruptcy_interest_through(declared=declared, rates=rates),
    voids_fees=True,
    takes_back=True,
    ends_surveillance=True,
)

RECONSTRUCTION: Final = Rule(
    kind=Situation.Kind.RECONSTRUCTION,
    told=_(
        "Gäldenären genomgår en företagsrekonstruktion. Vi har stoppat ärendet och anmäler fordringen till"
        " rekonstruktören."
    ),
    resumes=_("När rekonstruktionen är avslutad avgör en handläggare om ärendet går vidare eller skrivs av."),
    task=Situation.Task.FILE,
    voids_fees=True,
)

RULES: Final = (BANKRUPTCY, RECONSTRUCTION)
