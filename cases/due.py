"""Due work: found in the database by its date, claimed row by row, done once however often and wherever it is run."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from cases.checks import Stop
from cases.decide import await_decision
from cases.demand import demand
from cases.dispatching import MayNotLeave, hold
from cases.models import Case
from cases.recall import find_unsent, recall_unsent
from cases.remind import remind
from cases.states import Action
from ekrav.law.rates import NoRow, Rates
from ekrav.tenancy import routing_scope, tenant_scope

_log = logging.getLogger(__name__)

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


def do_all_due(*, today: date, at: datetime, rates: Rates) -> int:
    """Take every next step whose date has come; how many were taken. First, letters that never left are taken back."""
    recalled = 0
    for creditor_id, dispatch_id in find_unsent(today=today):
        recalled += recall_unsent(creditor_id=creditor_id, dispatch_id=dispatch_id, today=today, at=at)
    found = find_due(today=today).items()
    return recalled + sum(
        do_due(creditor_id=creditor, case_ids=ids, today=today, at=at, rates=rates) for creditor, ids in found
    )


def do_due(*, creditor_id: int, case_ids: Iterable[int], today: date, at: datetime, rates: Rates) -> int:
    """Take the next step of those of the cases that are still due and that nobody else is at; how many were taken.

    A case whose step fails is logged and stands in nobody's way.
    """
    done = 0
    for case_id in case_ids:
        try:
            done += _do(creditor_id=creditor_id, case_id=case_id, today=today, at=at, rates=rates)
        except Exception:
            _log.exception("step not taken", extra={"case": case_id, "creditor": creditor_id})
    return done


def _do(*, creditor_id: int, case_id: int, today: date, at: datetime, rates: Rates) -> bool:
    with tenant_scope(creditor_id):
        case = (
            Case.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("debtor", "subledger", "reference")
            .filter(pk=case_id, next_date__lte=today)
            .first()
        )
        if case is None:
            return False
        take_step(case=case, today=today, at=at, rates=rates)
    return True


def take_step(*, case: Case, today: date, at: datetime, rates: Rates) -> None:
    """Do what the case's next step says, or hold it with the reason."""
    try:
        with transaction.atomic():
            _act(case=case, today=today, at=at, rates=rates)
    except (MayNotLeave, NoRow) as refused:
        case.refresh_from_db()
        stop = refused.stop if isinstance(refused, MayNotLeave) else Stop.RATE_NOT_DECIDED
        hold(case=case, reasons=(stop,), today=today, at=at)


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
