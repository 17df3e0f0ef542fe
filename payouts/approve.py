"""Approve a run: two different people, each with fresh BankID, each bound to the content they read.

The first word is kept. With the second the run is approved, if what it says is still true, and the machine makes its
file (`payouts.issue`). Whoever comes late, or twice, is told who was first; the counter's row lets one at a time
through, so there is the effect of one each.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from ekrav.agency.models import Agency, StaffMember
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.look.dates import full_date
from ekrav.look.figures import kronor
from ekrav.money import Ore
from ekrav.payments.cover import FundsShort, require_cover
from ekrav.payments.proof import ProofFails, require_proof
from ekrav.tenancy import agency_scope
from payouts.models import Approval, PayoutRun
from payouts.numbers import hold_the_door
from payouts.ready import ready_batches
from payouts.refusal import ApprovalRefused, Reason
from payouts.states import move_run

APPROVERS: Final = frozenset({StaffMember.Role.FINANCE, StaffMember.Role.ADMINISTRATOR})
FRESH: Final = timedelta(minutes=10)
LEEWAY: Final = timedelta(minutes=1)
PEOPLE: Final = 2

# Said to somebody who was merely second; the others are worth a line in the log.
_HARMLESS: Final = frozenset({Reason.YOURS, Reason.DONE})


@dataclass(frozen=True, kw_only=True)
class Approved:
    """What an approval did: the first of two, or the second, with which the run is approved."""

    run: PayoutRun
    complete: bool


def approve(
    *,
    run_id: int,
    staff: StaffMember,
    content_hash: bytes,
    bankid_at: datetime | None,
    at: datetime,
) -> Approved:
    """Give one person's word for the content with this hash. Opens its own scopes; inside none.

    `bankid_at` is when BankID confirmed the person, in the same time as `at`. Raises `ApprovalRefused`.
    """
    try:
        with transaction.atomic():
            run, complete = _take_word(
                run_id=run_id, staff_id=staff.pk, content_hash=content_hash, bankid_at=bankid_at, at=at
            )
            check_cover()
            if complete:
                run = _approved(run, at=at)
            return Approved(run=run, complete=complete)
    except ApprovalRefused as refused:
        if refused.reason not in _HARMLESS:
            _log(refused, run_id=run_id, staff=staff, at=at)
        raise


def _take_word(
    *, run_id: int, staff_id: int, content_hash: bytes, bankid_at: datetime | None, at: datetime
) -> tuple[PayoutRun, bool]:
    """Keep the person's word; whether it was the second."""
    with agency_scope():
        hold_the_door()
        run = PayoutRun.objects.select_for_update().get(pk=run_id)
        check_person(staff_id=staff_id, bankid_at=bankid_at, at=at)
        _check_run(run, staff_id=staff_id, content_hash=content_hash)
        Approval.objects.create(
            run=run, staff_id=staff_id, content_hash=content_hash, at=at, bankid_at=bankid_at or at
        )
        facts: dict[str, str | int | bool | None] = {"count": run.count, "total_ore": run.total_ore}
        by = Actor(kind=AuditEvent.Actor.STAFF, id=staff_id)
        record(act="payout_run_approved", on=run, by=by, at=at, facts=facts)
        return run, standing_approvals(run).count() >= PEOPLE


def _approved(run: PayoutRun, *, at: datetime) -> PayoutRun:
    for _ in ready_batches(run, at=at):
        continue
    with agency_scope():
        moved = move_run(run_id=run.pk, to=PayoutRun.State.APPROVED)
        assert moved, "the run's row is locked and was a draft"
        return PayoutRun.objects.get(pk=run.pk)


def standing_approvals(run: PayoutRun) -> QuerySet[Approval]:
    """The words for the run's content that count: of people who may still approve. In an agency or staff scope."""
    words = Approval.objects.filter(run=run, content_hash=run.content_hash, staff__active=True)
    return words.filter(staff__roles__overlap=sorted(APPROVERS))


def check_person(*, staff_id: int, bankid_at: datetime | None, at: datetime) -> None:
    """Let only who may approve, with BankID of this minute or the nine before. Raises `ApprovalRefused`."""
    member = StaffMember.objects.get(pk=staff_id)
    if not member.active or not APPROVERS & set(member.roles):
        raise ApprovalRefused(Reason.ROLE)
    if bankid_at is None or not at - FRESH <= bankid_at <= at + LEEWAY:
        raise ApprovalRefused(Reason.BANKID)


def _check_run(run: PayoutRun, *, staff_id: int, content_hash: bytes) -> None:
    words = list(run.approvals.select_related("staff").order_by("id"))
    if run.state == PayoutRun.State.WITHDRAWN:
        raise ApprovalRefused(Reason.WITHDRAWN, detail=run.problem)
    if run.state != PayoutRun.State.DRAFT:
        raise ApprovalRefused(
            Reason.DONE, who=words[-1].staff.name if words else "", when=words[-1].at if words else None
        )
    own = next((word for word in words if word.staff_id == staff_id), None)
    if own is not None:
        raise ApprovalRefused(Reason.YOURS, who=own.staff.name, when=own.at)
    if content_hash != bytes(run.content_hash):
        raise ApprovalRefused(Reason.CONTENT)
    if Agency.objects.get().missing():
        raise ApprovalRefused(Reason.AGENCY)
    check_proof()


def check_proof() -> None:
    """Let nobody approve while the client funds and the bank differ. In an agency scope. Raises `ApprovalRefused`."""
    try:
        require_proof()
    except ProofFails as fails:
        raise ApprovalRefused(
            Reason.PROOF,
            about=full_date(fails.proof.day),
            detail=kronor(Ore(abs(fails.proof.difference_ore))),
        ) from fails


def check_cover() -> None:
    """Let nobody approve while the client funds are short. Opens its own scope. Raises `ApprovalRefused`."""
    try:
        require_cover()
    except FundsShort as fails:
        raise ApprovalRefused(Reason.SHORT, detail=kronor(fails.short)) from fails


def _log(refused: ApprovalRefused, *, run_id: int, staff: StaffMember, at: datetime) -> None:
    """Refusals are written in a transaction of their own: the refused one is gone."""
    with agency_scope():
        record(
            act="payout_approval_refused",
            on=PayoutRun(pk=run_id),
            by=Actor(kind=AuditEvent.Actor.STAFF, id=staff.pk),
            at=at,
            facts={"reason": refused.reason.value},
        )
