"""The providers of the ways that are open, with the addresses they call and lead back to."""

from django.conf import settings
from django.urls import reverse

from ekrav.payments.card.checkout import Card
from ekrav.payments.models import Instruction
from ekrav.payments.pay_by_bank.api import PayByBank
from ekrav.payments.swish.api import Merchant, Swish
from ekrav.payments.ways.ask import Providers
from ekrav.payments.ways.provider import Provider
from ekrav.payments.ways.states import Way

RETURN_PATH = "/arende/betalning/"
"""The debtor's page of the payment, in Mitt Ärende."""


def providers() -> Providers:
    """The adapters of every way that has been set up; one that was closed is still asked about what is out."""
    set_up = settings.WAYS
    found: dict[Way, Provider] = {}
    if set_up.swish_url:
        merchant = Merchant(
            url=set_up.swish_url,
            number=set_up.swish_number,
            certificate=set_up.swish_certificate,
            key=set_up.swish_key,
            authority=set_up.swish_authority,
        )
        found[Way.SWISH] = Swish(merchant)
    if set_up.card_key:
        found[Way.CARD] = Card(
            url=set_up.card_url,
            key=set_up.card_key,
            webhook_secret=set_up.card_webhook_secret,
            kinds=set_up.card_kinds,
        )
    if set_up.bank_url:
        found[Way.BANK] = PayByBank(url=set_up.bank_url, key=set_up.bank_key)
    return found


def addressed(row: Instruction) -> tuple[str, str]:
    """Where the provider calls about an instruction, and where the payer comes back to. Neither tells which it is."""
    called = reverse("payments:called", args=[row.way], urlconf="ekrav.urls")
    return f"{settings.PUBLIC_URL}{called}", f"{settings.PORTAL_URL}{RETURN_PATH}"
