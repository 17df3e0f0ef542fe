"""Whoever cannot be written to: somebody under a guardian, and who was a minor when the claim arose.

A letter must reach the guardian to be had at all (NJA 2022 s. 150). What a minor agreed to alone binds nobody, and
turning 18 changes nothing (föräldrabalken 9 kap. 6-7 §§): a lawyer looks at it, and the guardian is written to.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.models import Situation
from cases.situations.rule import Rule

GUARDIAN: Final = Rule(
    kind=Situation.Kind.GUARDIAN,
    told=_("Gäldenären har en förvaltare. Vi har stoppat ärendet tills vi kan skriva till förvaltaren."),
    resumes=_("Ärendet går vidare när en handläggare har skrivit in förvaltaren. Breven går dit."),
    task=Situation.Task.REPRESENT,
    lives_on=True,
)

MINOR: Final = Rule(
    kind=Situation.Kind.MINOR,
    told=_(
        "Gäldenären var under 18 år när fordran kom till. Vi har stoppat ärendet. Skicka oss det som visar att"
        " förmyndaren har godkänt köpet, om du har det."
    ),
    resumes=_(
        "En handläggare prövar kravet med en jurist. Att gäldenären fyller 18 ändrar ingenting, och ärendet går aldrig"
        " vidare av sig självt."
    ),
    task=Situation.Task.DECIDE,
    voids_fees=True,
    lives_on=True,
    of_claim=True,
    takes_back=True,
)

RULES: Final = (GUARDIAN, MINOR)
