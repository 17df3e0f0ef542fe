"""What two people approve, as one hash: who is paid, to which bankgiro, how much, under which name at the bank."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from ekrav.bankfiles import pain001_read
from ekrav.money import NBSP, Ore


@dataclass(frozen=True, order=True, kw_only=True)
class Item:
    """One payment of a run, öre."""

    creditor_id: int
    bankgiro: str
    amount: Ore
    end_to_end_id: str


def content_hash(items: Iterable[Item]) -> bytes:
    """SHA-256 of the items, in an order of their own."""
    rows = [[item.creditor_id, item.bankgiro, item.amount, item.end_to_end_id] for item in sorted(items)]
    return hashlib.sha256(json.dumps(rows).encode()).digest()


def items_of_file(content: bytes, *, creditors: dict[str, int]) -> list[Item]:
    """What a pain.001 asks the bank to pay, read back from its bytes; `creditors` by end-to-end id.

    Raises `FileRefused`, and `KeyError` for a payment that nobody knows.
    """
    return [
        Item(
            creditor_id=creditors[payment.end_to_end_id],
            bankgiro=payment.payee_account.number,
            amount=payment.amount,
            end_to_end_id=payment.end_to_end_id,
        )
        for payment in pain001_read.read(content).payments
    ]


def fingerprint(digest: bytes) -> str:
    """A hash as people compare it, never broken over lines: "7f3a 91c0 … e2d4"."""
    text = digest.hex()
    return NBSP.join((text[:4], text[4:8], "…", text[-4:]))
