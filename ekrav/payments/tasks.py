"""Shells that wake the work of this house."""

import logging

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.payments.bank import BankUnreachable, HttpBank
from ekrav.payments.fetch import fetch_files
from ekrav.tenancy import agency_scope

logger = logging.getLogger(__name__)


@shared_task
def fetch_bank_files() -> None:
    """Take in what lies ready at the bank, if it answers. Without an address of a bank there is nothing to fetch."""
    if not settings.BANK_URL:
        return
    with agency_scope():
        at = clock.now()
    try:
        fetch_files(bank=HttpBank(settings.BANK_URL), at=at)
    except BankUnreachable as silent:
        logger.warning("bank not reached", extra={"why": str(silent)})
