"""What beat wakes for the payouts. Shells: the clock, one call each. Harmless to run at any time and often."""

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.payments.bank import HttpBank
from ekrav.tenancy import routing_scope
from payouts.confirm import settle_debits
from payouts.due import draft_due
from payouts.hand_over import hand_over_files
from payouts.note_mail import mail_notes
from payouts.note_pdf import render_notes
from payouts.reports import read_reports


@shared_task
def wake_payouts() -> int:
    """Draft when it is payday, hand over what is approved, read the bank's word, render and mail the notes.

    How many things were done: 0 when nothing was due.
    """
    with routing_scope():
        at, today = clock.now(), clock.today()
    drafted = draft_due(today=today, at=at) is not None
    sent = hand_over_files(bank=HttpBank(settings.BANK_URL), at=at) if settings.BANK_URL else 0
    told = read_reports(at=at)
    settled = settle_debits(at=at)
    notes = render_notes(at=at).done + mail_notes(at=at)
    return drafted + sent + told.accepted + told.rejected + settled + notes
