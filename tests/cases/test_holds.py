"""Respite and pause: nothing leaves until the day, the interest runs on, and the end comes by itself."""

from collections.abc import Callable
from datetime import date

import pytest

from cases.due import do_all_due
from cases.holds import NotAHold, lift_hold
from cases.models import Case, CaseEvent, Hold, Notice
from cases.pause import Reason as PauseReason
from cases.pause import pause
from cases.respite import Reason, give_respite
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.plans import STAFF, books_broken, fresh, locked, log, pay, play
from tests.cases.said import says
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today, take_as_posted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 October 2026."""
    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor()


def respite(creditor: int, case: Case, until: date) -> CaseEvent:
    at, today = right_now()
    with tenant_scope(creditor):
        return give_respite(
            case=locked(creditor, case),
            reason=Reason.ASKED,
            until=until,
            today=today,
            at=at,
            by=STAFF,
            rates=current_rates(),
        )


def rest(creditor: int, case: Case, until: date) -> CaseEvent:
    at, today = right_now()
    with tenant_scope(creditor):
        return pause(
            case=locked(creditor, case),
            reason=PauseReason.TALKING,
            until=until,
            today=today,
            at=at,
            by=STAFF,
            rates=current_rates(),
        )


def lift(creditor: int, case: Case, kind: Hold.Kind) -> CaseEvent:
    at, today = right_now()
    with tenant_scope(creditor):
        return lift_hold(
            case=locked(creditor, case), kind=kind, today=today, at=at, by=STAFF, rates=current_rates()
        )


def test_respite_to_its_end_and_then_the_demand(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 20))
    event = respite(are_bygg, case, date(2026, 11, 20))
    held = fresh(are_bygg, case)
    # Until Friday 20 November; four bank days for money on its way, and the demand on Friday the 27th.
    assert (held.state, held.next_action, held.next_date) == (
        State.REMINDED,
        Action.DEMAND,
        date(2026, 11, 27),
    )
    with tenant_scope(are_bygg):
        assert event.dispatch is not None
        said = Dispatch.objects.get(pk=event.dispatch.pk)
        assert (said.kind, said.planned_on) == ("respite", date(2026, 10, 21))
    set_today(date(2026, 10, 21))
    take_as_posted(are_bygg)
    for day in (date(2026, 11, 2), date(2026, 11, 20), date(2026, 11, 26), date(2026, 11, 27)):
        play(day)
    assert log(are_bygg, case) == [
        ("registered", date(2026, 10, 12), "registered"),
        ("reminded", date(2026, 10, 13), "reminded"),
        ("respite", date(2026, 10, 20), "reminded"),
        ("demanded", date(2026, 11, 27), "demanded"),
    ]
    with tenant_scope(are_bygg):
        # 58 days' interest, 158.90, though she had respite; 60 and 180.
        assert case.events.get(kind="demanded").facts["total_ore"] == kronor("10398.90")
    assert books_broken() == []


def test_respite_that_was_asked_for_answers_the_wish(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    wish = says(case, Notice.Kind.RESPITE, day=date(2026, 11, 20))
    other = says(case, Notice.Kind.MESSAGE, text="Tack.")
    respite(are_bygg, case, date(2026, 11, 20))
    with tenant_scope(are_bygg):
        assert [n.pk for n in Notice.objects.filter(handled_at=None)] == [other.pk]
        assert Notice.objects.get(pk=wish.pk).handled_by == STAFF.id
    set_today(date(2026, 10, 14))
    take_as_posted(are_bygg)
    # Respite to Friday 20 November, four bank days of grace: the demand goes on the 27th, and nothing holds it.
    play(date(2026, 11, 27))
    assert fresh(are_bygg, case).state == State.DEMANDED


def test_a_new_respite_lifts_the_old_one_and_a_shorter_one_comes_sooner(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    respite(are_bygg, case, date(2026, 12, 18))
    respite(are_bygg, case, date(2026, 11, 20))
    assert fresh(are_bygg, case).next_date == date(2026, 11, 27)
    with tenant_scope(are_bygg):
        assert [hold.lifted_at is None for hold in Hold.objects.order_by("id")] == [False, True]
        # The first letter had not left.
        letters = Dispatch.objects.filter(kind="respite").order_by("letter_number")
        assert [letter.state for letter in letters] == ["cancelled", "composed"]


def test_a_reminder_that_waits_is_taken_back_and_written_after_the_respite(are_bygg: int) -> None:
    case = a_case(are_bygg)
    set_today(date(2026, 10, 13))
    at, today = right_now()
    do_all_due(today=today, at=at, rates=current_rates())
    assert fresh(are_bygg, case).state == State.REMINDED
    respite(are_bygg, case, date(2026, 11, 20))
    held = fresh(are_bygg, case)
    assert (held.state, held.next_action, held.next_date) == (
        State.REGISTERED,
        Action.REMIND,
        date(2026, 11, 27),
    )


def test_a_pause_lifted_early_goes_on_the_next_bank_day_and_never_before_the_letters_time(
    are_bygg: int,
) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 14))
    rest(are_bygg, case, date(2027, 1, 31))
    lift(are_bygg, case, Hold.Kind.PAUSE)
    # The reminder says 26 October: the demand may come on 2 November.
    assert fresh(are_bygg, case).next_date == date(2026, 11, 2)
    rest(are_bygg, case, date(2027, 1, 31))
    set_today(date(2026, 11, 20))
    lift(are_bygg, case, Hold.Kind.PAUSE)
    assert fresh(are_bygg, case).next_date == date(2026, 11, 23)
    assert [kind for kind, _on, _state in log(are_bygg, case)] == [
        "registered",
        "reminded",
        "paused",
        "hold_lifted",
        "paused",
        "hold_lifted",
    ]


def test_a_pause_does_not_lift_a_respite(are_bygg: int) -> None:
    case = a_case(are_bygg)
    respite(are_bygg, case, date(2026, 12, 18))
    rest(are_bygg, case, date(2026, 10, 30))
    lift(are_bygg, case, Hold.Kind.PAUSE)
    # 18 December, a Friday; bank days 21, 22, 23 and 28, and the next is the 29th.
    assert fresh(are_bygg, case).next_date == date(2026, 12, 29)


def test_money_closes_a_case_that_has_respite(are_bygg: int) -> None:
    case = a_case(are_bygg)
    respite(are_bygg, case, date(2026, 12, 18))
    pay(are_bygg, case, "10032.88", date(2026, 10, 12))
    assert fresh(are_bygg, case).state == State.PAID


@pytest.mark.parametrize("give", [respite, rest])
@pytest.mark.parametrize(
    ("until", "reason"),
    [(date(2026, 10, 12), "past"), (date(2027, 4, 13), "too_long")],
)
def test_a_hold_lasts_from_a_day_to_six_months(
    are_bygg: int, give: Callable[[int, Case, date], CaseEvent], until: date, reason: str
) -> None:
    case = a_case(are_bygg)
    with pytest.raises(NotAHold, match=reason):
        give(are_bygg, case, until)
    assert [kind for kind, _on, _state in log(are_bygg, case)] == ["registered"]


def test_what_is_not_there_is_not_lifted(are_bygg: int) -> None:
    case = a_case(are_bygg)
    with pytest.raises(NotAHold, match="none"):
        lift(are_bygg, case, Hold.Kind.RESPITE)


def test_a_closed_case_gets_no_respite(are_bygg: int) -> None:
    case = a_case(are_bygg)
    pay(are_bygg, case, "10032.88", date(2026, 10, 12))
    with pytest.raises(NotAHold, match="state"):
        respite(are_bygg, case, date(2026, 12, 18))
