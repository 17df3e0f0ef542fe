"""Death, debt relief, a minor, a dissolved company, a partnership, an emigrant, a letter come back, each to its end.

Anna owes Åre Bygg 10 000 kr, due on 30 September 2026, and was reminded on 13 October for 60 kr.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import requests

from cases import situations
from cases.address import Address
from cases.debt import debt_of
from cases.due import do_all_due
from cases.models import Case, Situation
from cases.situations.address import Withheld, new_address
from cases.situations.begin import NotBegun
from cases.situations.go_on import let_go_on
from cases.situations.told import told_of
from cases.situations.watch import file_claim, look_again
from cases.states import State
from cases.write_off import Why, write_off_by_agency
from ekrav.agency.rates import current_rates
from ekrav.money import kronor
from ekrav.registers.events import EventKind, Representative, TheirAddress
from ekrav.sandbox.demo_data import ANNA
from ekrav.tenancy import tenant_scope
from ekrav.world.counterparties import counterparties
from letters.models import Dispatch
from tests.cases.happening import Registers, enters, handles, mailed, the
from tests.cases.plans import annas_case, books_broken, fresh, log, pay, play
from tests.cast import ANNA_OWES, HYTTAN_OWES, a_case, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

Kind, Task = Situation.Kind, Situation.Task
NEW = TheirAddress(street="Storgatan 14", postcode="831 30", city="Östersund")


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


def happened(creditor: int, case: Case) -> list[tuple[str, date]]:
    return [(kind, day) for kind, day, _state in log(creditor, case)]


def owed(creditor: int, case: Case, on: date) -> int:
    with tenant_scope(creditor):
        loaded = Case.objects.select_related("debtor").get(pk=case.pk)
        return debt_of(case=loaded, on=on, rates=current_rates()).total


def takes_due_steps(day: date) -> None:
    """Whatever is due on the day; no print house takes the letters."""
    set_today(day)
    at, today = right_now()
    do_all_due(today=today, at=at, rates=current_rates())


def test_the_dead_are_left_in_peace_and_the_estate_is_written_to_by_hand(are_bygg: int) -> None:
    set_today(date(2026, 1, 12))
    case = annas_case(are_bygg)
    play(date(2026, 1, 13))
    registers = Registers()
    set_today(date(2026, 1, 20))
    estate = Representative(name="Eva Lind", address=NEW)
    registers.tell(EventKind.DEATH, ANNA.person_number, date(2026, 1, 10), representative=estate)
    stopped = the(are_bygg, case, Kind.DEATH)
    assert (stopped.due_on, told_of(stopped).name) == (date(2026, 5, 10), "Eva Lind")
    # The reminder left three days after she died: its 60 kr fell. 20 days' interest.
    assert owed(are_bygg, case, date(2026, 1, 20)) == kronor("10054.79")
    play(date(2026, 4, 13))
    assert happened(are_bygg, case)[-1] == ("stopped", date(2026, 1, 20))
    set_today(date(2026, 5, 11))
    handles(are_bygg, case, let_go_on, situation=stopped)
    takes_due_steps(date(2026, 5, 12))
    assert happened(are_bygg, case)[-2:] == [("went_on", date(2026, 5, 11)), ("demanded", date(2026, 5, 12))]
    with tenant_scope(are_bygg):
        demand = Dispatch.objects.get(kind="demand")
        assert (demand.by_hand, demand.facts["debtor_name"]) == (True, f"Dödsboet efter {ANNA.name}")
    assert books_broken() == []


def test_an_estate_without_means_owes_nothing_more(are_bygg: int, case: Case) -> None:
    set_today(date(2026, 10, 20))
    enters(are_bygg, case, Kind.DEATH, date(2026, 10, 18))
    set_today(date(2027, 2, 18))
    handles(are_bygg, case, write_off_by_agency, why=Why.DECEASED)
    assert (fresh(are_bygg, case).state, owed(are_bygg, case, date(2027, 2, 18))) == (State.WRITTEN_OFF, 0)
    assert books_broken() == []


def test_debt_relief_stops_the_interest_the_claim_is_filed_and_the_plan_is_followed(
    are_bygg: int, case: Case
) -> None:
    registers = Registers()
    set_today(date(2026, 10, 20))
    registers.tell(EventKind.DEBT_RELIEF_OPENED, ANNA.person_number, date(2026, 10, 16), case_number="S 1-26")
    stopped = the(are_bygg, case, Kind.DEBT_RELIEF)
    # A month from the 16th is Monday 16 November.
    assert (stopped.task, stopped.due_on) == (Task.FILE, date(2026, 11, 16))
    # 16 days' interest, 43.84, and the reminder's 60 kr: as much in two years.
    assert owed(are_bygg, case, date(2026, 12, 31)) == kronor("10103.84")
    set_today(date(2026, 11, 2))
    handles(are_bygg, case, file_claim, situation=stopped, on=date(2026, 11, 2))
    set_today(date(2026, 12, 1))
    registers.tell(EventKind.DEBT_RELIEF_DECIDED, ANNA.person_number, date(2026, 11, 30))
    followed = the(are_bygg, case, Kind.DEBT_RELIEF)
    assert (followed.task, followed.due_on, followed.stops) == (Task.FOLLOW, date(2027, 12, 1), True)
    # What the plan gives: costs, then interest, then capital.
    pay(are_bygg, case, "1000.00", date(2026, 12, 14))
    assert owed(are_bygg, case, date(2026, 12, 31)) == kronor("9103.84")
    handles(are_bygg, case, look_again, situation=followed)
    handles(are_bygg, case, write_off_by_agency, why=Why.BANKRUPT)
    assert happened(are_bygg, case)[2:] == [
        ("stopped", date(2026, 10, 20)),
        ("claim_filed", date(2026, 11, 2)),
        ("paid", date(2026, 12, 14)),
        ("written_off", date(2026, 12, 14)),
    ]
    assert books_broken() == []


def test_a_debt_relief_that_is_refused_owes_the_interest_and_the_case_goes_on(
    are_bygg: int, case: Case
) -> None:
    registers = Registers()
    set_today(date(2026, 10, 20))
    registers.tell(EventKind.DEBT_RELIEF_OPENED, ANNA.person_number, date(2026, 10, 16))
    set_today(date(2026, 11, 30))
    registers.tell(EventKind.DEBT_RELIEF_REFUSED, ANNA.person_number, date(2026, 11, 27))
    # 61 days' interest: 167.12.
    assert owed(are_bygg, case, date(2026, 11, 30)) == kronor("10227.12")
    assert happened(are_bygg, case)[-1] == ("went_on", date(2026, 11, 30))
    play(date(2026, 12, 1))
    assert fresh(are_bygg, case).state == State.DEMANDED
    assert books_broken() == []


def test_interest_that_was_paid_for_days_after_the_opening_is_given_back(are_bygg: int, case: Case) -> None:
    pay(are_bygg, case, "1000.00", date(2026, 10, 30))
    # 60 kr, 30 days' interest of 82.19, and 857.81 of the capital.
    registers = Registers()
    set_today(date(2026, 11, 3))
    registers.tell(EventKind.DEBT_RELIEF_OPENED, ANNA.person_number, date(2026, 10, 16))
    # Interest was owed for 16 days, 43.84: 38.35 too much, off the capital that is left.
    assert owed(are_bygg, case, date(2026, 12, 31)) == kronor("9103.84")
    assert books_broken() == []


def test_who_was_a_minor_is_stopped_and_never_woken_by_a_birthday(are_bygg: int) -> None:
    minor = a_case(are_bygg, debtor=replace(ANNA_OWES, number="200810010000"))
    play(date(2026, 10, 13))
    registers = Registers()
    registers.take_in()
    stopped = the(are_bygg, minor, Kind.MINOR)
    assert (stopped.began_on, stopped.task) == (date(2026, 8, 28), Task.DECIDE)
    for day in (date(2026, 12, 1), date(2027, 10, 1)):
        play(day)
        registers.take_in()
    assert [kind for kind, _day in happened(are_bygg, minor)] == ["registered", "held", "stopped"]
    handles(are_bygg, minor, write_off_by_agency, why=Why.AGREED)
    assert books_broken() == []


@pytest.mark.parametrize(
    ("number", "kind"), [("5599901013", Kind.DEREGISTERED), ("9697000012", Kind.PARTNERSHIP)]
)
def test_a_company_that_is_no_more_is_written_off_and_a_partnership_waits_for_its_partners(
    are_bygg: int, number: str, kind: Situation.Kind
) -> None:
    case = a_case(are_bygg, debtor=replace(HYTTAN_OWES, number=number))
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 20))
    Registers().tell(EventKind.DEREGISTERED, number, date(2026, 10, 19))
    with tenant_scope(are_bygg):
        assert situations.stops(fresh(are_bygg, case)) == (kind,)
    play(date(2026, 12, 1))
    handles(are_bygg, case, write_off_by_agency, why=Why.BANKRUPT)
    assert [kind for kind, _day in happened(are_bygg, case)] == [
        "registered",
        "reminded",
        "stopped",
        "written_off",
    ]
    assert books_broken() == []


def test_several_things_stop_a_case_and_it_goes_on_when_the_last_is_over(are_bygg: int, case: Case) -> None:
    set_today(date(2026, 10, 20))
    abroad = enters(are_bygg, case, Kind.ABROAD, date(2026, 10, 1))
    nowhere = enters(are_bygg, case, Kind.NO_ADDRESS, date(2026, 10, 1))
    with pytest.raises(NotBegun):
        handles(are_bygg, case, _again, kind=Kind.ABROAD)
    assert handles(are_bygg, case, let_go_on, situation=abroad) is None
    assert fresh(are_bygg, case).next_action == ""
    handles(are_bygg, case, new_address, address=Address(care_of="", **vars(NEW)))
    with tenant_scope(are_bygg):
        assert Situation.objects.get(pk=nowhere.pk).ended_on == date(2026, 10, 20)
    going = fresh(are_bygg, case)
    assert (going.next_action, going.debtor.street) == ("demand", "Storgatan 14")
    play(date(2026, 11, 2))
    assert fresh(are_bygg, case).state == State.DEMANDED
    assert books_broken() == []


def _again(*, kind: Situation.Kind, **words: object) -> Situation:
    from cases.situations.begin import begin

    return begin(kind=kind, began_on=date(2026, 10, 1), key="hand again", **words)  # type: ignore[arg-type]


def test_no_address_is_kept_of_who_is_protected_and_letters_go_through_skatteverket(
    are_bygg: int, case: Case
) -> None:
    set_today(date(2026, 10, 20))
    registers = Registers()
    registers.tell(EventKind.PROTECTED, ANNA.person_number, date(2026, 10, 20))
    registers.tell(EventKind.MOVED, ANNA.person_number, date(2026, 10, 20), address=NEW)
    with pytest.raises(Withheld):
        handles(are_bygg, case, new_address, address=Address(care_of="", **vars(NEW)))
    assert fresh(are_bygg, case).debtor.street == ""
    handles(are_bygg, case, let_go_on, situation=the(are_bygg, case, Kind.PROTECTED))
    takes_due_steps(date(2026, 11, 2))
    with tenant_scope(are_bygg):
        demand = Dispatch.objects.get(kind="demand")
    assert (demand.by_hand, demand.facts["debtor_name"]) == (True, ANNA.name)
    assert demand.facts["debtor_address"] == ["Genom Skatteverkets postförmedling"]
    assert fresh(are_bygg, case).debtor.name == "Uppgiften visas inte"
    assert books_broken() == []


@pytest.fixture
def register_url(tmp_path: Path, settings: object) -> Iterator[str]:
    """The sandboxed registers, connected."""
    with counterparties(tmp_path) as url:
        settings.REGISTER_URL = f"{url}/registers"  # type: ignore[attr-defined]
        yield f"{url}/registers"


@pytest.mark.parametrize("moved", [True, False])
def test_a_letter_that_came_back_is_looked_up_and_goes_again_or_there_is_nowhere_to_write(
    are_bygg: int, case: Case, register_url: str, moved: bool
) -> None:
    with tenant_scope(are_bygg):
        Dispatch.objects.update(state=Dispatch.State.RETURNED)
    kind, more = ("moved", {"address": vars(NEW)}) if moved else ("emigrated", {})
    told = {"kind": kind, "number": ANNA.person_number, "happened_on": "2026-10-15", **more}
    requests.post(f"{register_url}/happen", json=told, timeout=5).raise_for_status()
    set_today(date(2026, 10, 26))
    for _ in range(2):
        Registers().take_in()
    now = fresh(are_bygg, case)
    if moved:
        assert (now.debtor.street, now.next_action, now.state) == ("Storgatan 14", "remind", State.REGISTERED)
        play(date(2026, 10, 27))
        assert fresh(are_bygg, case).state == State.REMINDED
    else:
        assert (the(are_bygg, case, Kind.NO_ADDRESS).task, now.next_action) == (Task.FIND, "")
        assert mailed(are_bygg)[-1].startswith("Ärendet är stoppat")
    assert books_broken() == []
