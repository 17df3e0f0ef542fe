"""Keep what the bank has said of a payout, each word once; a contradiction holds the creditor until a person has asked.

In the payout's owner's scope, in the transaction that acts on it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.clock import STOCKHOLM
from ekrav.payments.models import BankEntry
from ekrav.tenancy.models import owner_of_new_rows
from payouts.holds import hold_for_payout
from payouts.models import BankWord, Hold, Payout
from payouts.owners import owner_scope

_log = logging.getLogger(__name__)

DECIDING: Final = (BankWord.Outcome.ACCEPTED, BankWord.Outcome.REJECTED)


class AlreadyHandled(ValueError):
    """Somebody has asked the bank about the contradiction already."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One thing the bank says. `source` is where it can be read: one word for each payout."""

    outcome: BankWord.Outcome
    status: str = ""
    reason: str = ""
    said_at: datetime
    source: str
    account: bool = False
    """The bank cannot pay to the account: it is closed, wrong or blocked."""


def keep(payout: Payout, said: Said, *, contradicts: bool, at: datetime) -> bool:
    """Keep the word; False when it is known already. A contradiction also holds the creditor."""
    row = BankWord(
        creditor_id=owner_of_new_rows(),
        payout=payout,
        outcome=said.outcome,
        status=said.status[:10],
        reason=said.reason[:300],
        said_at=said.said_at,
        read_at=at,
        source=said.source,
        contradicts=contradicts,
    )
    BankWord.objects.bulk_create([row], ignore_conflicts=True)
    if not BankWord.objects.filter(public_id=row.public_id).exists():
        return False
    if contradicts:
        _log.error("the bank contradicts itself", extra={"payout": payout.pk, "outcome": said.outcome})
        if not payout.refund_ore:
            hold_for_payout(
                payout,
                kind=Hold.Kind.BANK,
                reason=_("Banken har lämnat olika besked om en utbetalning. Vi frågar banken."),
                at=at,
            )
    return True


def words_of(payout: Payout) -> Sequence[BankWord]:
    """All that the bank has said of it, in the order it was said."""
    return list(BankWord.objects.filter(payout=payout).order_by("said_at", "id"))


def is_older(payout: Payout, said_at: datetime) -> bool:
    """Whether the bank has said something later that decides."""
    return BankWord.objects.filter(payout=payout, outcome__in=DECIDING, said_at__gt=said_at).exists()


def open_contradictions() -> QuerySet[BankWord]:
    """Contradictions nobody has asked the bank about. In the caller's scope."""
    return BankWord.objects.filter(contradicts=True, handled_at=None).order_by("id")


def handle(*, word: BankWord, staff: StaffMember, at: datetime) -> None:
    """A person has asked the bank: the contradiction is no longer told, and its hold ends. Opens its own scope.

    Raises `AlreadyHandled`.
    """
    with owner_scope(word.creditor_id):
        if open_contradictions().filter(pk=word.pk).update(handled_at=at, handled_by=staff.pk) != 1:
            raise AlreadyHandled
        if not open_contradictions().exists():
            standing = Hold.objects.filter(kind=Hold.Kind.BANK, released_at=None)
            standing.update(released_at=at, released_by=staff.pk)
        by = Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk)
        record(act="bank_contradiction_handled", on=word, by=by, at=at)


def of_movement(entry: BankEntry, outcome: BankWord.Outcome) -> Said:
    """The word that a movement on the account is, said as its day began."""
    day = datetime.combine(entry.booked_date, time(0), tzinfo=STOCKHOLM)
    return Said(outcome=outcome, said_at=day, source=f"entry {entry.pk}")
