"""Hand the file of an approved run to the bank: the bytes two people approved, and no others.

The file is sent and then noted as sent. A crash between the two sends it again, which is harmless: the bank knows the
message id. When the answer is lost the bank may have the file, so it is not sent again by itself: the bank's report or
its debits tell, or a person who has asked the bank (`payouts.unsent`).
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ekrav.audit.record import MACHINE, record
from ekrav.bankfiles.refusal import FileRefused
from ekrav.payments.bank import AnswerLost, BankChannel, BankRefused, BankUnreachable
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.content import content_hash, items_of_file
from payouts.models import Payout, PayoutRun
from payouts.parts import parts_of
from payouts.states import move_payout, move_run

_log = logging.getLogger(__name__)

State = PayoutRun.State


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
    return sum(_hand_over(file, bank=bank, at=at) for file in _files())


def _files() -> list[File]:
    with agency_scope():
        runs = PayoutRun.objects.filter(state=State.FILE_MADE, problem="").order_by("id")
        return [
            File(
                run_id=run.pk,
                content=bytes(run.file or b""),
                sha256=bytes(run.file_sha256 or b""),
                approved=bytes(run.content_hash),
            )
            for run in runs
        ]


def _hand_over(file: File, *, bank: BankChannel, at: datetime) -> bool:
    if not is_what_was_approved(file):
        _log.error("payout file differs from what was approved", extra={"run": file.run_id})
        _stop(file, _("Filens kontrollsumma stämmer inte med det som godkändes. Inget har skickats."), at=at)
        return False
    try:
        bank.send(content=file.content)
    except BankUnreachable:
        _log.warning("bank not reached", extra={"run": file.run_id})
        return False
    except BankRefused as refused:
        _stop(file, _("Banken tog inte emot filen: %(reason)s") % {"reason": refused}, at=at)
        return False
    except AnswerLost:
        _log.warning("the bank's answer was lost", extra={"run": file.run_id})
        _note_sent(file, problem=_("Bankens svar kom bort. Den kan ha fått filen."), at=at)
        return True
    _note_sent(file, problem="", at=at)
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


def _note_sent(file: File, *, problem: str, at: datetime) -> None:
    with transaction.atomic():
        with agency_scope():
            if not move_run(run_id=file.run_id, to=State.HANDED_OVER, problem=problem):
                return
            record(act="payout_file_handed_over", on=PayoutRun(pk=file.run_id), by=MACHINE, at=at)
        for part in parts_of(run_id=file.run_id):
            with tenant_scope(part.creditor_id):
                move_payout(payout_id=part.payout_id, to=Payout.State.SENT)


def _stop(file: File, problem: str, *, at: datetime) -> None:
    with agency_scope():
        PayoutRun.objects.filter(pk=file.run_id, state=State.FILE_MADE).update(problem=problem[:300])
        record(act="payout_file_not_sent", on=PayoutRun(pk=file.run_id), by=MACHINE, at=at)
