"""Hand the file of an approved run to the bank: the bytes two people approved, and no others.

Whoever takes a file to the bank says so first, so that nobody else does at the same time. It is sent and then noted as
sent; after a crash between the two it is sent again when ten minutes have passed, which is harmless: the bank knows the
message id. When the answer is lost the bank may have the file: its payouts are unknown, and it is never sent again. The
bank's report or its debits lead on, or two people who have asked the bank (`payouts.decide`).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ekrav.audit.record import MACHINE, record
from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.bank import BankChannel
from ekrav.payments.proof import money_may_leave
from ekrav.tenancy import agency_scope
from payouts.content import content_hash, items_of_file
from payouts.deliver import Delivered, Outcome, changed, deliver
from payouts.models import Payout, PayoutRun
from payouts.owners import owner_scope
from payouts.parts import parts_of
from payouts.ready import check_payees
from payouts.refusal import ApprovalRefused
from payouts.states import move_payout, move_run

State = PayoutRun.State

# How long nobody else takes a file that somebody is taking to the bank: longer than the bank's time limits.
ON_THE_ROAD: Final = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that is to go to the bank, as it lies in the database."""

    run_id: int
    content: bytes
    sha256: bytes
    approved: bytes


def hand_over_files(*, bank: BankChannel, at: datetime) -> int:
    """Hand over what is approved and not sent; how many files went. Opens its own scopes.

    A run that the bank has not taken, whose bytes are not those approved, or with a creditor that may no longer be
    paid, waits for a person (`problem`). All wait while the client funds are short, or differ from the bank's: that may
    have happened since two people said yes.
    """
    with agency_scope():
        nothing = not _ready(at=at).exists()
    if nothing or not money_may_leave():
        return 0
    return sum(_hand_over(file, bank=bank, at=at) for file in _files(at=at))


def _ready(*, at: datetime) -> QuerySet[PayoutRun]:
    """The runs whose file is made and that nobody is taking to the bank."""
    free = Q(sending_at=None) | Q(sending_at__lte=at - ON_THE_ROAD)
    return PayoutRun.objects.filter(free, state=State.FILE_MADE, problem="").order_by("id")


def _files(*, at: datetime) -> list[File]:
    """The files that are now ours to take to the bank."""
    with agency_scope():
        mine = [pk for pk in _ready(at=at).values_list("pk", flat=True) if _claim(pk, at=at)]
        return [
            File(
                run_id=run.pk,
                content=bytes(run.file or b""),
                sha256=bytes(run.file_sha256 or b""),
                approved=bytes(run.content_hash),
            )
            for run in PayoutRun.objects.filter(pk__in=mine).order_by("id")
        ]


def _claim(run_id: int, *, at: datetime) -> bool:
    return _ready(at=at).filter(pk=run_id).order_by().update(sending_at=at) == 1


def _hand_over(file: File, *, bank: BankChannel, at: datetime) -> bool:
    came = _stopped(file, at=at) or deliver(content=file.content, sha256=file.sha256, bank=bank)
    match came.outcome:
        case Outcome.TAKEN:
            _note_sent(file, run=State.HANDED_OVER, payouts=Payout.State.SENT, problem="", at=at)
        case Outcome.LOST:
            _note_sent(file, run=State.UNKNOWN, payouts=Payout.State.UNKNOWN, problem=came.problem, at=at)
        case Outcome.NOT_REACHED:
            _put_back(file)
        case Outcome.STOPPED:
            _stop(file, came.problem, at=at)
    return came.outcome in (Outcome.TAKEN, Outcome.LOST)


def _stopped(file: File, *, at: datetime) -> Delivered | None:
    """Why the file stays here, if it does."""
    if not is_what_was_approved(file):
        return changed()
    try:
        check_payees(run_id=file.run_id, at=at)
    except ApprovalRefused as refused:
        words = _(
            "%(creditor)s ska inte betalas nu: ändrat bankgiro, eller väntar på kontroll. Inget är skickat."
            " Ge upp filen, så är de andra med i nästa utkast."
        )
        return Delivered(outcome=Outcome.STOPPED, problem=words % {"creditor": refused.about})
    return None


def is_what_was_approved(file: File) -> bool:
    """Whether the bytes are those whose hash was kept, and ask for exactly what two people approved."""
    if hashlib.sha256(file.content).digest() != file.sha256:
        return False
    creditors = {part.end_to_end_id: part.creditor_id for part in parts_of(run_id=file.run_id)}
    try:
        return content_hash(items_of_file(file.content, creditors=creditors)) == file.approved
    except (FileRefused, KeyError):
        return False


def _note_sent(
    file: File, *, run: PayoutRun.State, payouts: Payout.State, problem: str, at: datetime
) -> None:
    with transaction.atomic():
        with agency_scope():
            # What the bank has said meanwhile says more than the answer to the sending.
            free = PayoutRun.objects.select_for_update().filter(pk=file.run_id, state=State.FILE_MADE)
            if not free.exists():
                return
            move_run(run_id=file.run_id, to=run, problem=problem)
            record(act=f"payout_file_{run.value}", on=PayoutRun(pk=file.run_id), by=MACHINE, at=at)
        for part in parts_of(run_id=file.run_id):
            with owner_scope(part.creditor_id):
                move_payout(payout_id=part.payout_id, to=payouts, at=at)


def _put_back(file: File) -> None:
    with agency_scope():
        PayoutRun.objects.filter(pk=file.run_id, state=State.FILE_MADE).update(sending_at=None)


def _stop(file: File, problem: str, *, at: datetime) -> None:
    with agency_scope():
        PayoutRun.objects.filter(pk=file.run_id, state=State.FILE_MADE).update(
            sending_at=None, problem=problem[:300]
        )
        record(act="payout_file_not_sent", on=PayoutRun(pk=file.run_id), by=MACHINE, at=at)
