"""Death: nobody who is dead is written to. The estate is left in peace, and heirs owe nothing themselves.

Until a month after the estate inventory debts are paid only when no creditor is harmed (ärvdabalken 21 kap. 1 §). Then
a handler writes to the estate by hand, or closes a case whose estate has nothing.
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.models import Situation
from cases.situations.rule import Rule
from ekrav.law.rates import Rates
from ekrav.law.situations import estate_in_peace_until


def _after_the_inventory(died: date, known_on: date, rates: Rates) -> date:
    return max(known_on, estate_in_peace_until(died=died, rates=rates))


DEATH: Final = Rule(
    kind=Situation.Kind.DEATH,
    told=_(
        "Gäldenären har avlidit. Vi har stoppat ärendet. Dödsboet lämnas i fred tills bouppteckningen ska vara klar."
    ),
    resumes=_(
        "En handläggare skriver till dödsboet för hand när bouppteckningen ska vara klar, eller skriver av kravet om"
        " boet saknar tillgångar. Arvingar är inte själva skyldiga."
    ),
    task=Situation.Task.DECIDE,
    due=_after_the_inventory,
    voids_fees=True,
    lives_on=True,
    takes_back=True,
    ends_surveillance=True,
)

RULES: Final = (DEATH,)
