"""Due work: found in the database by its date, claimed row by row, done once however often and wherever it is run."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from cases.decide import await_decision
from cases.demand import demand
from cases.dispatching import MayNotLeave, hold
from cases.models import Case
from cases.remind import remind
from cases.states import Action
from ekrav.law.rates import Rates
from ekrav.tenancy import routing_scope, tenant_scope

BATCH = 500


def find_due(*, today: date, limit: int = BATCH) -> dict[int, list[int]]:
    """Cases whose next step's date has come, by creditor: at most `limit`, the oldest first."""
    with routing_scope():
        rows = list(
            Case.objects.filter(next_date__lte=today)
            .order_by("next_date", "id")
            .values_list("creditor_id", "id")[:limit]
        )
    found: dict[int, list[int]] = defaultdict(list)
    for creditor, case in rows:
        found[creditor].append(case)
    return dict(found)


def do_due(*, creditor_id: int, case_ids: Iterable[int], today: date, at: datetime, rates: Rates) -> int:
    """Take the next step of those of the cases that are still due and that nobody else is at; how many were taken."""
    done = 0
    for case_id in case_ids:
        with tenant_scope(creditor_id):
            case = (
                Case.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("debtor", "subledger", "reference")
                .filter(pk=case_id, next_date__lte=today)
                .first()
            )
            if case is not None:
                take_step(case=case, today=today, at=at, rates=rates)
                done += 1
    return done


def take_step(*, case: Case, today: date, at: datetime, rates: Rates) -> None:
    """Do what the case's next step says, or hold it with the reason."""
    try:
        with transaction.atomic():
            _act(case=case, today=today, at=at, rates=rates)
    except MayNotLeave as refused:
        case.refresh_from_db()
        hold(case=case, reasons=(refused.stop,), today=today, at=at)


def _act(*, case: Case, today: date, at: datetime, rates: Rates) -> None:
    match Action(case.next_action):
        case Action.REMIND:
            remind(case=case, today=today, at=at, rates=rates)
        case Action.DEMAND:
            demand(case=case, today=today, at=at, rates=rates)
        case Action.AWAIT_DECISION:
            await_decision(case=case, today=today, at=at)
        case other:
            raise NotImplementedError(f"{other} is never scheduled")
