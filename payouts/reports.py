"""The bank's reports on our files (pain.002), pulled from the payments house: each payout accepted or rejected.

A file may get several reports over time, in any order; each word is kept (`payouts.evidence`) and judged
(`payouts.judge`). A report that is silent of a payout changes nothing. "Settled" in a report is taken as accepted; only
the debit on the account (`payouts.confirm`) says that the money has left.
"""

from collections.abc import Mapping
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
from ekrav.tenancy import agency_scope
from payouts.conclude import conclude_run
from payouts.content import groups_of_file
from payouts.evidence import Said, is_older, keep
from payouts.judge import judge
from payouts.models import BankWord, Payout, PayoutRun
from payouts.owners import owner_scope
from payouts.parts import PartId, locked, parts_of
from payouts.reject import ACCOUNT_REASONS, ANOTHER_COPY, reject
from payouts.settle_fees import take_fee_report
from payouts.states import move_payout

_OUTCOMES: Final[Mapping[Outcome, BankWord.Outcome]] = {
    Outcome.WAITING: BankWord.Outcome.WAITING,
    Outcome.ACCEPTED: BankWord.Outcome.ACCEPTED,
    Outcome.SETTLED: BankWord.Outcome.ACCEPTED,
    Outcome.REJECTED: BankWord.Outcome.REJECTED,
    Outcome.MIXED: BankWord.Outcome.UNCLEAR,
    Outcome.UNKNOWN: BankWord.Outcome.UNCLEAR,
}


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
        waiting = [(file, file.content) for file in reports_to_read()]
    done = Reported()
    for file, content in waiting:
        done += _take(file, pain002.read(content), at=at)
    return done


def _take(file: BankFile, report: StatusReport, *, at: datetime) -> Reported:
    with transaction.atomic():
        with agency_scope():
            run = PayoutRun.objects.select_for_update().filter(message_id=report.original_message_id).first()
        if run is None and take_fee_report(report, at=at):
            with agency_scope():
                note_read(file)
            return Reported()
        with agency_scope():
            if run is None or run.file is None:
                note_refused(file, _not_ours())
                return Reported()
            if not note_read(file):
                return Reported()
        groups = groups_of_file(bytes(run.file))
        done = Reported()
        for part in parts_of(run_id=run.pk):
            name = part.end_to_end_id
            verdict = report.verdict(payment_information_id=groups.get(name, ""), end_to_end_id=name)
            if verdict is not None:
                done += _apply(part, _said(verdict, file=file, report=report), at=at)
        conclude_run(run_id=run.pk)
    return done


def _not_ours() -> FileRefused:
    return FileRefused(
        position="hela filen", reason_sv=_("Rapporten gäller en betalningsfil som inte är vår. Fråga banken.")
    )


def _said(verdict: Verdict, *, file: BankFile, report: StatusReport) -> Said:
    reason = " ".join(reason.sentence_sv for reason in verdict.reasons)
    outcome = _OUTCOMES[verdict.outcome]
    if outcome == BankWord.Outcome.REJECTED and any(one.code in ANOTHER_COPY for one in verdict.reasons):
        outcome = BankWord.Outcome.UNCLEAR
    return Said(
        outcome=outcome,
        status=verdict.status,
        reason=reason or (_("Banken anger ingen orsak.") if outcome == BankWord.Outcome.REJECTED else ""),
        said_at=report.created,
        source=f"file {file.pk}",
        account=any(one.code in ACCOUNT_REASONS for one in verdict.reasons),
    )


def _apply(part: PartId, said: Said, *, at: datetime) -> Reported:
    with owner_scope(part.creditor_id):
        payout = locked(part)
        older = is_older(payout, said.said_at)
        judgement = judge(Payout.State(payout.state), said.outcome, older=older)
        keep(payout, said, contradicts=judgement.contradicts, at=at)
        if judgement.to is None:
            return Reported()
        if judgement.to == Payout.State.REJECTED:
            return Reported(rejected=reject(payout, said=said, on=clock.civil_date(at), at=at))
        moved = move_payout(payout_id=payout.pk, to=judgement.to, at=at)
        return Reported(accepted=moved and judgement.to == Payout.State.ACCEPTED)
