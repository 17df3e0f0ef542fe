"""Time given, drawn at random: respite, a pause, an instalment plan, and their ends."""

from datetime import date, datetime, timedelta
from typing import Final

from cases.holds import NotAHold, lift_hold
from cases.models import Case, Hold, InstalmentPlan, Notice
from cases.pause import Reason as WhyPaused
from cases.pause import pause
from cases.plan import accept_plan
from cases.plan_end import Why, end_plan
from cases.plan_offer import NotAPlan, Wish, offer_plan
from cases.respite import Reason as WhyRespite
from cases.respite import give_respite
from cases.states import OPEN_STATES, PLACES, NotAMove, State
from ekrav.law.rates import Rates
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.said import ASTRID_ACTS, CECILIA_ACTS, act, says
from tests.stories.played_world import World

PLANNED: Final = (NotAPlan, NotAMove)
HELD: Final = (NotAHold,)


def gets_respite(world: World) -> None:
    """Staff give the debtor time."""
    case = world.any_case(_in_the_process)
    if case is not None:
        why = world.chance.choice(list(WhyRespite))
        act(case, give_respite, reason=why, until=_some_day_ahead(world), by=ASTRID_ACTS)


def is_paused(world: World) -> None:
    """The creditor lets the case rest."""
    case = world.any_case(_in_the_process)
    if case is not None:
        why = world.chance.choice(list(WhyPaused))
        act(case, pause, reason=why, until=_some_day_ahead(world), by=CECILIA_ACTS)


def hold_is_lifted(world: World) -> None:
    """Before its day, when there is one."""
    case = world.any_case(_in_the_process)
    if case is not None:
        act(case, lift_hold, kind=world.chance.choice(list(Hold.Kind)), by=ASTRID_ACTS)


def plan_is_offered(world: World) -> None:
    """So many months, or so much a month; of a case in a plan, another plan."""
    case = world.any_case(lambda case: case.state in OPEN_STATES)
    if case is not None:
        first = world.today + timedelta(days=world.chance.randint(10, 45))
        months, monthly = world.chance.choice([(2, None), (6, None), (None, "900.00"), (None, "60.00")])
        wish = Wish(first=first, months=months, monthly=kronor(monthly) if monthly else None)
        act(case, offer_plan, wish=wish, by=ASTRID_ACTS)


def plan_is_accepted(world: World) -> None:
    """The debtor says yes on the phone, or in Mitt Ärende, where the morning's task takes it up."""
    case = world.any_case(lambda case: _offer(case) is not None)
    plan = _offer(case) if case else None
    if case is not None and plan is not None and world.chance.random() < 0.5:
        says(case, Notice.Kind.PLAN, months=_instalments(plan))
    elif case is not None and plan is not None:
        act(case, _accept, plan=plan)


def plan_is_ended(world: World) -> None:
    """By the debtor or by the agency."""
    case = world.any_case(lambda case: case.state == State.PLAN)
    if case is not None:
        act(case, end_plan, why=world.chance.choice([Why.DEBTOR, Why.AGENCY]), by=ASTRID_ACTS)


def _accept(*, case: Case, plan: InstalmentPlan, today: date, at: datetime, rates: Rates) -> None:
    accept_plan(case=case, plan=plan, on=today, at=at, by=ASTRID_ACTS, rates=rates)


def _in_the_process(case: Case) -> bool:
    return case.state in PLACES


def _some_day_ahead(world: World) -> date:
    return world.today + timedelta(days=world.chance.choice([3, 14, 30, 60, 400]))


def _offer(case: Case) -> InstalmentPlan | None:
    """The plan that has been offered, whether or not it can be accepted still."""
    with tenant_scope(case.creditor_id):
        return InstalmentPlan.objects.filter(case=case, state=InstalmentPlan.State.OFFERED).first()


def _instalments(plan: InstalmentPlan) -> int:
    with tenant_scope(plan.creditor_id):
        return plan.instalments.count()
