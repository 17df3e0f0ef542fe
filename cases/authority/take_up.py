"""Take up what Kronofogden has said: each answer drives its act once, in the order they came, whoever asks how often.

An answer is claimed before its act, in the same transaction; one whose act fails is tried again, and what came after it
about the same application waits for it. What says nothing any more (a crossing, a repetition) is claimed and noted.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from cases.enforcement import close, fee, paid_out, report
from cases.models import Application, Case
from cases.payment_order import confirm, dispute, end, serve, supplement, verdict
from ekrav.audit.record import MACHINE, record
from ekrav.filings import enforcement
from ekrav.filings import payment_order as order
from ekrav.filings.file import record_of
from ekrav.filings.record import Record
from ekrav.kronofogden.models import Incoming
from ekrav.kronofogden.pull import creditors_with_answers, note_taken_up
from ekrav.law.rates import Rates
from ekrav.tenancy import tenant_scope

_log = logging.getLogger(__name__)

Act = Callable[..., object]

# Each is called with case, application, answer, at and rates, the rows of both locked; None: it changed nothing.
ACTS: Final[Mapping[type[Record], Act]] = {
    order.Confirmation: confirm.confirm,
    order.SupplementQuestion: supplement.ask,
    order.Service: serve.note_service,
    order.Dispute: dispute.dispute_order,
    order.Dismissal: end.end_order,
    order.Verdict: verdict.give_title,
    enforcement.EnforcementFee: fee.note_fee,
    enforcement.EnforcementReport: report.note_report,
    enforcement.MoneyPaidOut: paid_out.note_paid_out,
    enforcement.EnforcementClosing: close.close_enforcement,
}


def take_up_answers(*, at: datetime, rates: Rates) -> int:
    """Take up every answer that waits; how many were. Opens its own scopes."""
    return sum(_of_creditor(creditor_id, at=at, rates=rates) for creditor_id in creditors_with_answers())


def _of_creditor(creditor_id: int, *, at: datetime, rates: Rates) -> int:
    with tenant_scope(creditor_id):
        known = Application.objects.values("reference")
        waiting = list(
            Incoming.objects.filter(taken_up_at=None, reference__in=known)
            .order_by("id")
            .values_list("id", "reference")
        )
    taken, stuck = 0, set[str]()
    for answer_id, reference in waiting:
        if reference in stuck:
            continue
        try:
            with tenant_scope(creditor_id):
                taken += _take_up(answer_id, at=at, rates=rates)
        except Exception:
            _log.exception("answer not taken up", extra={"answer": answer_id, "creditor": creditor_id})
            stuck.add(reference)
    return taken


def _take_up(answer_id: int, *, at: datetime, rates: Rates) -> bool:
    """Claim one answer and do what it says; False when somebody else was first."""
    with transaction.atomic():
        row = Incoming.objects.get(pk=answer_id)
        if not note_taken_up(row, at=at):
            return False
        answer = record_of(bytes(row.content))
        application, case = locked(reference=answer.reference)
        act = ACTS[type(answer)]
        if act(case=case, application=application, answer=answer, at=at, rates=rates) is None:
            record(act="answer_without_effect", on=row, by=MACHINE, at=at, facts={"kind": row.kind})
    return True


def locked(**which: Any) -> tuple[Application, Case]:
    """An application and its case, both rows locked, the case's first."""
    case_id = Application.objects.values_list("case_id", flat=True).get(**which)
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("debtor", "subledger", "reference")
        .get(pk=case_id)
    )
    return Application.objects.select_for_update(of=("self",)).get(**which), case
