"""What was to be told is told when a case goes on; a person's word on an address stands; one person has two numbers;
a stop ends surveillance; and what waits too long is barred.

Anna owes Åre Bygg 10 000 kr, due on 30 September 2026, and was reminded on 13 October.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cases import situations
from cases.barred import end_all_barred
from cases.models import Case, Situation, StandingChoice
from cases.respite import Reason, give_respite
from cases.situations import found
from cases.situations.go_on import end
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.registers.events import EventKind
from ekrav.sandbox.demo_data import ANNA
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.endings import DEMANDED, REMINDED, WAITING, are_bygg_on
from tests.cases.happening import Registers, enters, handles, mailed, the
from tests.cases.plans import books_broken, fresh, play
from tests.cast import HYTTAN_OWES, TEN_THOUSAND, a_case, right_now, set_today, take_as_posted
from tests.surveillance.given import under_surveillance

Kind = Situation.Kind
OCT_20 = date(2026, 10, 20)


@pytest.fixture
def are_bygg(db: None) -> int:
    """Åre Bygg AB, on 12 October 2026."""
    return are_bygg_on()


def reminded(creditor: int) -> Case:
    case = a_case(creditor)
    play(REMINDED)
    set_today(OCT_20)
    return case


def letters(case: Case) -> list[tuple[str, str]]:
    with tenant_scope(case.creditor_id):
        rows = Dispatch.objects.filter(case_number=case.number).order_by("id")
        return list(rows.values_list("kind", "state"))


def stopped_by(case: Case) -> tuple[Situation.Kind, ...]:
    with tenant_scope(case.creditor_id):
        return situations.stops(fresh(case.creditor_id, case))


def test_a_letter_that_the_stop_took_back_is_written_when_the_case_goes_on_and_once(are_bygg: int) -> None:
    case = reminded(are_bygg)
    handles(are_bygg, case, give_respite, reason=Reason.ASKED, until=date(2026, 11, 30))
    enters(are_bygg, case, Kind.NO_ADDRESS, OCT_20)
    assert letters(case)[1:] == [("respite", "cancelled")]
    handles(are_bygg, case, end, situation=the(are_bygg, case, Kind.NO_ADDRESS))
    assert letters(case)[1:] == [("respite", "cancelled"), ("respite", "composed")]
    set_today(date(2026, 10, 22))
    take_as_posted(are_bygg)
    enters(are_bygg, case, Kind.ABROAD, date(2026, 10, 22))
    handles(are_bygg, case, end, situation=the(are_bygg, case, Kind.ABROAD))
    assert [kind for kind, _state in letters(case)].count("respite") == 2
    assert books_broken() == []


def test_what_a_person_has_ended_the_register_is_not_asked_about(
    are_bygg: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, asked = reminded(are_bygg), list[str]()
    monkeypatch.setattr(found, "_address", lambda *, kind, number: asked.append(number))
    with tenant_scope(are_bygg):
        Dispatch.objects.update(state=Dispatch.State.RETURNED)
    nowhere = enters(are_bygg, case, Kind.NO_ADDRESS, OCT_20)
    handles(are_bygg, case, end, situation=nowhere)
    Registers().take_in()
    assert (asked, stopped_by(case)) == ([], ())


def test_a_sole_trader_is_known_by_the_persons_number_and_a_person_by_the_firms(are_bygg: int) -> None:
    firm = a_case(are_bygg, debtor=replace(HYTTAN_OWES, number=ANNA.person_number[2:]), invoice_number="1")
    person = a_case(are_bygg, invoice_number="2")
    set_today(OCT_20)
    registers = Registers()
    registers.tell(EventKind.DEATH, ANNA.person_number, date(2026, 10, 19))
    assert [stopped_by(case) for case in (firm, person)] == [(Kind.DEATH,), (Kind.DEATH,)]
    registers.tell(EventKind.BANKRUPTCY, ANNA.person_number[2:], OCT_20)
    assert [stopped_by(case) for case in (firm, person)] == [(Kind.DEATH, Kind.BANKRUPTCY)] * 2
    later = a_case(are_bygg, debtor=replace(HYTTAN_OWES, number=ANNA.person_number[2:]), invoice_number="3")
    registers.take_in()
    assert set(stopped_by(later)) == {Kind.DEATH, Kind.BANKRUPTCY}


@pytest.mark.parametrize("kind", [Kind.BANKRUPTCY, Kind.DEATH, Kind.DEBT_RELIEF])
def test_a_bankruptcy_a_death_and_a_debt_relief_end_surveillance(db: None, kind: Situation.Kind) -> None:
    case = under_surveillance()
    creditor, (_at, today) = case.creditor_id, right_now()
    stopped = enters(creditor, case, kind, today)
    ended = fresh(creditor, case)
    assert (ended.state, ended.next_action) == (State.AWAITING_DECISION, "")
    # When it is over the creditor is asked for a way on, not the debtor for money.
    handles(creditor, case, end, situation=stopped)
    assert fresh(creditor, case).next_action == Action.ASK_AGAIN
    assert books_broken() == []


def test_a_reconstruction_leaves_surveillance_where_it_is(db: None) -> None:
    case = under_surveillance()
    enters(case.creditor_id, case, Kind.RECONSTRUCTION, right_now()[1])
    assert fresh(case.creditor_id, case).state == State.SURVEILLANCE


@pytest.mark.parametrize("otherwise", StandingChoice.Otherwise)
def test_a_claim_that_waits_and_becomes_too_old_is_ended(are_bygg: int, otherwise: str) -> None:
    """Arisen on 1 December 2023, of letters that prove nothing: barred after 1 December 2026."""
    at, _today = right_now()
    with tenant_scope(are_bygg):
        StandingChoice.objects.create(otherwise=otherwise, tariff_version=1, made_at=at, made_by=1)
    arisen = date(2023, 12, 1)
    old = replace(
        TEN_THOUSAND,
        invoice_date=arisen,
        sent_on=arisen,
        delivered_on=arisen,
        due_date=date(2024, 1, 2),
        agreed_rate=Decimal("7.30"),
    )
    case = a_case(are_bygg, claim=old)
    for day in (REMINDED, DEMANDED, WAITING):
        play(day)
        with tenant_scope(are_bygg):
            Dispatch.objects.update(void=True)
    assert fresh(are_bygg, case).state == State.AWAITING_DECISION
    set_today(date(2026, 12, 1))
    assert barred() == 0
    play(date(2026, 12, 21))
    # Who is asked is asked no more; who has chosen to wait is not woken, and is found all the same.
    assert barred() == (1 if otherwise == StandingChoice.Otherwise.WAIT else 0)
    assert fresh(are_bygg, case).state == State.WRITTEN_OFF
    assert mailed(are_bygg)[-1].startswith("Fordran är preskriberad")
    assert (barred(), books_broken()) == (0, [])


def barred() -> int:
    """The task runs."""
    at, today = right_now()
    return end_all_barred(today=today, at=at, rates=current_rates())
