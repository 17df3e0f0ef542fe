"""The check before sending, reason by reason: it alone holds the letter, is told on the pages, and lets it go."""

from datetime import date, timedelta

import pytest

from cases.checks import WORDS, Stop
from cases.models import Case, CaseEvent
from cases.move import move
from cases.states import Action, State
from ekrav.accounts.models import Creditor
from ekrav.audit.record import MACHINE
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.in_the_way import NOV_2, OCT_13, OCT_14, STORIES, daily, reminded_and_posted
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today, staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

# No letter is ever due while a case is there, so there is none to hold.
NO_LETTER_IS_DUE = {
    Stop.CLOSED: Action.WITHDRAW,
    Stop.DISPUTED: Action.DISPUTE,
    Stop.PLAN: Action.ACCEPT_PLAN,
    Stop.SITUATION: Action.STOP,
}
TOLD_ELSEWHERE = {
    Stop.CREDITOR_HELD,
    Stop.INCOMPLETE,
    Stop.NO_REPORT,
    Stop.NOT_AN_APPLICATION,
    Stop.CEILING,
}


def held(case: Case) -> list[str]:
    """Every reason the case has been held for, as its events have them."""
    with tenant_scope(case.creditor_id):
        events = case.events.filter(kind=CaseEvent.Kind.HELD).order_by("id")
        return [event.facts["stops"] for event in events]


def letters(case: Case) -> int:
    with tenant_scope(case.creditor_id):
        return Dispatch.objects.count()


def pages_of(case: Case) -> list[str]:
    """The case as Cecilia and as Astrid see it."""
    staff(ASTRID)
    number = case.number
    return [
        text_of(logged_in(CECILIA).get(f"/arenden/{number}/")),
        text_of(logged_in(ASTRID).get(f"/handlaggning/arenden/{number}/")),
    ]


@pytest.mark.parametrize("stop", STORIES)
def test_the_reason_alone_holds_the_letter_and_lets_it_go(are_bygg: int, stop: Stop) -> None:
    story = STORIES[stop]
    case = a_case(are_bygg, **story.case)
    story.begins(case)
    before = letters(case)
    daily(story.held)
    assert (held(case), letters(case)) == ([stop], before)
    assert [str(WORDS[stop]) in page for page in pages_of(case)] == [True, True]
    story.ends(case)
    daily(story.leaves)
    assert letters(case) == before + 1


def test_every_reason_has_its_story() -> None:
    assert {*STORIES, *NO_LETTER_IS_DUE, *TOLD_ELSEWHERE} == set(Stop)
    assert len(STORIES) + len(NO_LETTER_IS_DUE) + len(TOLD_ELSEWHERE) == len(Stop)


@pytest.mark.parametrize("action", NO_LETTER_IS_DUE.values())
def test_no_letter_is_due_in_a_case_that_is_disputed_closed_or_under_a_plan(
    are_bygg: int, action: Action
) -> None:
    case = a_case(are_bygg)
    at, today = right_now()
    kinds = {
        Action.WITHDRAW: CaseEvent.Kind.WITHDRAWN,
        Action.DISPUTE: CaseEvent.Kind.DISPUTED,
        Action.ACCEPT_PLAN: CaseEvent.Kind.PLAN_ACCEPTED,
        Action.STOP: CaseEvent.Kind.STOPPED,
    }
    with tenant_scope(are_bygg):
        move(case=case, action=action, kind=kinds[action], on=today, at=at, by=MACHINE, next_step=None)
        assert list(Case.objects.values_list("next_action", "next_date")) == [("", None)]
    for day in (OCT_13, OCT_14, NOV_2):
        daily(day)
    assert (held(case), letters(case)) == ([], 0)


@pytest.mark.parametrize(
    ("stop", "action"),
    [(Stop.DISPUTED, Action.DISPUTE), (Stop.PLAN, Action.ACCEPT_PLAN)],
    ids=["disputed", "plan"],
)
def test_a_step_that_was_left_behind_is_held_all_the_same(are_bygg: int, stop: Stop, action: Action) -> None:
    case = a_case(are_bygg)
    at, today = right_now()
    with tenant_scope(are_bygg):
        move(
            case=case,
            action=action,
            kind=CaseEvent.Kind.TOLD,
            on=today,
            at=at,
            by=MACHINE,
            next_step=None,
        )
        Case.objects.update(next_action=Action.REMIND, next_date=OCT_13)
    daily(OCT_13)
    assert (held(case), letters(case)) == ([stop], 0)
    assert [str(WORDS[stop]) in page for page in pages_of(case)] == [True, True]


def test_a_creditor_who_is_not_confirmed_waits_and_is_told_so(transactional_db: None) -> None:
    set_today(date(2026, 10, 12))
    an_agency()
    creditor = a_creditor(confirmed=False)
    case = a_case(creditor)
    daily(OCT_13)
    assert (held(case), letters(case)) == ([Stop.CREDITOR_HELD], 0)
    assert [str(WORDS[Stop.CREDITOR_HELD]) in page for page in pages_of(case)] == [True, True]
    at, _today = right_now()
    with tenant_scope(creditor):
        Creditor.objects.update(signatory_confirmed_at=at, bankgiro_confirmed_at=at)
    daily(OCT_14)
    assert letters(case) == 1


def test_a_demand_that_lacks_what_the_law_asks_for_waits(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = a_case(are_bygg)
    reminded_and_posted(case)
    with monkeypatch.context() as lacking:
        lacking.setattr("cases.demand.missing", lambda **_given: ("basis",))
        daily(NOV_2)
        assert (held(case), letters(case)) == ([Stop.INCOMPLETE], 1)
        assert [str(WORDS[Stop.INCOMPLETE]) in page for page in pages_of(case)] == [True, True]
    daily(NOV_2 + timedelta(days=1))
    assert letters(case) == 2


def test_the_same_reason_is_told_once_and_the_next_one_anew(are_bygg: int) -> None:
    case = a_case(are_bygg)
    STORIES[Stop.PROTECTED].begins(case)
    daily(OCT_13)
    daily(OCT_14)
    STORIES[Stop.PROTECTED].ends(case)
    STORIES[Stop.NO_ADDRESS].begins(case)
    daily(date(2026, 10, 15))
    assert held(case) == [Stop.PROTECTED, Stop.NO_ADDRESS]
    with tenant_scope(are_bygg):
        assert Case.objects.get().state == State.REGISTERED
