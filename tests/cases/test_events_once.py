"""Every event is done once for each debtor; one that fails is passed by, and whoever's case comes late catches up.

Anna owes Åre Bygg 10 000 kr, due on 30 September 2026, and was reminded on 13 October.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.address import Address
from cases.models import Case, Situation
from cases.situations.address import new_address
from ekrav.registers.events import EventKind, TheirAddress
from ekrav.sandbox.demo_data import ANNA
from tests.cases.happening import Registers, handles, the
from tests.cases.plans import books_broken, fresh, play
from tests.cast import TEN_THOUSAND, a_case, set_today

pytestmark = pytest.mark.django_db(transaction=True)

Kind, Task = Situation.Kind, Situation.Task
NEW = TheirAddress(street="Storgatan 14", postcode="831 30", city="Östersund")
RIGHT = Address(care_of="", street="Torget 1", postcode="831 31", city="Östersund")


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


def test_a_death_before_our_rates_begin_stops_the_case_and_nothing_after_it_is_done_again(
    are_bygg: int, case: Case
) -> None:
    registers = Registers()
    set_today(date(2026, 10, 20))
    registers.tell(EventKind.MOVED, ANNA.person_number, date(2026, 10, 19), address=NEW)
    registers.tell(EventKind.DEATH, ANNA.person_number, date(1911, 1, 10))
    dead = the(are_bygg, case, Kind.DEATH)
    # It cannot be reckoned from its own day: a handler judges it, today.
    assert (dead.task, dead.due_on, dead.began_on) == (Task.DECIDE, date(2026, 10, 20), date(2026, 10, 20))
    registers.tell(EventKind.MOVED, ANNA.person_number, date(2026, 10, 20), address=NEW)
    handles(are_bygg, case, new_address, address=RIGHT)
    assert [registers.take_in() for _ in range(2)] == [0, 0]
    assert fresh(are_bygg, case).debtor.street == "Torget 1"
    assert books_broken() == []


def test_a_case_that_is_registered_after_the_event_catches_up_and_keeps_its_newer_address(
    are_bygg: int, case: Case
) -> None:
    registers = Registers()
    set_today(date(2026, 10, 20))
    registers.tell(EventKind.MOVED, ANNA.person_number, date(2026, 10, 19), address=NEW)
    registers.tell(EventKind.GUARDIAN, ANNA.person_number, date(2026, 10, 19))
    set_today(date(2026, 10, 21))
    later = a_case(are_bygg, claim=replace(TEN_THOUSAND, invoice_number="2002"))
    street = fresh(are_bygg, later).debtor.street
    assert [registers.take_in() for _ in range(2)] == [1, 0]
    the(are_bygg, later, Kind.GUARDIAN)
    assert fresh(are_bygg, later).debtor.street == street != NEW.street
    assert books_broken() == []
