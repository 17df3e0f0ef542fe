"""What beat wakes for the payouts. Shells: the clock, one call each. Harmless to run at any time and often."""

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.payments.bank import HttpBank
from ekrav.tenancy import routing_scope
from payouts.confirm import settle_debits
from payouts.due import draft_due
from payouts.hand_over import hand_over_files
from payouts.note_pdf import mail_notes, render_notes
from payouts.reports import read_reports


@shared_task
def wake_payouts() -> None:
    """Draft when it is payday, hand over what is approved, read the bank's word, render and mail the notes."""
    with routing_scope():
        at, today = clock.now(), clock.today()
    draft_due(today=today, at=at)
    if settings.BANK_URL:
        hand_over_files(bank=HttpBank(settings.BANK_URL), at=at)
    read_reports(at=at)
    settle_debits(at=at)
    render_notes(at=at)
    mail_notes(at=at)
