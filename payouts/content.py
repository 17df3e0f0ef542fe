"""What two people approve, as one hash: who is paid, to which account, how much, under which name at the bank."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from ekrav.bankfiles import pain001_read
from ekrav.bankfiles.accounts import BANKGIRO, Account, account
from ekrav.money import NBSP, Ore
from payouts.models import Payout


@dataclass(frozen=True, order=True, kw_only=True)
class Item:
    """One payment of a run, öre. `account` is a bankgiro's digits, or another account with its kind: "IBAN:SE45…"."""

    creditor_id: int
    account: str
    amount: Ore
    end_to_end_id: str


def content_hash(items: Iterable[Item]) -> bytes:
    """SHA-256 of the items, in an order of their own."""
    rows = [[item.creditor_id, item.account, item.amount, item.end_to_end_id] for item in sorted(items)]
    return hashlib.sha256(json.dumps(rows).encode()).digest()


def item_of(payout: Payout) -> Item:
    """What a payout says of a payment."""
    return Item(
        creditor_id=payout.creditor_id,
        account=_word(account_of(payout)),
        amount=Ore(payout.amount_ore),
        end_to_end_id=payout.end_to_end_id,
    )


def account_of(payout: Payout) -> Account:
    """The account it goes to: the creditor's bankgiro, or the payer's."""
    if payout.bankgiro:
        return account(scheme=BANKGIRO, number=payout.bankgiro)
    scheme, _, number = payout.account.partition(":")
    return account(scheme=scheme, number=number)


def items_of_file(content: bytes, *, creditors: dict[str, int]) -> list[Item]:
    """What a pain.001 asks the bank to pay, read back from its bytes; `creditors` by end-to-end id.

    Raises `FileRefused`, and `KeyError` for a payment that nobody knows.
    """
    return [
        Item(
            creditor_id=creditors[payment.end_to_end_id],
            account=_word(payment.payee_account),
            amount=payment.amount,
            end_to_end_id=payment.end_to_end_id,
        )
        for payment in pain001_read.read(content).payments
    ]


def groups_of_file(content: bytes) -> dict[str, str]:
    """In which group (its `PmtInfId`) of a pain.001 each payment stands, by end-to-end id. Raises `FileRefused`."""
    return {
        payment.end_to_end_id: group.payment_information_id
        for group in pain001_read.read(content).groups
        for payment in group.payments
    }


def fingerprint(digest: bytes) -> str:
    """A hash as people compare it, never broken over lines: "7f3a 91c0 … e2d4"."""
    text = digest.hex()
    return NBSP.join((text[:4], text[4:8], "…", text[-4:]))


def _word(account: Account) -> str:
    return account.number if account.scheme == BANKGIRO else str(account)


def read_hash(text: str) -> bytes:
    """The content that a page carried; nothing that can be approved when it was tampered with."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
