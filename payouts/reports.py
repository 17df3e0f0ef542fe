"""The bank's reports on our files (pain.002), pulled from the payments house: each payout accepted or rejected.

A report may come several times, and may be silent of a payout: then nothing changes. "Settled" in a report is taken as
accepted; only the debit on the account (`payouts.confirm`) says that the money has left.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from ekrav import clock
from ekrav.bankfiles import pain002
from ekrav.bankfiles.refusal import FileRefused
from ekrav.bankfiles.status_report import StatusReport, Verdict
from ekrav.bankfiles.status_words import Outcome
from ekrav.payments.inbox import note_read, note_refused, reports_to_read
from ekrav.payments.models import BankFile
from ekrav.tenancy import agency_scope, tenant_scope
from payouts.conclude import conclude_run
from payouts.models import Payout, PayoutRun
from payouts.numbers import hold_the_door
from payouts.parts import PartId, parts_of
from payouts.reject import reject_payout
from payouts.states import move_payout

_log = logging.getLogger(__name__)

# "Known already": said of a second copy of what the bank has, never of the first. Taking it for a rejection would make
# the money due again while the bank pays it.
_ANOTHER_COPY: Final = frozenset({"DU01", "DU02", "DU03", "DU04", "DU05", "AM05", "DUPL"})


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What reading the reports did: payouts accepted and rejected."""

    accepted: int = 0
    rejected: int = 0

    def __add__(self, other: "Reported") -> "Reported":
        return Reported(accepted=self.accepted + other.accepted, rejected=self.rejected + other.rejected)


def read_reports(*, at: datetime) -> Reported:
    """Read every report that waits, in the order they came. Opens its own scopes.

    One that is about a file that is not ours is left for a person, with the reason.
    """
    with agency_scope():
        waiting = list(reports_to_read())
    done = Reported()
    for file in waiting:
        done += _take(file, pain002.read(bytes(file.content)), at=at)
    return done


def _take(file: BankFile, report: StatusReport, *, at: datetime) -> Reported:
    with transaction.atomic():
        with agency_scope():
            hold_the_door()
            run = PayoutRun.objects.select_for_update().filter(message_id=report.original_message_id).first()
            if run is None or run.file is None:
                note_refused(file, _not_ours())
                return Reported()
            if not note_read(file):
                return Reported()
        done = Reported()
        for part in parts_of(run_id=run.pk):
            done += _apply(part, _verdict(run, part, report), at=at)
        conclude_run(run_id=run.pk)
    return done


def _not_ours() -> FileRefused:
    return FileRefused(
        position="hela filen", reason_sv=_("Rapporten gäller en betalningsfil som inte är vår. Fråga banken.")
    )


def _verdict(run: PayoutRun, part: PartId, report: StatusReport) -> Verdict | None:
    return report.verdict(
        payment_information_id=f"{run.message_id}-{run.execution_date:%Y%m%d}",
        end_to_end_id=part.end_to_end_id,
    )


def _apply(part: PartId, verdict: Verdict | None, *, at: datetime) -> Reported:
    if verdict is None:
        return Reported()
    match verdict.outcome:
        case Outcome.ACCEPTED | Outcome.SETTLED:
            with tenant_scope(part.creditor_id):
                return Reported(accepted=move_payout(payout_id=part.payout_id, to=Payout.State.ACCEPTED))
        case Outcome.REJECTED if any(reason.code in _ANOTHER_COPY for reason in verdict.reasons):
            _log.warning("the bank refused a second copy", extra={"payout": part.payout_id})
        case Outcome.REJECTED:
            return Reported(rejected=_reject(part, verdict, at=at))
        case Outcome.UNKNOWN:
            _log.warning("unknown payment status", extra={"payout": part.payout_id, "status": verdict.status})
    return Reported()


def _reject(part: PartId, verdict: Verdict, *, at: datetime) -> bool:
    problem = " ".join(reason.sentence_sv for reason in verdict.reasons) or _("Banken anger ingen orsak.")
    rejected = reject_payout(part, problem=problem, on=clock.civil_date(at), at=at)
    if not rejected and part.state == Payout.State.SETTLED:
        _log.error("the bank rejects a payout that has left the account", extra={"payout": part.payout_id})
    return rejected
