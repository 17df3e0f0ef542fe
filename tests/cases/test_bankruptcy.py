"""Bankruptcy: the register tells it, everything stops the same second, and the claim is filed instead."""

from dataclasses import replace
from datetime import date

import pytest

from cases import situations
from cases.debt import debt_of
from cases.due import do_all_due
from cases.models import Case, Situation
from cases.situations.go_on import MayNotGoOn, let_go_on
from cases.situations.watch import NotNow, file_claim
from cases.states import Action, State
from cases.write_off import Why, write_off_by_agency
from ekrav.agency.rates import current_rates
from ekrav.money import kronor
from ekrav.registers.events import EventKind
from ekrav.sandbox.demo_data import ANNA
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.happening import Registers, handles, mailed, the
from tests.cases.plans import books_broken, fresh, log, play
from tests.cast import HYTTAN_OWES, a_case, a_creditor, an_agency, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

Kind, Task = Situation.Kind, Situation.Task
HYTTAN = replace(HYTTAN_OWES, number="5599901013")


@pytest.fixture
def are_bygg() -> int:
    """Åre Bygg AB, on 12 October 2026."""
    set_today(date(2026, 10, 12))
    an_agency()
    return a_creditor()


def demanded(creditor: int) -> Case:
    """Hyttan's case: reminded on 13 October; the demand is written on the 2 November and waits to leave."""
    case = a_case(creditor, debtor=HYTTAN)
    play(date(2026, 10, 13))
    day = fresh(creditor, case).next_date
    assert day is not None
    set_today(day)
    at, today = right_now()
    do_all_due(today=today, at=at, rates=current_rates())
    return case


def letters(creditor: int, case: Case) -> list[tuple[str, str]]:
    with tenant_scope(creditor):
        rows = Dispatch.objects.filter(case_number=case.number).order_by("letter_number")
        return list(rows.values_list("kind", "state"))


def owed(creditor: int, case: Case, on: date) -> dict[str, int]:
    with tenant_scope(creditor):
        debt = debt_of(
            case=Case.objects.select_related("debtor").get(pk=case.pk), on=on, rates=current_rates()
        )
        return {"capital": debt.capital, "interest": debt.interest, "costs": debt.costs}


def test_a_bankruptcy_stops_the_letter_that_waits_and_all_that_would_follow(are_bygg: int) -> None:
    case = demanded(are_bygg)
    assert letters(are_bygg, case) == [("reminder", "posted"), ("demand", "composed")]
    _at, today = right_now()
    registers = Registers()
    assert registers.tell(EventKind.BANKRUPTCY, HYTTAN.number, today, case_number="K 17-26") == 1
    assert letters(are_bygg, case) == [("reminder", "posted"), ("demand", "cancelled")]
    stopped = fresh(are_bygg, case)
    assert (stopped.state, stopped.next_action, stopped.interest_through) == (State.REMINDED, "", today)
    with tenant_scope(are_bygg):
        assert situations.stops(stopped) == (Kind.BANKRUPTCY,)
    # The demand's 180 kr fell with it; the reminder's 60 stands. Interest from 1 October to that day.
    days = (today - date(2026, 9, 30)).days
    expected = {
        "capital": kronor("10000.00"),
        "interest": round(10000_00 * 10 * days / 36500),
        "costs": 60_00,
    }
    assert owed(are_bygg, case, date(2027, 1, 4)) == expected
    assert registers.take_in() == 0
    for day in (date(2026, 12, 1), date(2027, 6, 1)):
        play(day)
    assert [kind for kind, _day, _state in log(are_bygg, case)] == [
        "registered",
        "reminded",
        "demanded",
        "recalled",
        "stopped",
    ]
    assert mailed(are_bygg)[-1].startswith("Ärendet är stoppat")
    assert books_broken() == []


def test_the_claim_is_filed_the_bankruptcy_ends_and_finance_writes_it_off(are_bygg: int) -> None:
    case = demanded(are_bygg)
    registers = Registers()
    registers.tell(EventKind.BANKRUPTCY, HYTTAN.number, date(2026, 11, 2))
    stopped = the(are_bygg, case, Kind.BANKRUPTCY)
    assert (stopped.task, stopped.due_on) == (Task.FILE, date(2026, 11, 16))
    set_today(date(2026, 11, 5))
    filed = handles(are_bygg, case, file_claim, situation=stopped, on=date(2026, 11, 4))
    # 10 000 and 60 kr, and interest of 33 days from 1 October to 2 November: 90.41.
    assert (filed.on, filed.amount_ore) == (date(2026, 11, 4), kronor("10150.41"))
    followed = the(are_bygg, case, Kind.BANKRUPTCY)
    assert (followed.task, followed.due_on) == (Task.FOLLOW, date(2027, 11, 5))
    with pytest.raises(NotNow):
        handles(are_bygg, case, file_claim, situation=followed, on=date(2026, 11, 5))
    set_today(date(2027, 3, 1))
    registers.tell(EventKind.BANKRUPTCY_ENDED, HYTTAN.number, date(2027, 2, 26))
    ended = the(are_bygg, case, Kind.BANKRUPTCY)
    assert (ended.task, ended.due_on, ended.stops) == (Task.DECIDE, date(2027, 3, 1), True)
    handles(are_bygg, case, write_off_by_agency, why=Why.BANKRUPT)
    assert log(are_bygg, case)[-3:] == [
        ("stopped", date(2026, 11, 2), "reminded"),
        ("claim_filed", date(2026, 11, 4), "reminded"),
        ("written_off", date(2027, 3, 1), "written_off"),
    ]
    assert books_broken() == []


def test_a_person_whose_bankruptcy_is_over_owes_the_interest_again_and_the_case_goes_on(
    are_bygg: int,
) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    registers = Registers()
    set_today(date(2026, 10, 20))
    registers.tell(EventKind.BANKRUPTCY, ANNA.person_number, date(2026, 10, 19))
    # 19 days' interest of 10 000 kr at 10 %, then none.
    assert owed(are_bygg, case, date(2026, 11, 30))["interest"] == kronor("52.05")
    set_today(date(2026, 11, 30))
    handles(are_bygg, case, let_go_on, situation=the(are_bygg, case, Kind.BANKRUPTCY))
    assert owed(are_bygg, case, date(2026, 11, 30))["interest"] == kronor("167.12")
    going = fresh(are_bygg, case)
    assert (going.state, going.next_action, going.next_date) == (
        State.REMINDED,
        Action.DEMAND,
        date(2026, 12, 1),
    )
    with pytest.raises(MayNotGoOn):
        handles(are_bygg, case, let_go_on, situation=gone(are_bygg, case))
    play(date(2026, 12, 1))
    assert fresh(are_bygg, case).state == State.DEMANDED
    assert books_broken() == []


def gone(creditor: int, case: Case) -> Situation:
    with tenant_scope(creditor):
        return Situation.objects.get(case=case)
