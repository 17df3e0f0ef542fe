"""What beat wakes for the payouts. Shells: the clock, one call each. Harmless to run at any time and often."""

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.bankfiles.bank_profile import PROFILES
from ekrav.payments.bank import HttpBank
from ekrav.payments.proof import prove_days
from ekrav.tenancy import routing_scope
from payouts.confirm import settle_debits
from payouts.credit_due import credit_due
from payouts.due import draft_due
from payouts.hand_over import hand_over_files
from payouts.holds import end_mended
from payouts.issue import make_files
from payouts.note_mail import mail_notes
from payouts.note_pdf import render_notes
from payouts.refund_draft import draft_refunds
from payouts.reports import read_reports
from payouts.returned import take_returns
from payouts.settle_fees import hand_over_fees
from payouts.withdraw_fees import draft_fees_due


@shared_task
def wake_payouts() -> int:
    """Draft what is due, make and hand over approved files, read the bank's word, prove the days, write the notes.

    How many things were done: 0 when nothing was due.
    """
    with routing_scope():
        at, today = clock.now(), clock.today()
    end_mended(at=at)
    drafted = (draft_due(today=today, at=at) is not None) + (draft_refunds(today=today, at=at) is not None)
    drafted += draft_fees_due(today=today, at=at) is not None
    made = make_files(profile=PROFILES[settings.BANK_PROFILE], at=at)
    sent = 0
    if settings.BANK_URL:
        bank = HttpBank(settings.BANK_URL)
        sent = hand_over_files(bank=bank, at=at) + hand_over_fees(bank=bank, at=at)
    told = read_reports(at=at)
    settled = settle_debits(at=at) + take_returns(at=at)
    proven = prove_days(today=today, at=at)
    credited = credit_due(at=at)
    notes = credited + render_notes(at=at).done + mail_notes(at=at)
    return drafted + made + sent + told.accepted + told.rejected + settled + proven + notes
