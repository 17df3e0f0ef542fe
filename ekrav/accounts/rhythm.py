"""How often a creditor is paid, and where its notes are mailed: its administrator's choice, from the next on."""

from datetime import datetime

from ekrav.accounts.models import Creditor
from ekrav.audit.record import Actor, record


def choose_rhythm(*, creditor: Creditor, rhythm: Creditor.Rhythm, by: Actor, at: datetime) -> None:
    """Keep the choice, in the creditor's scope; the one that stands is chosen again without a word."""
    changed = Creditor.objects.filter(pk=creditor.pk).exclude(rhythm=rhythm).update(rhythm=rhythm)
    if changed:
        record(act="choose payout rhythm", on=creditor, by=by, at=at, facts={"rhythm": rhythm.value})


def choose_notes_email(*, creditor: Creditor, address: str, by: Actor, at: datetime) -> None:
    """Keep the address, in the creditor's scope. What is on its way goes where it was sent."""
    changed = Creditor.objects.filter(pk=creditor.pk).exclude(notes_email=address).update(notes_email=address)
    if changed:
        record(act="choose notes email", on=creditor, by=by, at=at)
