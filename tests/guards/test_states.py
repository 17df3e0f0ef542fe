"""The table of states is complete, everything that draws a case knows every state, and the database knows the moves."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise, product

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, CaseEvent
from cases.states import ENDS, MOVES, OPEN_STATES, PLACES, STANDINGS, Action, State
from cases.timeline import PAST, PLANNED_SHAPE
from ekrav.look.shapes import SHAPES
from ekrav.look.statuses import CASE
from ekrav.tenancy import tenant_scope
from tests.cast import a_case, a_creditor, an_agency, set_today

PAIRS = {(before, after) for (before, _), leads in MOVES.items() if before is not None for after in leads}
AHEAD = {
    Action.REMIND,
    Action.DEMAND,
    Action.FINAL_NOTICE,
    Action.AWAIT_DECISION,
    Action.ASK_AGAIN,
    Action.APPLY_ORDER,
    Action.APPLY_ENFORCEMENT,
    Action.RENEW,
    Action.LET_LAPSE,
    Action.SURVEIL,
    Action.SURVEILLANCE_LETTER,
    Action.PLAN_NOTICE,
    Action.PLAN_WARNING,
    Action.END_PLAN,
}
ACTORS = {"machine", "authority", "debtor", "creditor", "staff", "nobody"}


def test_every_state_has_a_standing() -> None:
    assert set(STANDINGS) == set(State)
    assert {standing.who_acts for standing in STANDINGS.values()} <= ACTORS


def test_every_state_can_be_reached_and_every_action_moves_something() -> None:
    assert {after for leads in MOVES.values() for after in leads} == set(State)
    assert {action for _, action in MOVES} == set(Action)


def test_a_case_begins_in_one_way() -> None:
    assert {move: after for move, after in MOVES.items() if move[0] is None} == {
        (None, Action.REGISTER): (State.REGISTERED,)
    }


def test_from_every_open_state_a_payment_closes_the_case_and_interest_runs_until_then() -> None:
    for state in OPEN_STATES:
        assert MOVES[state, Action.CLOSE_PAID] == (State.PAID,)
        assert STANDINGS[state].interest_runs
    for state in set(State) - set(OPEN_STATES):
        assert not STANDINGS[state].interest_runs
        assert STANDINGS[state].who_acts == "nobody"


def test_every_state_has_a_word_and_a_shape_of_its_own() -> None:
    assert set(State.values) - set(CASE) == set()
    for state in State:
        assert str(CASE[state.value].word) == str(state.label)
        assert CASE[state.value].shape in SHAPES
    assert len({CASE[state.value].shape for state in State}) == len(State)


def test_every_step_ahead_and_every_event_has_a_shape_on_the_timeline() -> None:
    assert set(PLANNED_SHAPE) == AHEAD
    assert set(CaseEvent.Kind) == set(PAST)
    assert {*PLANNED_SHAPE.values(), *(shape for shape, _ in PAST.values())} <= SHAPES


def path(start: State, end: State) -> list[State]:
    """The shortest way from one state to the other along the listed moves that lead on, both included."""
    onward = sorted((before, after) for before, after in PAIRS if before in PLACES or after not in PLACES)
    ways = [[start]]
    while ways and ways[0][-1] != end:
        way = ways.pop(0)
        ways += [[*way, after] for before, after in onward if before == way[-1] and after not in way]
    return ways[0] if ways else [start]


def path_before(before: State, after: State) -> list[State]:
    """A way from registration to `before`; for a way back into the process, one that has come from `after`."""
    if before not in PLACES and after in PLACES:
        return [*path(State.REGISTERED, after), *path(after, before)[1:]]
    return path(State.REGISTERED, before)


def write_state(case: Case, before: State, after: State) -> None:
    """Plain SQL, past everything the program would ask first; what belongs to the state is kept with it."""
    sql = "UPDATE cases_case SET state = %s, resumes = %s, closed_on = %s WHERE id = %s AND state = %s"
    resumes = case.resumes if before not in PLACES else before.value
    with connection.cursor() as cursor:
        closed = date(2026, 10, 12) if after in ENDS else None
        case.resumes = "" if after in PLACES else resumes
        cursor.execute(sql, [after, case.resumes, closed, case.pk, before])
        assert cursor.rowcount == 1


def tried(case: Case, before: State, after: State) -> bool:
    """Whether the database lets the case go from `before` to `after`; nothing stays written."""
    case.resumes = ""
    try:
        with transaction.atomic():
            for one, next_one in pairwise(path_before(before, after)):
                write_state(case, one, next_one)
            with transaction.atomic():
                write_state(case, before, after)
            transaction.set_rollback(True)
    except IntegrityError as refused:
        return f"a case does not go from {before} to {after}" not in str(refused)
    return True


@pytest.fixture
def case(transactional_db: None) -> Iterator[Case]:
    """A registered case, in its creditor's scope."""
    set_today(date(2026, 10, 12))
    an_agency()
    creditor = a_creditor()
    registered = a_case(creditor)
    with tenant_scope(creditor):
        yield registered


def test_the_database_lets_a_case_move_as_the_table_lists_and_in_no_other_way(case: Case) -> None:
    assert {pair for pair in product(State, State) if tried(case, *pair)} == PAIRS


@pytest.mark.parametrize("before", [State.DISPUTED, State.PLAN, State.PAID])
def test_back_in_the_process_a_case_is_where_it_was_and_nowhere_else(case: Case, before: State) -> None:
    for one, next_one in pairwise([State.REGISTERED, State.REMINDED, before]):
        write_state(case, one, next_one)
    case.resumes = State.REMINDED
    for elsewhere in set(PLACES) - {State.REMINDED}:
        with pytest.raises(IntegrityError, match=f"from {before} to {elsewhere}"), transaction.atomic():
            write_state(case, before, elsewhere)
    write_state(case, before, State.REMINDED)


@pytest.mark.parametrize("state", sorted(set(State) - {State.REGISTERED}))
def test_no_case_begins_in_another_state_than_registered(case: Case, state: State) -> None:
    columns = [field.column for field in Case._meta.concrete_fields if field.column not in {"id", "state"}]
    names = ", ".join(f'"{name}"' for name in columns)
    with (
        pytest.raises(IntegrityError, match=f"does not begin as {state}"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO cases_case ({names}, state) SELECT {names}, %s FROM cases_case", [state])
