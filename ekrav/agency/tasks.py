"""Shells that wake the work of this house."""

import logging

from celery import shared_task
from django.conf import settings

from ekrav import clock
from ekrav.agency.riksbank import CentralBankSilent, HttpCentralBank, take_simulated
from ekrav.tenancy import agency_scope

logger = logging.getLogger(__name__)


@shared_task
def fetch_simulated_rates() -> None:
    """In a demo world, take in what its Riksbank published. Elsewhere two people enter what the real one decided."""
    if not settings.DEMO or not settings.SANDBOX_URL:
        return
    with agency_scope():
        at = clock.now()
    try:
        take_simulated(bank=HttpCentralBank(f"{settings.SANDBOX_URL}/riksbank"), at=at)
    except CentralBankSilent as silent:
        logger.warning("central bank not reached", extra={"why": str(silent)})
