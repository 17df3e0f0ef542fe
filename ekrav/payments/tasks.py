"""Shells that wake the work of this house."""

import logging

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.payments.bank import BankUnreachable, HttpBank
from ekrav.payments.fetch import fetch_files
from ekrav.payments.ways.ask import ask_all
from ekrav.payments.ways.open import addressed, providers
from ekrav.tenancy import agency_scope, routing_scope

logger = logging.getLogger(__name__)


@shared_task
def ask_providers() -> int:
    """Send, read and cancel what debtors and staff have asked payment providers for; how many were due."""
    with routing_scope():
        at = clock.now()
    return ask_all(providers=providers(), addressed=addressed, at=at)


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
