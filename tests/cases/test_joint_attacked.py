"""Two who answer jointly, when things go wrong for both at once, or are done twice."""

from dataclasses import replace
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError

from cases.add_debtor import add_debtor
from cases.address import Address
from cases.apply_payment import apply_all
from cases.debtor_queue import debtors_to_judge
from cases.decide_dispute import reject, uphold
from cases.joint import answering
from cases.models import Case, Debtor, Ground, JointDebtor, Notice, Situation
from cases.plan_words import ended_paragraphs
from cases.register import NotJoint
from cases.release import Why, release
from cases.situations.address import new_address
from cases.states import State
from cases.stopped_letters import how_many, returned_letters
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.payments.receive import receive
from ekrav.registers.events import EventKind
from ekrav.sandbox.demo_data import ASTRID, BO
from ekrav.tenancy import staff_scope, tenant_scope
from letters.models import Dispatch
from tests.cases.endings import DEMANDED, REMINDED, owed
from tests.cases.happening import Registers, handles
from tests.cases.said import ASTRID_ACTS, act, fresh, heard, take_up, the_books_balance
from tests.cases.test_joint_debtors import at_home, letters, mitt_arende, shown, theirs
from tests.cases.test_joint_goes_on import bo_of
from tests.cases.test_reversal import OURS, anna_pays, bank_takes_back, reversed_by_finance
from tests.cast import a_case, right_now, set_today, staff, take_as_found
from tests.debtor_portal.given import BO_OWES, pay, play
from tests.pages import logged_in
from tests.payments.cast import camt, paid
from tests.payments.crowd import PATIENCE, crowd, kinds

pytestmark = pytest.mark.django_db(transaction=True)

ELSEWHERE = Address(care_of="", street="Storgatan 1", postcode="831 30", city="Östersund")


def test_letters_that_came_back_from_both_are_written_again_when_both_have_an_address(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    with tenant_scope(are_bygg):
        Dispatch.objects.update(state=Dispatch.State.RETURNED)
        anna, bo = answering(case)
    # Bo is still to be looked for: he is not written to where he does not live, and his letter waits in the queue.
    assert not handles(are_bygg, case, new_address, debtor=anna, address=ELSEWHERE)
    play(date(2026, 10, 15))
    assert [(row.state, row.void) for row in letters(case)] == [("returned", False)] * 2
    assert handles(are_bygg, case, new_address, debtor=bo, address=ELSEWHERE)
    assert fresh(case).state == State.REGISTERED
    play(date(2026, 10, 16))
    assert [(row.state, row.void) for row in letters(case)] == [("returned", True)] * 2 + [
        ("posted", False)
    ] * 2
    assert {row.facts["debtor_address"][0] for row in letters(case)[2:]} == {"Storgatan 1"}


@pytest.mark.parametrize("number", ["", "19960313-2391"])
def test_the_same_one_is_added_once(are_bygg: int, number: str) -> None:
    bo = replace(BO_OWES, number=number.replace("-", ""))
    case = a_case(are_bygg)
    handles(are_bygg, case, add_debtor, debtor=bo)
    with pytest.raises(NotJoint) as refused:
        handles(are_bygg, case, add_debtor, debtor=bo)
    assert refused.value.reason == "twice"
    with tenant_scope(are_bygg):
        assert Debtor.objects.count() == 2


def bo_joins(case: Case) -> None:
    """On Wednesday 4 November 2026, and the register knows him."""
    set_today(date(2026, 11, 4))
    handles(case.creditor_id, case, add_debtor, debtor=BO_OWES)
    bo, (at, _today) = bo_of(case.creditor_id), right_now()
    with tenant_scope(case.creditor_id):
        take_as_found(bo, at=at)


def test_whoever_is_added_gets_a_demand_and_the_first_ones_time_runs_on_with_its_word(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    # 33 days of 10 % on 10 000: 90.41, and the letters' 60 and 180; to be paid by Friday 13 November.
    first = letters(case)[1]
    assert (first.facts["total"], first.facts["pay_by"]) == (1_033_041, "2026-11-13")
    bo_joins(case)
    assert (fresh(case).state, fresh(case).pay_by) == (State.REMINDED, date(2026, 11, 13))
    play(date(2026, 11, 5))
    # Three days later 8.22 more, and no fee; her time is not shortened by it, and he has his own.
    told = [(row.facts["debtor_name"], row.facts["total"], row.facts["pay_by"]) for row in letters(case)[2:]]
    assert told == [
        ("Anna Lindqvist", 1_033_863, "2026-11-18"),
        ("Bo Nilsson", 1_033_863, "2026-11-18"),
    ]
    set_today(date(2026, 11, 13))
    anna_pays(case, "10330.41", date(2026, 11, 13))
    assert fresh(case).state == State.PAID
    assert the_books_balance()


def test_the_word_of_a_letter_that_was_written_anew_ends_with_its_own_time(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(REMINDED)
    play(DEMANDED)
    bo_joins(case)
    play(date(2026, 11, 5))
    set_today(date(2026, 11, 16))
    anna_pays(case, "10330.41", date(2026, 11, 16))
    # The later letter's 10 338.63 holds through the 18th.
    assert fresh(case).state == State.DEMANDED
    anna_pays(case, "8.22", date(2026, 11, 16), reference="B2")
    assert fresh(case).state == State.PAID


def test_both_dispute_and_each_is_told_what_became_of_it(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    set_today(date(2026, 10, 20))
    heard(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    bos = at_home(case, letter=2)
    with mitt_arende():
        bos.post("/arende/stammer-inte/", {"ground": "not_mine", "text": "Inte jag.", "key": str(uuid4())})
    take_up()
    assert "Du får svar senast" in shown(bos)
    act(case, reject, by=ASTRID_ACTS)
    assert "Du får svar senast" not in shown(bos)
    assert "Kravet står kvar. Läs brevet om varför." in shown(bos)


def test_the_plans_end_tells_neither_of_them_to_have_done_what_the_other_did() -> None:
    said = [
        text
        for why in ("missed", "debtor", "agency", "rest")
        for text in ended_paragraphs(why=why, pay_by=date(2026, 11, 16), several=True)
    ]
    assert [text for text in said if "Du " in text or "din " in text.lower()] == []
    assert "Du har sagt" in ended_paragraphs(why="debtor", pay_by=date(2026, 11, 16), several=False)[0]


def test_what_waits_to_be_told_is_told_to_whoever_is_left_when_one_is_released(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    set_today(date(2026, 10, 20))
    heard(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    act(case, reject, by=ASTRID_ACTS)
    with tenant_scope(are_bygg):
        bo = answering(case)[1]
    handles(are_bygg, case, release, debtor=bo, why=Why.CREDITOR)
    told = [(row.kind, row.facts["debtor_name"], row.state) for row in letters(case)[2:]]
    assert told == [
        ("dispute_outcome", "Anna Lindqvist", "cancelled"),
        ("dispute_outcome", "Bo Nilsson", "cancelled"),
        ("closed", "Bo Nilsson", "composed"),
        ("dispute_outcome", "Anna Lindqvist", "composed"),
    ]
    # She answers alone now, and her time is what the letter says.
    again = letters(case)[-1]
    assert not any("minst en till" in text for text in again.facts["paragraphs"])
    assert again.facts["payment"]["pay_by"] == str(fresh(case).pay_by)


def test_whoever_was_released_first_is_told_so_when_the_next_one_is(are_bygg: int) -> None:
    cecilia = replace(BO_OWES, name="Cia Berg", number="")
    case = a_case(are_bygg, joint=[BO_OWES, cecilia])
    play(REMINDED)
    with tenant_scope(are_bygg):
        _anna, bo, cia = answering(case)
    for debtor in (bo, cia):
        handles(are_bygg, case, release, debtor=debtor, why=Why.CREDITOR)
    told = [(row.kind, row.facts["debtor_name"], row.state) for row in letters(case)[3:]]
    assert told == [("closed", "Bo Nilsson", "composed"), ("closed", "Cia Berg", "composed")]


def test_who_did_not_dispute_or_pay_is_not_told_to_have_done_so(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    set_today(date(2026, 10, 20))
    pay(case, "500.00", on=date(2026, 10, 20), bank_entry=1)
    heard(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    act(case, uphold, by=ASTRID_ACTS)
    for row in letters(case)[2:]:
        said = " ".join(row.facts["paragraphs"])
        assert "Kravet har sagts emot." in said
        assert "500,00" in said
        assert "till den som betalade" in said
        assert "Du sa" not in said
        assert "Du har betalat" not in said
    page = shown(at_home(case, letter=1))
    assert "Kravet stämmer inte. Ärendet är avslutat." in page
    assert "Du sa" not in page
    assert "till den av er som betalade" in page


def test_what_is_told_of_bo_while_the_case_was_paid_stops_it_the_moment_it_is_open_again(
    are_bygg: int,
) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    set_today(date(2026, 10, 20))
    anna_pays(case, "10114.80", date(2026, 10, 20))
    assert fresh(case).state == State.PAID
    Registers().tell(EventKind.DEATH, BO.person_number, date(2026, 10, 19))
    bank_takes_back("10114.80", date(2026, 10, 20))
    reversed_by_finance(case)
    with tenant_scope(are_bygg):
        assert [each.kind for each in Situation.objects.all()] == [Situation.Kind.DEATH]
    # Whoever is told first is told by a person: nothing has been written since the reminders.
    assert [row.kind for row in letters(case) if row.state != Dispatch.State.CANCELLED] == ["reminder"] * 2


def test_what_is_said_of_one_who_was_released_meanwhile_is_not_taken_for_the_others(are_bygg: int) -> None:
    case = theirs(are_bygg)
    with tenant_scope(are_bygg):
        bo = answering(case)[1]
    staff(ASTRID)
    astrid = logged_in(ASTRID)
    happened = f"/handlaggning/arenden/{case.number}/handelser/?vem={bo.pk}"
    said = {"kind": "death", "on": "2026-10-12", "key": "5f6f0f2e-5b0e-4d5c-9a51-0a7d2b2a2b11"}
    # Whom a form is about stands in its address, also when the page was opened without.
    for page in (happened, "handelser/", "adress/"):
        opened = astrid.get(page if page == happened else f"/handlaggning/arenden/{case.number}/{page}")
        whose = bo.pk if page == happened else case.debtor_id
        assert f'action="?vem={whose}"' in opened.content.decode()
    handles(are_bygg, case, release, debtor=bo, why=Why.CREDITOR)
    assert astrid.post(happened, said).status_code == 404
    assert astrid.get(happened.replace(str(bo.pk), "x")).status_code == 404
    with tenant_scope(are_bygg):
        assert not Situation.objects.exists()


def test_the_database_keeps_one_who_answers_whoever_asks_it(are_bygg: int) -> None:
    case = theirs(are_bygg)
    gone = {"released_on": date(2026, 10, 12), "why": Why.CREDITOR}
    with pytest.raises(IntegrityError, match="nobody would answer"), tenant_scope(are_bygg):
        JointDebtor.objects.update(**gone)
    with tenant_scope(are_bygg):
        rows = list(JointDebtor.objects.values_list("pk", flat=True))
    at_once = Barrier(2)

    def act(number: int) -> int:
        with tenant_scope(are_bygg):
            released = JointDebtor.objects.filter(pk=rows[number]).update(**gone)
            at_once.wait(PATIENCE)
        return released

    with crowd(2) as people:
        assert kinds(people.rush(act)) == {"IntegrityError": 1, "int": 1}
    with tenant_scope(are_bygg):
        assert len(answering(fresh(case))) == 1


def test_whoever_is_asked_no_more_waits_in_no_queue(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    with tenant_scope(are_bygg):
        anna, _bo = answering(case)
        Dispatch.objects.filter(letter_number=1).update(state=Dispatch.State.RETURNED)
        Debtor.objects.filter(pk=anna.pk).update(register_word=Debtor.RegisterWord.UNKNOWN)
    handles(are_bygg, case, release, debtor=anna, why=Why.NOT_FOUND)
    with staff_scope():
        assert (returned_letters(), how_many(), debtors_to_judge()) == ([], 0, [])


@pytest.mark.parametrize("crowd_too", [False, True])
@pytest.mark.parametrize("amount", ["10330.41", "10338.63"])
def test_each_letters_word_holds_to_the_ore_alone_and_in_a_crowd(
    are_bygg: int, amount: str, crowd_too: bool
) -> None:
    case = a_case(are_bygg)
    other = a_case(are_bygg, invoice_number="F2")
    play(REMINDED)
    play(DEMANDED)
    bo_joins(case)
    play(date(2026, 11, 5))
    set_today(date(2026, 11, 13))
    # Anna's letter of 2 November has asked for 10 330.41 by today, theirs of the 5th for 10 338.63 by the 18th. Today
    # 10 360.55 is owed: whoever pays what a letter asked owes nothing, and has nothing to get back.
    at, today = right_now()
    told = [(case, amount, "B1"), *([(other, "500.00", "B2")] if crowd_too else [])]
    movements = [
        replace(paid(each.reference.ocr, ore, bank_reference=name, day=today), account=OURS)
        for each, ore, name in told
    ]
    receive(content=camt(*movements, account=OURS), name="camt.xml", at=at)
    assert apply_all(today=today, at=at, rates=current_rates()) == len(told)
    assert (fresh(case).state, owed(case, Account.OWED_TO_PAYER)) == (State.PAID, [0])
    assert the_books_balance()
