"""The last day to claim (preskriptionslagen 1981:130), reckoned from what is known of a case: its limitation clock.

Payments and instalment plans acknowledge the debt (5 § 1). Written demands interrupt when they were received (5 § 2):
each two that did not come back prove it together, from the day they have presumably arrived. Proceedings at Kronofogden
and in court interrupt until they end (5 § 3, 7 §).

Among several who answer jointly an acknowledgement binds only the one whose it is, and nobody tells us who paid: the
claim is then reckoned as if nobody had. A demand counts that went to all of them.
"""

from datetime import date

from cases.circumstances import Circumstances
from cases.models import Debtor
from ekrav.law.deadlines import presumed_arrival
from ekrav.law.interruptions import Acknowledgement, Interruption
from ekrav.law.limitation import Limitation, limitation
from ekrav.law.receipt import PostedLetter, presumed_receipts


def limitation_of(seen: Circumstances) -> Limitation:
    """When the claim is barred, as far as is known today; of several, the first. Raises `law.rates.NoRow`."""
    return _since(seen.claims.arose_on, seen)


def last_limitation_of(seen: Circumstances) -> Limitation:
    """When nothing is left of several claims that is not barred. Raises `law.rates.NoRow`."""
    return _since(max(claim.arose_on for claim in seen.claims), seen)


def _since(arose: date, seen: Circumstances) -> Limitation:
    return limitation(
        arose=arose,
        consumer_purchase=seen.case.debtor.kind == Debtor.Kind.PERSON,
        interruptions=interruptions_of(seen),
        rates=seen.rates,
    )


def interruptions_of(seen: Circumstances) -> list[Interruption]:
    """What has interrupted limitation through today. A letter that is on its way has not."""
    arrived = [presumed_arrival(sent=day, rates=seen.rates) for day in seen.demanded]
    letters = [PostedLetter(arrives=day) for day in arrived if day <= seen.today]
    days = () if seen.shared else (*(paid.on for paid in seen.paid), *seen.promised)
    acknowledged = [Acknowledgement(on=day) for day in days]
    return [*acknowledged, *presumed_receipts(letters=letters), *seen.proceedings]
