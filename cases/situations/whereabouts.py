"""Nowhere to write to: an unknown address, a letter that came back, somebody who has moved abroad.

A letter to an address that is known to be wrong asks nobody (NJA 2016 s. 332). Debtors abroad are outside what the
agency takes on: a handler decides.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.models import Situation
from cases.situations.rule import Rule

NO_ADDRESS: Final = Rule(
    kind=Situation.Kind.NO_ADDRESS,
    told=_("Gäldenärens adress är okänd. Vi har stoppat ärendet och söker en ny."),
    resumes=_("Ärendet går vidare när en ny adress är inskriven."),
    task=Situation.Task.FIND,
    of_claim=True,
)

ABROAD: Final = Rule(
    kind=Situation.Kind.ABROAD,
    told=_(
        "Gäldenären har flyttat utomlands. Vi har stoppat ärendet. Vi driver inte in krav utanför Sverige."
    ),
    resumes=_("En handläggare avgör om ärendet skrivs av, eller går vidare när en svensk adress finns."),
    task=Situation.Task.DECIDE,
)

RULES: Final = (NO_ADDRESS, ABROAD)
