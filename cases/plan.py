"""An instalment plan begins, in writing, or is changed for another."""

from datetime import date, datetime
from typing import Any, Final

from cases.debt import debt_of
from cases.granted import grant_wishes
from cases.holds import take_letters_back
from cases.how_to_pay import rows_to_pay
from cases.models import Case, CaseEvent, Hold, InstalmentPlan, Notice
from cases.move import LostTheRace, move
from cases.plan_interest import above_plan
from cases.plan_offer import NotAPlan
from cases.plan_progress import progress
from cases.plan_schedule import BEGUN, Course, dues_of, step_of
from cases.plan_words import plan_paragraphs, plan_rows
from cases.settle import charge_interest
from cases.states import Action, State
from cases.telling import tell
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore, format_kronor
from letters.catalogue import LetterKind
from letters.models import Dispatch

PlanState = InstalmentPlan.State
ACCEPTED: Final = (Action.ACCEPT_PLAN, CaseEvent.Kind.PLAN_ACCEPTED)
CHANGED: Final = (Action.CHANGE_PLAN, CaseEvent.Kind.PLAN_CHANGED)


def accept_plan(
    *,
    case: Case,
    plan: InstalmentPlan,
    on: date,
    at: datetime,
    by: Actor,
    rates: Rates,
    channel: Notice.Channel = Notice.Channel.PORTAL,
) -> CaseEvent:
    """Let an offered plan begin on `on`, with the case's row locked; one that goes on is changed for it.

    `channel`: how the debtor said yes.
    Charges the plan's fee and sends the written plan. The same plan again gives the event that is there. Raises
    `NotAPlan` (not_offered, over, changed), `NotAMove` when the case's state has no plans.
    """
    plan = InstalmentPlan.objects.get(pk=plan.pk, case=case)
    if plan.state == PlanState.ACCEPTED:
        return case.events.get(kind__in=BEGUN, facts__plan=plan.pk)
    take_letters_back(case=case, today=on, at=at)
    _refuse(case=case, plan=plan, on=on, rates=rates)
    charge_interest(case=case, on=plan.offered_on, key=f"plan {case.number} {plan.version}", rates=rates)
    entry = _charge_fee(case=case, plan=plan, on=on)
    grant_wishes(case=case, kind=Notice.Kind.PLAN, on=on, at=at, by=by)
    _turn(case=case, plan=plan, on=on, at=at, by=by)
    dispatch = _tell(case=case, plan=plan, on=on, at=at, rates=rates)
    return _begin(
        case=case,
        plan=plan,
        on=on,
        at=at,
        by=by,
        rates=rates,
        entry=entry,
        dispatch=dispatch,
        channel=channel,
    )


def _refuse(*, case: Case, plan: InstalmentPlan, on: date, rates: Rates) -> None:
    if plan.state != PlanState.OFFERED:
        raise NotAPlan("not_offered")
    if on > plan.valid_until:
        raise NotAPlan("over")
    debt = debt_of(case=case, on=plan.offered_on, rates=rates)
    if debt.total - above_plan(case=case, accrued=debt.accrued) != plan.debt_ore:
        raise NotAPlan("changed")


def _charge_fee(*, case: Case, plan: InstalmentPlan, on: date) -> Entry | None:
    if not plan.fee_ore:
        return None
    return post(
        key=f"plan {case.number} {plan.version} fee",
        kind="plan",
        booked_date=on,
        lines=[
            debit(Account.CLAIM_PLAN, plan.fee_ore, case.subledger),
            credit(Account.CLAIMS, plan.fee_ore),
        ],
    )


def _turn(*, case: Case, plan: InstalmentPlan, on: date, at: datetime, by: Actor) -> None:
    """The plan holds from now on; the one before it, and every respite or pause, no longer."""
    plans = InstalmentPlan.objects.filter(case=case)
    plans.filter(state=PlanState.ACCEPTED).update(state=PlanState.CHANGED, ended_on=on)
    Hold.objects.filter(case=case, lifted_at=None).update(lifted_at=at)
    accepted = plans.filter(pk=plan.pk, state=PlanState.OFFERED).update(
        state=PlanState.ACCEPTED,
        accepted_on=on,
        accepted_at=at,
        accepted_by_kind=by.kind,
        accepted_by_id=by.id,
    )
    if accepted != 1:
        raise LostTheRace(f"plan {plan.pk} is no longer offered")


def _begin(
    *,
    case: Case,
    plan: InstalmentPlan,
    on: date,
    at: datetime,
    by: Actor,
    rates: Rates,
    channel: Notice.Channel,
    **brought: Any,
) -> CaseEvent:
    unpaid = progress(dues=dues_of(plan), payments=[])
    course = Course(plan=plan, progress=unpaid, begun_on=on, told=0, warning=None, last_paid=None)
    action, kind = CHANGED if case.state == State.PLAN else ACCEPTED
    return move(
        case=case,
        action=action,
        kind=kind,
        on=on,
        at=at,
        by=by,
        next_step=step_of(course=course, today=on, rates=rates),
        amount_ore=plan.fee_ore or None,
        facts={
            "plan": plan.pk,
            "instalments": len(unpaid.parts),
            "plan_total_ore": plan.total_ore,
            "channel": channel,
        },
        **brought,
    )


def _tell(*, case: Case, plan: InstalmentPlan, on: date, at: datetime, rates: Rates) -> Dispatch:
    dues, changed = dues_of(plan), case.state == State.PLAN
    return tell(
        case=case,
        kind=LetterKind.PLAN,
        paragraphs=plan_paragraphs(plan=plan, dues=dues, changed=changed),
        rows=[*plan_rows(dues), ("Tillsammans", format_kronor(Ore(plan.total_ore))), *rows_to_pay(case)],
        today=on,
        at=at,
        rates=rates,
    )
