"""Credit report: taken when the creditor is to decide on Kronofogden, and again when the decision has grown old.

Never on a whim: each is a copy to the debtor that names us (kreditupplysningslagen (1973:1173) 9 and 11 §§). The bureau
is asked outside every scope, for a case that stands at the decision, under a key that brings the same report again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from cases.debtor_number import number_of
from cases.models import Case, CaseEvent, StandingChoice
from cases.move import write_event
from cases.solvency import is_fresh_for, latest_report
from cases.standing import standing_choice
from cases.states import Action, State
from ekrav.audit.record import MACHINE
from ekrav.findings.models import CreditReport
from ekrav.findings.take_report import take_report
from ekrav.law.rates import Rates
from ekrav.registers.credit import BureauSilent, CreditBureau, Purpose, ReportByHand, SubjectUnknown
from ekrav.tenancy import routing_scope, tenant_scope

PATIENCE = 3


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Whose report is to be taken, and under what name of ours."""

    creditor_id: int
    case_id: int
    key: str
    number: str


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
                purpose=Purpose.PAYMENT_ORDER,
                by=MACHINE,
                at=at,
                bureau=bureau,
            )
        except SubjectUnknown:
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
                "purpose": report.purpose,
                "copied_on": report.copied_on.isoformat() if report.copied_on else None,
            },
        )
        return True


def asked_about(*, case_id: int, today: date, rates: Rates) -> Asked | None:
    """The report that the case's decision needs now; None when it needs none. In the creditor's scope. Raises NoRow."""
    case = next((case for case in _at_the_decision() if case.pk == case_id), None)
    return _asked(case, today=today, rates=rates) if case else None


def _to_ask(*, today: date, rates: Rates) -> Iterator[Asked]:
    for creditor_id in _creditors():
        with tenant_scope(creditor_id):
            asked = [one for case in _at_the_decision() if (one := _asked(case, today=today, rates=rates))]
        yield from asked


def _creditors() -> list[int]:
    with routing_scope():
        deciding = Case.objects.filter(next_action__in=(Action.APPLY_ORDER, Action.ASK_AGAIN))
        return list(deciding.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())


def _at_the_decision() -> list[Case]:
    """Those that apply next, and those whose creditor is asked and has had no report to decide by."""
    told = CaseEvent.objects.filter(case=OuterRef("pk"), kind=CaseEvent.Kind.REPORTED)
    wanted = Q(next_action=Action.APPLY_ORDER)
    choice = standing_choice()
    if choice is None or choice.otherwise != StandingChoice.Otherwise.WAIT:
        wanted |= Q(~Exists(told), state=State.AWAITING_DECISION)
    return list(Case.objects.filter(wanted).select_related("debtor").order_by("id"))


def _asked(case: Case, *, today: date, rates: Rates) -> Asked | None:
    """The question that is to be put, None when nothing is: a fresh report is there, or nobody to ask about."""
    number = number_of(case.debtor)
    if not number or case.debtor.register_word not in ("", "found"):
        return None
    if is_fresh_for(case=case, report=latest_report(case=case), on=today, rates=rates):
        return None
    times = case.events.filter(kind=CaseEvent.Kind.REPORTED).count()
    key = f"{case.number} order {times + 1}"
    return Asked(creditor_id=case.creditor_id, case_id=case.pk, key=key, number=number)
