"""Hand the file of an approved run to the bank: the bytes two people approved, and no others.

Whoever takes a file to the bank says so first, so that nobody else does at the same time. It is sent and then noted as
sent; after a crash between the two it is sent again when ten minutes have passed, which is harmless: the bank knows the
message id. When the answer is lost the bank may have the file: its payouts are unknown, and it is never sent again. The
bank's report or its debits lead on, or two people who have asked the bank (`payouts.decide`).
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ekrav.audit.record import MACHINE, record
from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.bank import AnswerLost, BankChannel, BankRefused, BankUnreachable
from ekrav.tenancy import agency_scope
from payouts.content import content_hash, items_of_file
from payouts.models import Payout, PayoutRun
from payouts.owners import owner_scope
from payouts.parts import parts_of
from payouts.states import move_payout, move_run

_log = logging.getLogger(__name__)

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

    A run that the bank has not taken, or whose bytes are not those approved, waits for a person (`problem`).
    """
    return sum(_hand_over(file, bank=bank, at=at) for file in _files(at=at))


def _files(*, at: datetime) -> list[File]:
    """The files that are now ours to take to the bank."""
    with agency_scope():
        free = Q(sending_at=None) | Q(sending_at__lte=at - ON_THE_ROAD)
        ready = PayoutRun.objects.filter(free, state=State.FILE_MADE, problem="")
        mine = [pk for pk in ready.order_by("id").values_list("pk", flat=True) if _claim(pk, at=at)]
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
    free = Q(sending_at=None) | Q(sending_at__lte=at - ON_THE_ROAD)
    ready = PayoutRun.objects.filter(free, pk=run_id, state=State.FILE_MADE, problem="")
    return ready.update(sending_at=at) == 1


def _hand_over(file: File, *, bank: BankChannel, at: datetime) -> bool:
    if not is_what_was_approved(file):
        _log.error("payout file differs from what was approved", extra={"run": file.run_id})
        _stop(file, _("Filens kontrollsumma stämmer inte med det som godkändes. Inget har skickats."), at=at)
        return False
    try:
        bank.send(content=file.content)
    except BankUnreachable:
        _log.warning("bank not reached", extra={"run": file.run_id})
        _put_back(file)
        return False
    except BankRefused as refused:
        _stop(file, _("Banken tog inte emot filen: %(reason)s") % {"reason": refused}, at=at)
        return False
    except AnswerLost:
        _log.warning("the bank's answer was lost", extra={"run": file.run_id})
        _note_sent(file, run=State.UNKNOWN, payouts=Payout.State.UNKNOWN, at=at)
        return True
    _note_sent(file, run=State.HANDED_OVER, payouts=Payout.State.SENT, at=at)
    return True


def is_what_was_approved(file: File) -> bool:
    """Whether the bytes are those whose hash was kept, and ask for exactly what two people approved."""
    if hashlib.sha256(file.content).digest() != file.sha256:
        return False
    creditors = {part.end_to_end_id: part.creditor_id for part in parts_of(run_id=file.run_id)}
    try:
        return content_hash(items_of_file(file.content, creditors=creditors)) == file.approved
    except (FileRefused, KeyError):
        return False


def _note_sent(file: File, *, run: PayoutRun.State, payouts: Payout.State, at: datetime) -> None:
    unknown = run == State.UNKNOWN
    problem = _("Bankens svar kom bort. Den kan ha fått filen.") if unknown else ""
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
