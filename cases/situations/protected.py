"""Protected identity: nobody outside the agency's staff is shown who it is, and letters go through Skatteverket.

Sekretessmarkering and skyddad folkbokföring (offentlighets- och sekretesslagen 22 kap. 1 §; folkbokföringslagen
1991:481 16 §). The creditor knows whom it invoiced; that the person is protected it does not hear from us.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from cases.models import Situation
from cases.situations.rule import Rule

PROTECTED: Final = Rule(
    kind=Situation.Kind.PROTECTED,
    told=_(
        "Vi har stoppat ärendet. En handläggare tar hand om det. Gäldenärens uppgifter visas inte under tiden."
    ),
    resumes=_("En handläggare avgör om och hur ärendet går vidare."),
    task=Situation.Task.BY_HAND,
    lives_on=True,
)

RULES: Final = (PROTECTED,)
