"""Shells that wake the work of this house."""

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.payments.bank import HttpBank
from ekrav.payments.fetch import fetch_files
from ekrav.tenancy import agency_scope


@shared_task
def fetch_bank_files() -> None:
    """Take in what lies ready at the bank. Without an address of a bank there is nothing to fetch."""
    if not settings.BANK_URL:
        return
    with agency_scope():
        at = clock.now()
    fetch_files(bank=HttpBank(settings.BANK_URL), at=at)
