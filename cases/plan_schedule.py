"""What comes next in an instalment plan, computed from its instalments, its letters and what has been paid.

The case's scheduled step only wakes; what is done is asked here again on the day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cases.models import Case, CaseEvent, InstalmentPlan
from cases.move import Next
from cases.plan_progress import Due, Part, Progress, progress
from cases.states import Action, State
from ekrav.law.bankdays import is_bank_day, next_bank_day
from ekrav.law.deadlines import next_posting_day, shortest_pay_by
from ekrav.law.missed import may_be_ended_on, missed_on
from ekrav.law.rates import Rates
from ekrav.money import Ore
from letters.catalogue import LetterKind
from letters.models import Dispatch

Kind = CaseEvent.Kind
BEGUN: Final = (Kind.PLAN_ACCEPTED, Kind.PLAN_CHANGED)
_ONE: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Course:
    """An accepted plan under way.

    `told`: the last instalment that a notice has asked for. `warning`: the letter that warned of what was missed,
    unless it was stopped. `last_paid`: the day of the last payment.
    """

    plan: InstalmentPlan
    progress: Progress
    begun_on: date
    told: int
    warning: CaseEvent | None
    last_paid: date | None


def accepted_plan(case: Case) -> InstalmentPlan | None:
    """The plan the case goes by; None when it goes by none."""
    if case.state != State.PLAN:
        return None
    return InstalmentPlan.objects.filter(case=case, state=InstalmentPlan.State.ACCEPTED).first()


def course_of(plan: InstalmentPlan) -> Course:
    """How far an accepted plan has come, whether it still lasts or not."""
    begun = CaseEvent.objects.filter(case=plan.case_id, kind__in=BEGUN, facts__plan=plan.pk).first()
    since = CaseEvent.objects.filter(case=plan.case_id, pk__gt=begun.pk if begun else 0)
    sent = since.exclude(dispatch__state=Dispatch.State.CANCELLED).select_related("dispatch")
    notices = sent.filter(
        kind__in=(Kind.PLAN_NOTICE, Kind.TOLD), dispatch__kind=LetterKind.PLAN_NOTICE
    ).values_list("facts__instalment", flat=True)
    warnings = sent.filter(kind__in=(Kind.PLAN_WARNING, Kind.TOLD), dispatch__kind=LetterKind.PLAN_WARNING)
    taken_back = since.filter(kind=Kind.REVERSED, payment__isnull=False).values("payment_id")
    received = since.filter(kind__in=(Kind.PAID, Kind.DIRECT_PAYMENT)).exclude(payment__in=taken_back)
    payments = [(on, Ore(amount or 0)) for on, amount in received.values_list("on", "amount_ore")]
    return Course(
        plan=plan,
        progress=progress(dues=dues_of(plan), payments=payments),
        begun_on=plan.accepted_on or plan.offered_on,
        told=max(notices, default=0),
        warning=warnings.order_by("-id").first(),
        last_paid=max((on for on, _amount in payments), default=None),
    )


def dues_of(plan: InstalmentPlan) -> list[Due]:
    """The plan's instalments in order."""
    rows = plan.instalments.order_by("number").values_list("number", "due_on", "amount_ore")
    return [Due(number=number, on=on, amount=Ore(amount)) for number, on, amount in rows]


def missed_parts(*, course: Course, on: date, rates: Rates) -> list[Part]:
    """The instalments that are missed on a day: unpaid, and a payment made in time would have come."""
    parts = course.progress.parts
    return [part for part in parts if part.left and missed_on(due=part.due.on, rates=rates) <= on]


def part_to_tell(*, course: Course, today: date, rates: Rates) -> Part | None:
    """The next instalment a notice asks for. What the plan's own letter told in good time needs none."""
    return next(
        (
            part
            for part in course.progress.parts
            if part.left
            and part.due.number > course.told
            and part.due.on > today
            and notice_on(due=part.due.on, rates=rates) > course.begun_on
        ),
        None,
    )


def step_of(*, course: Course, today: date, rates: Rates) -> Next:
    """The plan's next step and its day, which may have come already."""
    unpaid = course.progress.unpaid
    if unpaid is None:
        return Next(action=Action.END_PLAN, on=next_bank_day(course.last_paid or course.begun_on))
    if warned_parts(course=course, rates=rates):
        return Next(action=Action.END_PLAN, on=_may_end_on(course, rates))
    steps = [Next(action=Action.PLAN_WARNING, on=missed_on(due=unpaid.due.on, rates=rates))]
    part = part_to_tell(course=course, today=today, rates=rates)
    if part is not None:
        steps.append(Next(action=Action.PLAN_NOTICE, on=notice_on(due=part.due.on, rates=rates)))
    return min(steps, key=lambda step: step.on)


def notice_on(*, due: date, rates: Rates) -> date:
    """The last bank day on which a notice is written that gives a letter's whole time to pay until `due`."""
    day = due - _ONE
    while not is_bank_day(day) or shortest_pay_by(sent=next_posting_day(after=day), rates=rates) > due:
        day -= _ONE
    return day


def warned_parts(*, course: Course, rates: Rates) -> list[Part]:
    """What the warning asked for that is still unpaid."""
    warning = course.warning
    return missed_parts(course=course, on=warning.on, rates=rates) if warning else []


def _may_end_on(course: Course, rates: Rates) -> date:
    assert course.warning is not None
    assert course.warning.dispatch is not None
    letter = course.warning.dispatch
    return may_be_ended_on(posted=letter.posted_on or letter.planned_on, rates=rates)
