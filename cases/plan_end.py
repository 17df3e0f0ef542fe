"""A plan ends unpaid: the debtor is told, and given time for the whole debt; the case goes back to its place."""

from datetime import date, datetime
from enum import StrEnum

from cases.debt import debt_of
from cases.holds import take_letters_back
from cases.joint import answering
from cases.models import Case, CaseEvent, InstalmentPlan
from cases.move import LostTheRace, move
from cases.plan_offer import NotAPlan
from cases.plan_schedule import accepted_plan
from cases.plan_words import ended_paragraphs
from cases.resume import resumed_step
from cases.settle import charge_interest
from cases.states import Action
from cases.telling import tell
from ekrav.audit.record import Actor
from ekrav.law.deadlines import next_posting_day, pay_by
from ekrav.law.rates import Rates
from letters.catalogue import LetterKind


class Why(StrEnum):
    """Why a plan ends: a payment was missed, the debtor or the agency ends it, or only late days' interest is left."""

    MISSED = "missed"
    DEBTOR = "debtor"
    AGENCY = "agency"
    REST = "rest"


def end_plan(*, case: Case, why: Why, today: date, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    """End the plan the case goes by, with the case's row locked, and ask for the whole debt.

    Nothing follows before the new letter's time is out. Raises `NotAPlan` when there is no plan.
    """
    plan = accepted_plan(case)
    if plan is None:
        raise NotAPlan("none")
    take_letters_back(case=case, today=today, at=at)
    charge_interest(case=case, on=today, key=f"plan {case.number} {plan.version} end", rates=rates)
    _mark(plan, why=why, on=today)
    until = pay_by(sent=next_posting_day(after=today), rates=rates)
    total = debt_of(case=case, on=today, rates=rates).total
    dispatch = tell(
        case=case,
        kind=LetterKind.PLAN_ENDED,
        paragraphs=ended_paragraphs(why=why, pay_by=until, several=len(answering(case)) > 1),
        to_pay=total,
        pay_by=until,
        today=today,
        at=at,
        rates=rates,
    )
    return move(
        case=case,
        action=Action.END_PLAN,
        kind=CaseEvent.Kind.PLAN_ENDED,
        on=today,
        at=at,
        by=by,
        next_step=resumed_step(case=case, pay_by=until, today=today, rates=rates),
        pay_by=until,
        dispatch=dispatch,
        facts={"plan": plan.pk, "why": why, "total_ore": total, "pay_by": until.isoformat()},
    )


def _mark(plan: InstalmentPlan, *, why: Why, on: date) -> None:
    states = InstalmentPlan.State
    ended = InstalmentPlan.objects.filter(pk=plan.pk, state=states.ACCEPTED)
    if ended.update(state=states.BROKEN if why is Why.MISSED else states.ENDED, ended_on=on) != 1:
        raise LostTheRace(f"plan {plan.pk} has ended already")
    InstalmentPlan.objects.filter(case=plan.case_id, state=states.OFFERED).update(state=states.LAPSED)
