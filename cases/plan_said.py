"""The debtor's yes to an offered plan, said in Mitt Ärende: it begins, if the offer still stands."""

from datetime import date, datetime

from cases.models import Case, CaseEvent, Notice
from cases.plan import accept_plan
from cases.plan_offer import NotAPlan, offered_plan
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates


def accept_what_was_said(*, case: Case, notice: Notice, today: date, at: datetime, rates: Rates) -> CaseEvent:
    """Begin the plan that the notice says yes to, with the case's row locked.

    A notice of kind PLAN says yes when it names what the offered plan costs in all: a wish for as many months names no
    sum, and does not bind anybody to a fee. Raises `NotAPlan` and `NotAMove` when it does not, or the offer is true no
    more: a person must read it.
    """
    plan = offered_plan(case=case, today=notice.received_on)
    if plan is None or (plan.instalments.count(), plan.total_ore) != (notice.months, notice.amount_ore):
        raise NotAPlan("not_offered")
    by = Actor(kind=AuditEvent.Actor.DEBTOR)
    return accept_plan(case=case, plan=plan, on=today, at=at, by=by, rates=rates)
