"""Go on: what has happened is over, or a handler lets the case go on although it lasts.

While something else still stops the case nothing follows. The step that was laid aside comes on its first lawful day,
and what was to be told when the case was stopped is told.
"""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cases.address import Address, correct_address
from cases.holds import step_after
from cases.joint import debtor_of
from cases.models import Case, CaseEvent, Debtor, Situation
from cases.move import Next, as_it_was, move
from cases.plan_schedule import accepted_plan, course_of, step_of
from cases.resume import resumed_step
from cases.situations.interest import stop_interest
from cases.situations.rules import RULES
from cases.situations.seal import unseal
from cases.situations.standing import stops
from cases.situations.told import told_of
from cases.states import PLACES, STANDINGS, Action, State
from cases.untold import tell_again_or_note
from ekrav.audit.record import Actor
from ekrav.law.rates import Rates
from letters.catalogue import CLAIMS
from letters.models import Dispatch

Kind = Situation.Kind


class MayNotGoOn(ValueError):
    """The case cannot go on: it does not stop it (any more) ("over"), or nobody to write to is known ("nobody")."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def let_go_on(
    *, case: Case, situation: Situation, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent | None:
    """A handler decides that this stops the case no longer, the case's row locked; None while something else does.

    What the case can go on in spite of lasts; anything else is over. Raises `MayNotGoOn`, `NoRow`.
    """
    if not situation.stops:
        raise MayNotGoOn("over")
    if not RULES[Kind(situation.kind)].lives_on:
        return end(case=case, situation=situation, today=today, at=at, by=by, rates=rates)
    if situation.kind == Kind.GUARDIAN and not told_of(situation).has_address:
        raise MayNotGoOn("nobody")
    _close(situation, released_on=today)
    if situation.kind == Kind.GUARDIAN:
        _write_to_guardian(case=case, situation=situation, today=today, at=at, by=by, rates=rates)
    return go_on(case=case, situation=situation, today=today, at=at, by=by, rates=rates)


def end(
    *, case: Case, situation: Situation, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent | None:
    """It is over, and what it took away is back; the case's row locked. None while something else stops the case.

    Raises `MayNotGoOn` when it was over before, `NoRow`.
    """
    stopped = over(case=case, situation=situation, today=today, rates=rates)
    if not stopped:
        return None
    return go_on(case=case, situation=situation, today=today, at=at, by=by, rates=rates)


def over(*, case: Case, situation: Situation, today: date, rates: Rates) -> bool:
    """What it took away is back: whether it stopped the case, which `go_on` lets go. Raises `MayNotGoOn`, `NoRow`."""
    stopped, debtor = situation.stops, debtor_of(case, key=situation.debtor_id)
    _close(situation, ended_on=today)
    stop_interest(case=case, rates=rates)
    if situation.kind == Kind.PROTECTED:
        unseal(debtor=debtor)
    if situation.kind == Kind.DEATH:
        word = Debtor.RegisterWord.PROTECTED if debtor.is_sealed else ""
        Debtor.objects.filter(pk=debtor.pk).update(register_word=word, looked_up_at=None)
    case.debtor.refresh_from_db()
    return stopped


def _close(situation: Situation, **day: date) -> None:
    if not Situation.objects.filter(pk=situation.pk, ended_on=None).update(**day):
        raise MayNotGoOn("over")
    situation.refresh_from_db()


def _write_to_guardian(
    *, case: Case, situation: Situation, today: date, at: datetime, by: Actor, rates: Rates
) -> None:
    """Letters go to the guardian from now on (NJA 2022 s. 150)."""
    told = told_of(situation)
    address = Address(
        care_of=f"Förvaltare {told.name}", street=told.street, postcode=told.postcode, city=told.city
    )
    debtor = debtor_of(case, key=situation.debtor_id)
    correct_address(case=case, debtor=debtor, address=address, today=today, at=at, by=by, rates=rates)


def go_on(
    *, case: Case, situation: Situation, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent | None:
    """The case goes on with the step that was laid aside, if nothing else stops it. Raises `NoRow`."""
    if stops(case) or not STANDINGS[State(case.state)].open:
        return None
    taken_back = _taken_back(case)
    event = move(
        case=case,
        action=Action.GO_ON,
        kind=CaseEvent.Kind.WENT_ON,
        on=today,
        at=at,
        by=by,
        next_step=_next(case=case, today=today, rates=rates),
        facts={"situation": situation.kind},
    )
    for dispatch in taken_back:
        tell_again_or_note(case=case, dispatch=dispatch, today=today, at=at, rates=rates)
    return event


def _taken_back(case: Case) -> list[Dispatch]:
    """What was on its way to be told when the case was stopped: it is told now, if it is still true (`tell_again`)."""
    went_on = case.events.filter(kind=CaseEvent.Kind.WENT_ON).order_by("-id").values("id")[:1]
    stopped = case.events.filter(kind=CaseEvent.Kind.STOPPED).order_by("id")
    first = stopped.filter(pk__gt=Coalesce(Subquery(went_on), 0)).first()
    if first is None:
        return []
    rows = Dispatch.objects.filter(case_number=case.number, state=Dispatch.State.CANCELLED, void=False)
    before = case.events.filter(dispatch=OuterRef("pk"), pk__lt=first.pk)
    return list(rows.filter(Exists(before), noted_at__gte=first.at).exclude(kind__in=CLAIMS).order_by("id"))


def _next(*, case: Case, today: date, rates: Rates) -> Next | None:
    """The step that another act has set since; or what was laid aside; or what the case's place has."""
    if case.next_action:
        return as_it_was(case)
    aside = case.events.filter(kind=CaseEvent.Kind.STOPPED).order_by("-id").first()
    action = str(aside.facts.get("next_action", "")) if aside else ""
    if aside is not None and action and aside.state_after == case.state:
        if case.state == State.PLAN:
            return _next_of_plan(case=case, today=today, rates=rates)
        step = step_after(case=case, today=today, rates=rates, action=action)
        laid = date.fromisoformat(str(aside.facts["next_date"]))
        return Next(action=Action(action), on=max(step.on if step else laid, laid))
    if case.state in PLACES and (aside is None or aside.state_after != case.state):
        return resumed_step(case=case, pay_by=case.pay_by, today=today, rates=rates)
    return None


def _next_of_plan(*, case: Case, today: date, rates: Rates) -> Next | None:
    plan = accepted_plan(case)
    return step_of(course=course_of(plan), today=today, rates=rates) if plan else None
