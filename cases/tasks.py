"""What beat wakes for the cases. Shells: the clock, one call. Harmless to run at any time and any number of times."""

from datetime import date, datetime

from celery import shared_task

from cases.apply_payment import apply_routed, find_routed
from cases.due import do_due, find_due
from cases.note_posted import find_posted, note_posted
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.tenancy import routing_scope


def _moment() -> tuple[datetime, date]:
    with routing_scope():
        return clock.now(), clock.today()


@shared_task
def wake_due_cases() -> int:
    """Find the cases whose next step is due and hand each creditor's to a task of its own."""
    _at, today = _moment()
    due = find_due(today=today)
    for creditor_id, case_ids in due.items():
        do_due_cases.delay(creditor_id, case_ids)
    return sum(len(ids) for ids in due.values())


@shared_task
def do_due_cases(creditor_id: int, case_ids: list[int]) -> int:
    """Take the next step of one creditor's due cases."""
    at, today = _moment()
    return do_due(creditor_id=creditor_id, case_ids=case_ids, today=today, at=at, rates=current_rates())


@shared_task
def apply_payments() -> int:
    """Apply what has been routed."""
    at, today = _moment()
    return sum(
        apply_routed(creditor_id=creditor, payment_id=payment, today=today, at=at, rates=current_rates())
        is not None
        for creditor, payment in find_routed()
    )


@shared_task
def note_posted_letters() -> int:
    """Tell the cases which of their letters were posted."""
    at, _today = _moment()
    return sum(
        note_posted(creditor_id=creditor, dispatch_id=dispatch, at=at, rates=current_rates()) is not None
        for creditor, dispatch in find_posted()
    )
