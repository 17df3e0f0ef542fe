"""How often a creditor is paid: its administrator's choice, from the next draft on."""

from datetime import datetime

from ekrav.accounts.models import Creditor
from ekrav.audit.record import Actor, record


def choose_rhythm(*, creditor: Creditor, rhythm: Creditor.Rhythm, by: Actor, at: datetime) -> None:
    """Keep the choice, in the creditor's scope; the one that stands is chosen again without a word."""
    changed = Creditor.objects.filter(pk=creditor.pk).exclude(rhythm=rhythm).update(rhythm=rhythm)
    if changed:
        record(act="choose payout rhythm", on=creditor, by=by, at=at, facts={"rhythm": rhythm.value})
