"""One file taken to the bank, and what came of it: the same for payouts and for the agency's fees."""

import hashlib
import logging
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.translation import gettext as _

from ekrav.payments.bank import AnswerLost, BankChannel, BankRefused, BankUnreachable

_log = logging.getLogger(__name__)


class Outcome(Enum):
    """Whether the bank has the file."""

    TAKEN = auto()
    LOST = auto()
    """It may have it: its answer was lost."""
    NOT_REACHED = auto()
    """It does not have it, and trying again is right."""
    STOPPED = auto()
    """It does not have it, and a person must look."""


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """`problem`: what a person reads, "" while there is none."""

    outcome: Outcome
    problem: str = ""


def changed() -> Delivered:
    """The bytes are not those that two people approved: they stay here."""
    _log.error("a payment file differs from what was approved")
    words = _("Filens kontrollsumma stämmer inte med det som godkändes. Inget har skickats.")
    return Delivered(outcome=Outcome.STOPPED, problem=words)


def deliver(*, content: bytes, sha256: bytes, bank: BankChannel) -> Delivered:
    """Send the bytes if they have the hash that was kept of them. In no scope: the bank may be slow."""
    if hashlib.sha256(content).digest() != sha256:
        return changed()
    try:
        bank.send(content=content)
    except BankUnreachable:
        _log.warning("bank not reached")
        return Delivered(outcome=Outcome.NOT_REACHED)
    except BankRefused as refused:
        words = _("Banken tog inte emot filen: %(reason)s") % {"reason": refused}
        return Delivered(outcome=Outcome.STOPPED, problem=words)
    except AnswerLost:
        _log.warning("the bank's answer was lost")
        return Delivered(outcome=Outcome.LOST, problem=_("Bankens svar kom bort. Den kan ha fått filen."))
    return Delivered(outcome=Outcome.TAKEN)
