"""Notes whose last mail did not arrive: what the agency's people are shown. In a staff scope."""

from ekrav.outbox.models import Parcel
from payouts.models import SettlementNote
from payouts.note_mail import mail_key


def undelivered() -> list[tuple[SettlementNote, Parcel]]:
    """Each note whose last mail was refused for good or came back, with that mail; the newest first."""
    wrong = Parcel.objects.filter(
        state__in=[Parcel.State.FAILED, Parcel.State.BOUNCED], key__startswith="note "
    ).defer("attachment", "body")
    mails = {(parcel.creditor_id, parcel.key): parcel for parcel in wrong}
    numbers = {int(key.split()[1]) for _creditor_id, key in mails}
    notes = SettlementNote.objects.filter(number__in=numbers).defer("pdf", "facts").order_by("-number")
    return [(note, mails[key]) for note in notes if (key := _last_mail(note)) in mails]


def _last_mail(note: SettlementNote) -> tuple[int, str]:
    return note.creditor_id, mail_key(number=note.number, mails=note.mails)
