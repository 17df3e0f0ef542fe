"""Due work: found in the database by its date, claimed row by row, done once however often and wherever it is run.

Letters leave many at a time: a creditor's due cases with the same next step are locked, checked and written together.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from cases import decide, demand, final_notice, remind
from cases.barred import end_barred
from cases.checks import Stop
from cases.dispatching import Letter, hold, send
from cases.enforcement.apply import enforce_by_standing_choice
from cases.enforcement.ask import ask_again as ask_about_title
from cases.enforcement.years import let_lapse, renew
from cases.models import Case
from cases.payment_order.apply import apply_order
from cases.plan_step import plan_step
from cases.recall import recall_all_unsent
from cases.states import Action, State
from cases.surveillance.enter import enter
from cases.surveillance.letter import send_letters
from ekrav.law.rates import NoRow, Rates
from ekrav.tenancy import routing_scope, tenant_scope
from letters.facts import NotALetter

_log = logging.getLogger(__name__)

BATCH = 500

LETTERS: Final[Mapping[Action, Letter]] = {
    letter.action: letter for letter in (remind.LETTER, demand.LETTER, final_notice.LETTER)
}


def ask_again(*, case: Case, today: date, at: datetime, rates: Rates) -> object:
    """Ask the creditor once more: for the way on, or about enforcing a title; never about what is barred."""
    if end_barred(case=case, today=today, at=at, rates=rates) is not None:
        return None
    ask = ask_about_title if case.state == State.TITLED else decide.ask_again
    return ask(case=case, today=today, at=at, rates=rates)


# Steps that are taken case by case. Each is called with case, today, at and rates, the case's row locked.
STEPS: Final[Mapping[Action, Callable[..., object]]] = {
    Action.AWAIT_DECISION: decide.await_decision,
    Action.ASK_AGAIN: ask_again,
    Action.APPLY_ENFORCEMENT: enforce_by_standing_choice,
    Action.RENEW: renew,
    Action.LET_LAPSE: let_lapse,
    Action.APPLY_ORDER: apply_order,
    Action.SURVEIL: enter,
    Action.PLAN_NOTICE: plan_step,
    Action.PLAN_WARNING: plan_step,
    Action.END_PLAN: plan_step,
}


def due_batches(*, today: date) -> Iterator[tuple[int, list[int]]]:
    """Cases whose next step's date has come, at most `BATCH` of one creditor at a time: (creditor, cases).

    Asked anew for each batch, past the cases of the one before: what cannot be done is not met twice.
    """
    with routing_scope():
        due = Case.objects.filter(next_date__lte=today)
        creditors = list(due.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())
    for creditor_id in creditors:
        last = 0
        while batch := _of_creditor(creditor_id, today=today, after=last):
            yield creditor_id, batch
            last = batch[-1]


def _of_creditor(creditor_id: int, *, today: date, after: int) -> list[int]:
    with routing_scope():
        due = Case.objects.filter(creditor_id=creditor_id, next_date__lte=today, pk__gt=after)
        return list(due.order_by("id").values_list("id", flat=True)[:BATCH])


def do_all_due(*, today: date, at: datetime, rates: Rates) -> int:
    """Take every next step whose date has come; how many were taken. First, letters that never left are taken back."""
    return recall_all_unsent(today=today, at=at, rates=rates) + sum(
        do_due(creditor_id=creditor, case_ids=ids, today=today, at=at, rates=rates)
        for creditor, ids in due_batches(today=today)
    )


def do_due(*, creditor_id: int, case_ids: Iterable[int], today: date, at: datetime, rates: Rates) -> int:
    """Take the next step of those of the cases that are still due and that nobody else is at; how many were taken.

    They are taken together; when that fails, one by one, so that the one that cannot be is logged and stands in
    nobody's way.
    """
    ids = list(case_ids)
    try:
        return _take(creditor_id=creditor_id, case_ids=ids, today=today, at=at, rates=rates)
    except Exception:
        if len(ids) == 1:
            _log.exception("step not taken", extra={"case": ids[0], "creditor": creditor_id})
            return 0
        _log.warning("steps not taken together", extra={"creditor": creditor_id}, exc_info=True)
    return sum(
        do_due(creditor_id=creditor_id, case_ids=[one], today=today, at=at, rates=rates) for one in ids
    )


def _take(*, creditor_id: int, case_ids: Sequence[int], today: date, at: datetime, rates: Rates) -> int:
    with tenant_scope(creditor_id):
        due = list(
            Case.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("debtor", "subledger", "reference")
            .filter(pk__in=case_ids, next_date__lte=today)
            .order_by("id")
        )
        by_action: dict[Action, list[Case]] = defaultdict(list)
        for case in due:
            by_action[Action(case.next_action)].append(case)
        for action, cases in by_action.items():
            take_steps(action=action, cases=cases, today=today, at=at, rates=rates)
    return len(due)


def take_steps(*, action: Action, cases: Sequence[Case], today: date, at: datetime, rates: Rates) -> None:
    """Do what the cases' next step says, or hold it with the reason. Their rows are locked."""
    if action is Action.SURVEILLANCE_LETTER:
        send_letters(cases=cases, today=today, at=at, rates=rates)
        return
    if action in LETTERS:
        send(letter=LETTERS[action], cases=cases, today=today, at=at, rates=rates)
        return
    for case in cases:
        try:
            with transaction.atomic():
                STEPS[action](case=case, today=today, at=at, rates=rates)
        except (NoRow, NotALetter) as wanting:
            case.refresh_from_db()
            reason = Stop.RATE_NOT_DECIDED if isinstance(wanting, NoRow) else Stop.UNPRINTABLE
            hold({(reason,): [case]}, today=today, at=at)
