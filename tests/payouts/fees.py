"""What the stories of the agency's fees have in common: drafts, words and what lies where."""

from django.test import Client

from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.fee_models import FeeTransfer
from payouts.withdraw_fees import draft_fees_due
from tests.cast import right_now

State = FeeTransfer.State
OWN = "9907007"
HELD = (Account.AGENCY_FEES, Account.AGENCY_VAT, Account.FEES_IN_TRANSIT)


def drafted() -> FeeTransfer | None:
    at, today = right_now()
    return draft_fees_due(today=today, at=at)


def the_transfer() -> FeeTransfer:
    with agency_scope():
        return FeeTransfer.objects.exclude(state=State.WITHDRAWN).get()


def word(browser: Client, transfer: FeeTransfer) -> int:
    content = {"content": bytes(transfer.content_hash).hex()}
    return browser.post(f"/handlaggning/avgifter/{transfer.public_id}/godkann/", content).status_code


def held(creditor: int) -> list[int]:
    """Fees, VAT and what is on its way in the creditor's book."""
    with tenant_scope(creditor):
        return [-balance(account=account) for account in HELD]


def approved(astrids: Client, bertils: Client) -> FeeTransfer:
    transfer = drafted()
    assert transfer is not None
    assert [word(astrids, transfer), word(bertils, transfer)] == [302, 302]
    return the_transfer()
