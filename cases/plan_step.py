"""What a plan's day brings: a notice, a warning, or its end; reckoned anew from what has been paid.

While a plan is kept nothing else is sent (god inkassosed, inkassolagen 4 §).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from cases.checks import Stop, stops
from cases.circumstances import gather
from cases.debt import debt_of
from cases.dispatching import hold
from cases.models import Case, CaseEvent, InstalmentPlan
from cases.move import Next, move, set_next
from cases.plan_end import Why, end_plan
from cases.plan_offer import NotAPlan
from cases.plan_progress import Part
from cases.plan_schedule import (
    Course,
    accepted_plan,
    course_of,
    missed_parts,
    part_to_tell,
    step_of,
)
from cases.plan_words import notice_paragraphs, warning_paragraphs
from cases.printed_amount import closing_amount
from cases.states import Action
from cases.telling import tell
from ekrav.audit.record import MACHINE
from ekrav.law.deadlines import next_posting_day
from ekrav.law.interest import simple_interest
from ekrav.law.missed import may_be_ended_on, warning_pay_by
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore, to_ore
from letters.catalogue import LetterKind


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One case whose plan's step has come, on its day."""

    case: Case
    course: Course
    today: date
    at: datetime
    rates: Rates


def plan_step(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | None:
    """Do what the plan's course asks for today, with the case's row locked; None when that is nothing yet.

    Done again it does nothing more: what has been said is known by its event. Raises `NotAPlan` without a plan.
    """
    plan = accepted_plan(case)
    if plan is None:
        raise NotAPlan("none")
    turn = Turn(case=case, course=course_of(plan), today=today, at=at, rates=rates)
    step = step_of(course=turn.course, today=today, rates=rates)
    if step.on > today:
        set_next(case=case, step=step)
        return None
    reasons = _not_now(turn, step.action)
    if reasons:
        hold({reasons: [case]}, today=today, at=at)
        return None
    return _STEPS[step.action](turn)


def _not_now(turn: Turn, action: Action) -> tuple[Stop, ...]:
    """What stops a letter stops the plan's too, but for the plan itself; its end waits for the warning to be posted."""
    passed = {Stop.PLAN, Stop.TIME_NOT_OUT}
    if action is not Action.END_PLAN:
        passed.add(Stop.LETTER_NOT_POSTED)
    seen = gather(cases=[turn.case], today=turn.today, rates=turn.rates)[0]
    return tuple(stop for stop in stops(seen) if stop not in passed)


def _notice(turn: Turn) -> CaseEvent:
    part = part_to_tell(course=turn.course, today=turn.today, rates=turn.rates)
    assert part is not None
    entry = _charge_notice(turn, part)
    asked = _asked(turn, part)
    dispatch = tell(
        case=turn.case,
        kind=LetterKind.PLAN_NOTICE,
        paragraphs=notice_paragraphs(part=part, of=len(turn.course.progress.parts)),
        to_pay=asked,
        pay_by=part.due.on,
        today=turn.today,
        at=turn.at,
        rates=turn.rates,
    )
    return move(
        case=turn.case,
        action=Action.PLAN_NOTICE,
        kind=CaseEvent.Kind.PLAN_NOTICE,
        on=turn.today,
        at=turn.at,
        by=MACHINE,
        next_step=_next_after_notice(turn, part),
        amount_ore=turn.course.plan.notice_fee_ore or None,
        dispatch=dispatch,
        entry=entry,
        facts={"instalment": part.due.number, "asked_ore": asked, "due": part.due.on.isoformat()},
    )


def _next_after_notice(turn: Turn, part: Part) -> Next:
    told = replace(turn.course, told=part.due.number)
    return step_of(course=told, today=turn.today, rates=turn.rates)


def _asked(turn: Turn, part: Part) -> Ore:
    """What is left of the instalment, or less when less closes the case on its day: paying early made it cheaper."""
    debt = debt_of(case=turn.case, on=turn.today, rates=turn.rates)
    days = max(0, (part.due.on - turn.today).days)
    rate = Fraction(turn.course.plan.rate)
    interest = to_ore(simple_interest(capital=debt.capital, rate=rate, days=days))
    return Ore(min(part.left, closing_amount(case=turn.case, debt=debt) + interest))


def _charge_notice(turn: Turn, part: Part) -> Entry | None:
    plan, case = turn.course.plan, turn.case
    if not plan.notice_fee_ore:
        return None
    return post(
        key=f"plan {case.number} {plan.version} notice {part.due.number}",
        kind=Action.PLAN_NOTICE,
        booked_date=turn.today,
        lines=[
            debit(Account.CLAIM_PLAN, plan.notice_fee_ore, case.subledger),
            credit(Account.CLAIMS, plan.notice_fee_ore),
        ],
    )


def _warn(turn: Turn) -> CaseEvent:
    missed = missed_parts(course=turn.course, on=turn.today, rates=turn.rates)
    posted = next_posting_day(after=turn.today)
    until = warning_pay_by(posted=posted, rates=turn.rates)
    asked = Ore(sum(part.left for part in missed))
    InstalmentPlan.objects.filter(pk=turn.course.plan.pk).update(warned_on=turn.today, warned_until=until)
    dispatch = tell(
        case=turn.case,
        kind=LetterKind.PLAN_WARNING,
        paragraphs=warning_paragraphs(missed=missed, until=until),
        to_pay=asked,
        pay_by=until,
        today=turn.today,
        at=turn.at,
        rates=turn.rates,
    )
    return move(
        case=turn.case,
        action=Action.PLAN_WARNING,
        kind=CaseEvent.Kind.PLAN_WARNING,
        on=turn.today,
        at=turn.at,
        by=MACHINE,
        next_step=Next(action=Action.END_PLAN, on=may_be_ended_on(posted=posted, rates=turn.rates)),
        dispatch=dispatch,
        facts={"asked_ore": asked, "until": until.isoformat()},
    )


def _end(turn: Turn) -> CaseEvent:
    why = Why.REST if turn.course.progress.unpaid is None else Why.MISSED
    return end_plan(case=turn.case, why=why, today=turn.today, at=turn.at, by=MACHINE, rates=turn.rates)


_STEPS: Final[Mapping[Action, Callable[[Turn], CaseEvent]]] = {
    Action.PLAN_NOTICE: _notice,
    Action.PLAN_WARNING: _warn,
    Action.END_PLAN: _end,
}
