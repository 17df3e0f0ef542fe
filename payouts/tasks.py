"""What beat wakes for the payouts. Shells: the clock, one call each. Harmless to run at any time and often."""

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.agency.failing import note_failing
from ekrav.agency.models import Work
from ekrav.bankfiles.bank_profile import PROFILES
from ekrav.payments.bank import HttpBank
from ekrav.payments.proof import prove_days
from ekrav.tenancy import routing_scope
from payouts.confirm import settle_debits
from payouts.credit_due import credit_due
from payouts.due import draft_due
from payouts.each import SomeFailed
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

_log = logging.getLogger(__name__)

Step = Callable[[], int]


@shared_task
def wake_payouts() -> int:
    """Draft what is due, make and hand over approved files, read the bank's word, prove the days, write the notes.

    How many things were done: 0 when nothing was due. A step that fails stands in the log and before the agency's
    people until it goes again, and in no other's way.
    """
    with routing_scope():
        at, today = clock.now(), clock.today()
    steps = _steps(today=today, at=at)
    done, failed = 0, list[Work]()
    for work, step in steps:
        try:
            done += step()
        except SomeFailed as some:
            done += some.done
            failed.append(work)
        except Exception:
            failed.append(work)
            _log.exception("work failed", extra={"work": work})
    note_failing(tried=[work for work, _step in steps], failed=failed, at=at)
    return done


def _steps(*, today: date, at: datetime) -> Sequence[tuple[Work, Step]]:
    """The steps in their order. What is due is a question to the database, so that each may be done without another."""
    return [
        (Work.HOLDS, lambda: end_mended(at=at)),
        (Work.DRAFT, lambda: draft_due(today=today, at=at) is not None),
        (Work.DRAFT_REFUNDS, lambda: draft_refunds(today=today, at=at) is not None),
        (Work.DRAFT_FEES, lambda: draft_fees_due(today=today, at=at) is not None),
        (Work.FILES, lambda: make_files(profile=PROFILES[settings.BANK_PROFILE], at=at)),
        *_at_the_bank(at=at),
        (Work.REPORTS, lambda: _read(at=at)),
        (Work.SETTLE, lambda: settle_debits(at=at)),
        (Work.RETURNS, lambda: take_returns(at=at)),
        (Work.PROVE, lambda: prove_days(today=today, at=at)),
        (Work.CREDIT, lambda: credit_due(at=at)),
        (Work.RENDER, lambda: _render(at=at)),
        (Work.MAIL, lambda: mail_notes(at=at)),
    ]


def _at_the_bank(*, at: datetime) -> Sequence[tuple[Work, Step]]:
    if not settings.BANK_URL:
        return []
    bank = HttpBank(settings.BANK_URL)
    return [
        (Work.HAND_OVER, lambda: hand_over_files(bank=bank, at=at)),
        (Work.HAND_OVER_FEES, lambda: hand_over_fees(bank=bank, at=at)),
    ]


def _read(*, at: datetime) -> int:
    told = read_reports(at=at)
    return told.accepted + told.rejected


def _render(*, at: datetime) -> int:
    rendered = render_notes(at=at)
    if rendered.failed:
        raise SomeFailed(done=rendered.done, failed=rendered.failed)
    return rendered.done
