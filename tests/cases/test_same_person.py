"""What is known of a person is so in each of Åre Bygg's cases against it, at once and in those that come later.

Anna owes Åre Bygg two invoices, both reminded of on 13 October 2026.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases import situations
from cases.addressee import addressee, goes_by_hand
from cases.joint import answering
from cases.look_up import Answer, keep
from cases.models import Case, Debtor, Situation
from cases.situations.go_on import end, let_go_on
from cases.situations.told import Told, told_of
from ekrav.audit.record import MACHINE
from ekrav.sandbox.demo_data import ANNA
from ekrav.tenancy import tenant_scope
from tests.cases.endings import are_bygg_on
from tests.cases.happening import Registers, enters, handles, mailed, the
from tests.cases.plans import books_broken, fresh, play
from tests.cast import ANNA_OWES, HYTTAN_OWES, TEN_THOUSAND, a_case, right_now, set_today
from tests.debtor_portal.given import BO_OWES

Kind, Word = Situation.Kind, Debtor.RegisterWord
OCT_20 = date(2026, 10, 20)


@pytest.fixture
def are_bygg(db: None) -> int:
    """Åre Bygg AB, on 12 October 2026."""
    return are_bygg_on()


@pytest.fixture
def cases(are_bygg: int) -> tuple[Case, Case]:
    """Anna's two."""
    made = a_case(are_bygg), a_case(are_bygg, claim=replace(TEN_THOUSAND, invoice_number="2002"))
    play(date(2026, 10, 13))
    set_today(OCT_20)
    return made


def stopped_by(case: Case) -> tuple[Situation.Kind, ...]:
    with tenant_scope(case.creditor_id):
        return situations.stops(fresh(case.creditor_id, case))


def test_what_a_handler_enters_in_one_case_stops_the_others_and_each_goes_on_by_itself(
    are_bygg: int, cases: tuple[Case, Case]
) -> None:
    one, other = cases
    hyttans = a_case(are_bygg, debtor=HYTTAN_OWES, claim=replace(TEN_THOUSAND, invoice_number="2003"))
    guardian = Told(name="Eva Lind", street="Torget 1", postcode="831 31", city="Östersund")
    enters(are_bygg, one, Kind.GUARDIAN, date(2026, 10, 19), told=guardian)
    assert [stopped_by(case) for case in (one, other, hyttans)] == [(Kind.GUARDIAN,), (Kind.GUARDIAN,), ()]
    assert told_of(the(are_bygg, other, Kind.GUARDIAN)) == guardian
    assert len([subject for subject in mailed(are_bygg) if subject.startswith("Ärendet är stoppat")]) == 2
    handles(are_bygg, one, end, situation=the(are_bygg, one, Kind.GUARDIAN))
    # What is over here is not begun anew by the other case, nor the other way round.
    Registers().take_in()
    assert [stopped_by(case) for case in (one, other)] == [(), (Kind.GUARDIAN,)]
    assert books_broken() == []


def test_a_case_that_is_registered_later_is_stopped_and_sealed_as_the_first(are_bygg: int) -> None:
    ended = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(OCT_20)
    enters(are_bygg, ended, Kind.PROTECTED, OCT_20)
    later = a_case(are_bygg, claim=replace(TEN_THOUSAND, invoice_number="2004"))
    assert stopped_by(later) == (Kind.PROTECTED,)
    hidden = fresh(are_bygg, later)
    assert (hidden.debtor.name, hidden.debtor.street) == ("Uppgiften visas inte", "")
    assert hidden.next_action == ""


def test_where_the_bill_was_sent_and_how_old_the_claim_is_are_not_the_persons(
    are_bygg: int, cases: tuple[Case, Case]
) -> None:
    one, other = cases
    enters(are_bygg, one, Kind.NO_ADDRESS, OCT_20)
    enters(are_bygg, one, Kind.MINOR, OCT_20)
    Registers().take_in()
    assert (len(stopped_by(one)), stopped_by(other)) == (2, ())


def test_a_case_that_somebody_had_is_stopped_by_the_round_that_follows(
    are_bygg: int, cases: tuple[Case, Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = cases
    monkeypatch.setattr("cases.situations.begin.other_cases", lambda case, debtor: Case.objects.none())
    enters(are_bygg, one, Kind.DEATH, date(2026, 10, 18))
    assert stopped_by(other) == ()
    registers = Registers()
    registers.take_in()
    registers.take_in()
    assert stopped_by(other) == (Kind.DEATH,)
    assert fresh(are_bygg, other).debtor.register_word == Word.DECEASED


@pytest.mark.parametrize("order", [(Kind.PROTECTED, Kind.DEATH), (Kind.DEATH, Kind.PROTECTED)])
def test_the_protected_who_dies_stays_sealed_and_the_estate_is_written_to(
    are_bygg: int, cases: tuple[Case, Case], order: tuple[Situation.Kind, ...]
) -> None:
    one, other = cases
    for kind in order:
        enters(are_bygg, one, kind, OCT_20)
    for kind in order:
        handles(are_bygg, one, let_go_on, situation=the(are_bygg, one, kind))
    estate = (f"Dödsboet efter {ANNA.name}", ("Genom Skatteverkets postförmedling",))
    assert written_to(one) == estate
    # In the other case she was not dead; she is protected all the same, though the register does not say so.
    handles(are_bygg, other, end, situation=the(are_bygg, other, Kind.DEATH))
    looked_up(other, Answer(word=Word.FOUND, name=ANNA.name))
    assert (written_to(other)[0], fresh(are_bygg, other).debtor.register_name) == (ANNA.name, "")
    with tenant_scope(are_bygg):
        assert goes_by_hand(fresh(are_bygg, other).debtor)
    # And whose protection is over is as dead as before.
    handles(are_bygg, one, end, situation=the(are_bygg, one, Kind.PROTECTED))
    dead = fresh(are_bygg, one).debtor
    assert (dead.name, dead.register_word, dead.is_sealed) == (ANNA.name, Word.DECEASED, False)
    assert books_broken() == []


def written_to(case: Case) -> tuple[str, tuple[str, ...]]:
    with tenant_scope(case.creditor_id):
        return addressee(fresh(case.creditor_id, case).debtor)


def looked_up(case: Case, answer: Answer) -> None:
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        debtor = fresh(case.creditor_id, case).debtor
        key = bytes(debtor.number_key or b"")
        assert keep(answer=answer, debtor_id=debtor.pk, key=key, today=today, at=at, by=MACHINE)


def test_whoever_has_no_number_is_nobody_else(are_bygg: int, cases: tuple[Case, Case]) -> None:
    # Bo answers beside Anna, and nobody knows his number; nor Cia's, who has nothing to do with them.
    unknown = replace(BO_OWES, number="")
    both = a_case(are_bygg, joint=[unknown], claim=replace(TEN_THOUSAND, invoice_number="2005"))
    cias = a_case(
        are_bygg,
        debtor=replace(ANNA_OWES, name="Cia Berg", number=""),
        claim=replace(TEN_THOUSAND, invoice_number="2006"),
    )
    with tenant_scope(are_bygg):
        bo = answering(both)[1]
    enters(are_bygg, both, Kind.DEATH, date(2026, 10, 18), debtor=bo)
    registers = Registers()
    registers.take_in()
    registers.take_in()
    assert [stopped_by(case) for case in (both, *cases, cias)] == [(Kind.DEATH,), (), (), ()]
