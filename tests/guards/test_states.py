"""The table of states is complete, everything that draws a case knows every state, and the database knows the moves."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise, product

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, CaseEvent
from cases.states import MOVES, OPEN_STATES, STANDINGS, Action, State
from cases.timeline import PAST_SHAPE, PLANNED_SHAPE
from ekrav.look.shapes import SHAPES
from ekrav.look.statuses import CASE
from ekrav.tenancy import tenant_scope
from tests.cast import a_case, a_creditor, an_agency, set_today

PAIRS = {(before, after) for (before, _), after in MOVES.items() if before is not None}
AHEAD = {Action.REMIND, Action.DEMAND, Action.AWAIT_DECISION}
ACTORS = {"machine", "debtor", "creditor", "staff", "nobody"}


def test_every_state_has_a_standing() -> None:
    assert set(STANDINGS) == set(State)
    assert {standing.who_acts for standing in STANDINGS.values()} <= ACTORS


def test_every_state_can_be_reached_and_every_action_moves_something() -> None:
    assert set(MOVES.values()) == set(State)
    assert {action for _, action in MOVES} == set(Action)


def test_a_case_begins_in_one_way() -> None:
    assert {move: after for move, after in MOVES.items() if move[0] is None} == {
        (None, Action.REGISTER): State.REGISTERED
    }


def test_from_every_open_state_a_payment_closes_the_case_and_interest_runs_until_then() -> None:
    for state in OPEN_STATES:
        assert MOVES[state, Action.CLOSE_PAID] == State.PAID
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
    assert set(CaseEvent.Kind) - set(PAST_SHAPE) == set()
    assert {*PLANNED_SHAPE.values(), *PAST_SHAPE.values()} <= SHAPES


def path_to(state: State) -> list[State]:
    """The shortest way from registration to `state` along the listed moves."""
    ways = [[State.REGISTERED]]
    while ways[0][-1] != state:
        way = ways.pop(0)
        ways += [[*way, after] for before, after in sorted(PAIRS) if before == way[-1] and after not in way]
    return ways[0]


def write_state(case: Case, before: State, after: State) -> None:
    """Plain SQL, past everything the program would ask first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET state = %s WHERE id = %s AND state = %s", [after, case.pk, before]
        )
        assert cursor.rowcount == 1


def tried(case: Case, before: State, after: State) -> bool:
    """Whether the database lets the case go from `before` to `after`; nothing stays written."""
    try:
        with transaction.atomic():
            for one, next_one in pairwise(path_to(before)):
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
