"""Credit report: taken when the creditor is to decide on Kronofogden, and again when the decision has grown old.

Never on a whim: each is a copy to the debtor that names us (kreditupplysningslagen (1973:1173) 9 and 11 §§). The bureau
is asked outside every scope, for a case that stands at the decision, under a key that brings the same report again. It
is not asked again about whom it does not know, until the debtor has been looked up anew.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from cases.at_decision import at_the_decision, for_bureau, is_for_bureau, purpose_of
from cases.debtor_number import number_of
from cases.joint import answering_of, key_of
from cases.models import Case, CaseEvent, Debtor
from cases.move import write_event
from cases.solvency import fresh_on, reports_of
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.findings.models import CreditReport
from ekrav.findings.take_report import take_report
from ekrav.law.rates import Rates
from ekrav.registers.credit import BureauSilent, CreditBureau, Purpose, ReportByHand, SubjectUnknown
from ekrav.tenancy import routing_scope, tenant_scope

PATIENCE: Final = 3
KEYS: Final = {Purpose.PAYMENT_ORDER: "order", Purpose.ENFORCEMENT: "enforcement"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose report is to be taken, for which decision, and under what name of ours.

    `debtor`: of several; None: the case's first.
    """

    creditor_id: int
    case_id: int
    key: str
    number: str
    purpose: Purpose
    name: str = ""
    debtor: int | None = None


def take_reports(*, bureau: CreditBureau, today: date, at: datetime, rates: Rates) -> int:
    """Take the report of every case whose decision needs one; how many. Opens its own scopes.

    A bureau that is silent `PATIENCE` times is let alone for this run, one that is not there is left to staff.
    """
    taken = silent = 0
    for asked in _to_ask(today=today, rates=rates):
        try:
            report = take_report(
                creditor_id=asked.creditor_id,
                key=asked.key,
                number=asked.number,
                purpose=asked.purpose,
                by=MACHINE,
                at=at,
                bureau=bureau,
            )
        except SubjectUnknown:
            _note_unknown(asked, today=today, at=at)
            continue
        except BureauSilent:
            silent += 1
            if silent >= PATIENCE:
                break
            continue
        except ReportByHand:
            break
        taken += note_report(asked=asked, report=report, today=today, at=at)
    return taken


def note_report(*, asked: Asked, report: CreditReport, today: date, at: datetime) -> bool:
    """Tell the case of its report, once. Opens its own scope."""
    with tenant_scope(asked.creditor_id):
        case = Case.objects.select_for_update().get(pk=asked.case_id)
        if case.events.filter(kind=CaseEvent.Kind.REPORTED, facts__report=report.pk).exists():
            return False
        write_event(
            case=case,
            kind=CaseEvent.Kind.REPORTED,
            on=today,
            at=at,
            by=MACHINE,
            facts={
                "report": report.pk,
                **({"debtor": asked.debtor} if asked.debtor else {}),
                "purpose": report.purpose,
                "copied_on": report.copied_on.isoformat() if report.copied_on else None,
            },
        )
        return True


def _note_unknown(asked: Asked, *, today: date, at: datetime) -> None:
    """The bureau knows nobody of that number: a handler sees it in the case, and may type in a report."""
    with tenant_scope(asked.creditor_id):
        case = Case.objects.select_for_update().get(pk=asked.case_id)
        write_event(case=case, kind=CaseEvent.Kind.REPORT_UNKNOWN, on=today, at=at, by=MACHINE)


def asked_about(*, case_id: int, today: date, rates: Rates) -> Asked | None:
    """The report that the case's decision needs now; None when it needs none. In the creditor's scope. Raises NoRow."""
    deciding = at_the_decision(today=today).filter(pk=case_id)
    return next(iter(_questions(deciding, of=_anybody, today=today, rates=rates)), None)


def _to_ask(*, today: date, rates: Rates) -> Iterator[Asked]:
    for creditor_id in _creditors():
        with tenant_scope(creditor_id):
            deciding = for_bureau(at_the_decision(today=today))
            asked = _questions(deciding, of=is_for_bureau, today=today, rates=rates)
        yield from asked


def _creditors() -> list[int]:
    with routing_scope():
        deciding = Case.objects.filter(
            next_action__in=(Action.APPLY_ORDER, Action.APPLY_ENFORCEMENT, Action.ASK_AGAIN)
        )
        return list(deciding.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())


def _anybody(debtor: Debtor) -> bool:
    """A handler takes the report of whoever has a number."""
    return True


def _questions(
    deciding: QuerySet[Case], *, of: Callable[[Debtor], bool], today: date, rates: Rates
) -> list[Asked]:
    """The questions that are to be put about those that have no fresh report, in a fixed number of queries."""
    cases = list(deciding.select_related("debtor").order_by("id"))
    debtors = answering_of(cases)
    fresh = fresh_on(reports_of(cases), on=today, rates=rates)
    taken = CaseEvent.objects.filter(case__in=cases, kind=CaseEvent.Kind.REPORTED)
    # Of each by itself: what was taken of another changes no key, and so brings nobody a second copy.
    times = Counter(taken.values_list("case_id", "facts__debtor"))
    return [
        _question(case, debtor, time=times[case.pk, key_of(debtor, case=case)] + 1)
        for case in cases
        for debtor in debtors[case.pk]
        if debtor.number_cipher is not None and of(debtor) and (case.pk, debtor.pk) not in fresh
    ]


def _question(case: Case, debtor: Debtor, *, time: int) -> Asked:
    whose = key_of(debtor, case=case)
    key = f"{case.number} {KEYS[purpose_of(case)]} {time}"
    return Asked(
        creditor_id=case.creditor_id,
        case_id=case.pk,
        key=f"{key} {whose}" if whose else key,
        number=number_of(debtor),
        purpose=purpose_of(case),
        name=debtor.name,
        debtor=whose,
    )
