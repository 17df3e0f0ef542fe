"""Decide of a payout whose fate is unknown: two people, each with fresh BankID, on a document that the bank has given.

Of one that has stood still at the bank for so long that a person must ask, it is not known either.

That the bank pays makes it accepted, and its debit is awaited; that it has not paid and never will makes the money due
again. Neither moves money in the book that the bank has not moved. Evidence that comes first wins: then nothing is left
to decide.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from ekrav import clock
from ekrav.agency.models import StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.tenancy import agency_scope
from payouts.approve import APPROVERS, FRESH, LEEWAY
from payouts.conclude import conclude_run
from payouts.evidence import Said
from payouts.models import BankWord, Decision, Payout
from payouts.owners import owner_scope
from payouts.reject import reject
from payouts.states import move_payout
from payouts.stuck import stuck_payouts

LARGEST: Final = 5 * 1024 * 1024
Verdict = Decision.Verdict


class NotDecided(ValueError):
    """`reason`: "role", "bankid", "state" (not unknown, or no longer), "open" (one waits already), "same" (two are
    needed), "gone" (decided or refused meanwhile), "document" (none, or too large)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Who decides, and when BankID confirmed it, in the same time as `at`."""

    staff: StaffMember
    bankid_at: datetime | None
    at: datetime

    @property
    def actor(self) -> Actor:
        """As the log knows the person."""
        return Actor(kind=AuditEvent.Actor.STAFF, id=self.staff.pk)


@dataclass(frozen=True, kw_only=True)
class Document:
    """What the bank has given, as it came."""

    name: str
    content: bytes


def propose(
    *, payout: Payout, verdict: Decision.Verdict, reason: str, document: Document, by: Decider
) -> Decision:
    """The first of two says what the bank has said. Opens its own scopes. Raises `NotDecided`."""
    _check(by)
    if not 0 < len(document.content) <= LARGEST:
        raise NotDecided("document")
    with owner_scope(payout.creditor_id):
        now = Payout.objects.select_for_update().get(pk=payout.pk)
        if not may_be_answered(now, today=clock.civil_date(by.at)):
            raise NotDecided("state")
        if now.state != Payout.State.UNKNOWN:
            move_payout(payout_id=payout.pk, to=Payout.State.UNKNOWN, at=by.at)
        try:
            with transaction.atomic():
                decision = Decision.objects.create(
                    payout=payout,
                    verdict=verdict,
                    reason=reason[:300],
                    document=document.content,
                    document_name=document.name[-120:],
                    document_sha256=hashlib.sha256(document.content).digest(),
                    proposed_at=by.at,
                    proposed_by=by.staff.pk,
                )
        except IntegrityError as one_waits:
            raise NotDecided("open") from one_waits
        record(act="unknown_payout_proposed", on=decision, by=by.actor, at=by.at)
        return decision


def may_be_answered(payout: Payout, *, today: date) -> bool:
    """Whether two people may say what the bank says of it: unknown, or still at the bank. In a scope that sees it."""
    at_the_bank = payout.state in (Payout.State.SENT, Payout.State.ACCEPTED)
    still = at_the_bank and stuck_payouts(today=today).filter(pk=payout.pk).exists()
    return still or payout.state == Payout.State.UNKNOWN


def confirm(*, decision: Decision, by: Decider) -> None:
    """The second of two has read the document too: the payout leads on. Opens its own scopes. Raises `NotDecided`."""
    _check(by)
    if by.staff.pk == decision.proposed_by:
        raise NotDecided("same")
    with transaction.atomic():
        with owner_scope(decision.creditor_id):
            payout = Payout.objects.select_for_update().get(pk=decision.payout_id)
            if payout.state != Payout.State.UNKNOWN:
                raise NotDecided("state")
            waiting = open_decisions().filter(pk=decision.pk)
            if waiting.update(confirmed_at=by.at, confirmed_by=by.staff.pk) != 1:
                raise NotDecided("gone")
            record(act="unknown_payout_decided", on=decision, by=by.actor, at=by.at)
            _lead_on(payout, decision, on=clock.civil_date(by.at), at=by.at)
        conclude_run(run_id=payout.run_id)


def refuse(*, decision: Decision, by: Decider) -> None:
    """Whoever reads the document sees something else in it: another proposal may be made. Opens its own scope."""
    with owner_scope(decision.creditor_id):
        if open_decisions().filter(pk=decision.pk).update(refused_at=by.at) != 1:
            raise NotDecided("gone")
        record(act="unknown_payout_refused", on=decision, by=by.actor, at=by.at)


def open_decisions() -> QuerySet[Decision]:
    """Those that wait for a second person. In the caller's scope."""
    return Decision.objects.filter(confirmed_at=None, refused_at=None)


def _lead_on(payout: Payout, decision: Decision, *, on: date, at: datetime) -> None:
    if decision.verdict == Verdict.WILL_PAY:
        move_payout(payout_id=payout.pk, to=Payout.State.ACCEPTED, at=at)
        return
    said = Said(outcome=BankWord.Outcome.REJECTED, reason=decision.reason, said_at=at, source="")
    reject(payout, said=said, on=on, at=at)


def _check(by: Decider) -> None:
    with agency_scope():
        member = StaffMember.objects.get(pk=by.staff.pk)
    if not member.active or not APPROVERS & set(member.roles):
        raise NotDecided("role")
    if by.bankid_at is None or not by.at - FRESH <= by.bankid_at <= by.at + LEEWAY:
        raise NotDecided("bankid")
