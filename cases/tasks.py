"""What beat wakes for the cases. Shells: the clock, one call. Harmless to run at any time and any number of times."""

from datetime import date, datetime

from celery import shared_task
from django.conf import settings

from cases.apply_payment import apply_all
from cases.ask import ask_creditors
from cases.ask_paid import ask_all
from cases.authority.money import place_money
from cases.authority.not_taken import take_up_refusals
from cases.authority.take_up import take_up_answers
from cases.authority.tell import tell_all
from cases.barred import end_all_barred
from cases.credit_report import take_reports
from cases.due import do_due, due_batches
from cases.look_up import look_up_all
from cases.messages import take_up_all
from cases.note_posted import note_all_posted
from cases.recall import recall_all_unsent
from cases.reverse_payment import reverse_charged_back
from cases.situations.from_events import take_in
from cases.surveillance.look_again import look_again_all
from cases.surveillance.summary import summarise_all
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.registers.credit import credit_bureau_at
from ekrav.registers.events import event_feed_at
from ekrav.tenancy import routing_scope

# A debtor has the whole last day, and the bank tells of a day's money in the night: no letter is written before it.
MORNING = 9


def _moment() -> tuple[datetime, date]:
    with routing_scope():
        return clock.now(), clock.today()


@shared_task
def wake_due_cases() -> int:
    """From the morning on, find the cases whose next step is due and hand them to tasks, creditor by creditor."""
    at, today = _moment()
    if at.astimezone(clock.STOCKHOLM).hour < MORNING:
        return 0
    found = 0
    for creditor_id, case_ids in due_batches(today=today):
        do_due_cases.delay(creditor_id, case_ids)
        found += len(case_ids)
    return found


@shared_task
def do_due_cases(creditor_id: int, case_ids: list[int]) -> int:
    """Take the next step of one creditor's due cases."""
    at, today = _moment()
    return do_due(creditor_id=creditor_id, case_ids=case_ids, today=today, at=at, rates=current_rates())


@shared_task
def ask_for_decisions() -> int:
    """Mail the creditors whose cases wait for their choice, an hour after the day's cases have come to wait."""
    at, today = _moment()
    if at.astimezone(clock.STOCKHOLM).hour <= MORNING:
        return 0
    return ask_creditors(today=today, at=at)


@shared_task
def look_up_debtors() -> int:
    """Ask the registers about the debtors whose numbers have not been looked up."""
    at, today = _moment()
    return look_up_all(today=today, at=at)


@shared_task
def apply_payments() -> int:
    """Apply what has been routed, and take off what has gone back to a card."""
    at, today = _moment()
    rates = current_rates()
    applied = apply_all(today=today, at=at, rates=rates)
    return applied + reverse_charged_back(today=today, at=at, rates=rates)


@shared_task
def note_posted_letters() -> int:
    """Tell the cases which of their letters were posted."""
    at, today = _moment()
    return note_all_posted(today=today, at=at, rates=current_rates())


@shared_task
def recall_unsent_letters() -> int:
    """Take back the letters that did not leave on their day."""
    at, today = _moment()
    return recall_all_unsent(today=today, at=at, rates=current_rates())


@shared_task
def take_up_notices() -> int:
    """Take up what debtors have said in Mitt Ärende."""
    at, today = _moment()
    return take_up_all(today=today, at=at, rates=current_rates())


@shared_task
def ask_who_has_paid() -> int:
    """From the morning on, ask the creditors about the cases with a step close ahead."""
    at, today = _moment()
    return ask_all(today=today, at=at) if at.astimezone(clock.STOCKHOLM).hour >= MORNING else 0


@shared_task
def look_again_for_debtors() -> int:
    """Ask where the debtors live whose letters of surveillance came back."""
    at, today = _moment()
    return look_again_all(today=today, at=at, rates=current_rates())


@shared_task
def sum_up_surveillance() -> int:
    """Tell the creditors what a past year of surveillance has done and cost."""
    at, today = _moment()
    return summarise_all(today=today, at=at, rates=current_rates())


@shared_task
def take_credit_reports() -> int:
    """Take the reports that a decision on Kronofogden needs."""
    at, today = _moment()
    bureau = credit_bureau_at(url=settings.CREDIT_URL)
    return take_reports(bureau=bureau, today=today, at=at, rates=current_rates())


@shared_task
def follow_kronofogden() -> int:
    """Take up what Kronofogden has said and paid, and tell it of money and endings the same day."""
    at, today = _moment()
    rates = current_rates()
    done = take_up_answers(at=at, rates=rates) + take_up_refusals(today=today, at=at)
    return done + place_money(at=at) + tell_all(today=today, at=at)


@shared_task
def take_in_events() -> int:
    """Take in what the registers tell of those who owe, and stop what it stops."""
    at, today = _moment()
    feed = event_feed_at(url=settings.REGISTER_URL)
    return take_in(feed=feed, today=today, at=at, rates=current_rates())


@shared_task
def end_barred_claims() -> int:
    """End the claims that wait and have become too old."""
    at, today = _moment()
    return end_all_barred(today=today, at=at, rates=current_rates())
