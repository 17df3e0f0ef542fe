"""Whatever people do, in whatever order: the books are proved, and every case stands where the table lets it.

Each seed is fifty acts of chance in a world of five cases. A seed that fails fails again, and tells what was done.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from typing import Final

import pytest

from cases.debt import debt_of
from cases.models import Case, CaseEvent, Hold, StandingChoice
from cases.standing import standing_choice
from cases.states import PLACES, STANDINGS, State
from ekrav import clock
from ekrav.agency.rates import current_rates
from ekrav.tenancy import tenant_scope
from ekrav.world.books import broken_invariants
from letters.catalogue import CLAIMS
from letters.models import Dispatch
from tests.conftest import DRILL
from tests.stories.acts import draw, happens
from tests.stories.played_world import World, a_world, fresh

pytestmark = pytest.mark.django_db(transaction=True)

_log = logging.getLogger(__name__)

ACTS_A_SEQUENCE: Final = 50
OUT_OF_THE_PROCESS: Final = (State.DISPUTED, State.PLAN)
FOR_EVER: Final = datetime.max.replace(tzinfo=UTC)


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What the daily functions have complained of: they log what they could not do, and go on.

    The acts themselves are logged too, and shown with a failure.
    """
    caplog.set_level(logging.INFO, logger=__name__)
    return lambda: [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("seed", range(200 if DRILL else 3))
def test_fifty_acts_of_chance_leave_the_books_whole_and_every_case_in_its_place(
    seed: int, logged: Callable[[], list[str]]
) -> None:
    world = a_world(seed)
    for act in draw(world, ACTS_A_SEQUENCE):
        _log.info("%s %s", world.today, act.__name__)
        happens(act, world)
        assert logged() == []
    assert broken_invariants() == []
    for case in world.cases:
        assert out_of_place(case, world) == []
        assert letters_of_a_stopped_case(case, world) == []


def out_of_place(case: Case, world: World) -> list[str]:
    """What is wrong with where the case stands."""
    return [*out_of_place_now(fresh(case), world)]


def out_of_place_now(case: Case, world: World) -> Iterator[str]:
    state = State(case.state)
    with tenant_scope(case.creditor_id):
        choice = standing_choice()
        debt = debt_of(case=case, on=world.today, rates=current_rates())
    if debt.total < 0:
        yield "less than nothing is owed"
    left = [invoice.capital for invoice in debt.invoices]
    if sum(left) != debt.capital or min(left) < 0:
        yield f"{left} is left of the invoices, {debt.capital} of the capital"
    if STANDINGS[state].open != (case.closed_on is None):
        yield f"{state} closed on {case.closed_on}"
    if bool(case.resumes) != (state not in PLACES):
        yield f"{state} resumes {case.resumes}"
    if bool(case.next_action) != bool(case.next_date):
        yield f"{case.next_action} on {case.next_date}"
    if needs_a_step(state, choice) and not case.next_action:
        yield f"{state} without a next step"
    if not STANDINGS[state].open and case.next_action:
        yield f"{state} with {case.next_action} ahead"


def needs_a_step(state: State, choice: StandingChoice | None) -> bool:
    """Whether the machine has the next word: not where a person has, nor where the creditor is not asked again."""
    if state is State.AWAITING_DECISION:
        return choice is None
    return (state in PLACES and state is not State.DECIDED) or state is State.PLAN


def letters_of_a_stopped_case(case: Case, world: World) -> list[str]:
    """Claims that were written, or left, while the case was disputed, in a plan or held (INV-13)."""
    with tenant_scope(case.creditor_id):
        spans = [*out_of_the_process(case), *held(case)]
        claims = Dispatch.objects.filter(case_number=case.number, kind__in=CLAIMS)
        moments = [
            (claim.kind, moment)
            for claim in claims.order_by("letter_number")
            for moment in (claim.created_at, world.left.get(claim.pk))
            if moment is not None
        ]
    return [
        f"{kind} at {moment}" for kind, moment in moments for begins, ends in spans if begins < moment < ends
    ]


def out_of_the_process(case: Case) -> Iterator[tuple[datetime, datetime]]:
    """From when to when the case was disputed or in a plan, by its events."""
    begun: datetime | None = None
    for event in CaseEvent.objects.filter(case=case).order_by("id"):
        out = event.state_after in OUT_OF_THE_PROCESS
        if out and begun is None:
            begun = event.at
        if not out and begun is not None:
            yield begun, event.at
            begun = None
    if begun is not None:
        yield begun, FOR_EVER


def held(case: Case) -> Iterator[tuple[datetime, datetime]]:
    """From when to when the case had respite or was paused."""
    for hold in Hold.objects.filter(case=case):
        through = datetime.combine(hold.until, time.max, clock.STOCKHOLM)
        yield hold.given_at, min(through, hold.lifted_at or through)
