"""What happens to one of two who answer jointly, Kronofogden against both, and the partners of a partnership."""

from dataclasses import replace
from datetime import date

import pytest

from cases.add_debtor import add_debtor
from cases.joint import answering
from cases.models import Application, Case, CaseEvent, Debtor, JointDebtor, Situation
from cases.note_posted import note_all_posted
from cases.release import NotReleased, Why, release
from cases.situations.go_on import let_go_on
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.filings.payment_order import Dispute, PaymentOrderApplication
from ekrav.ledger.book import balance
from ekrav.ledger.models import Account
from ekrav.payments.models import WITHHELD, Reference
from ekrav.registers.events import EventKind
from ekrav.sandbox.demo_data import BO
from ekrav.tenancy import tenant_scope
from letters.dispatch import posted_by_hand, render_due
from letters.models import Dispatch
from tests.cases.endings import DEMANDED, REMINDED, WAITING
from tests.cases.happening import Registers, enters, handles, the
from tests.cases.said import fresh, last
from tests.cases.test_joint_debtors import at_home, letters, shown, theirs, write
from tests.cast import (
    ANNA_OWES,
    HYTTAN_OWES,
    TEN_THOUSAND,
    a_case,
    right_now,
    set_today,
    take_as_found,
    take_as_posted,
)
from tests.debtor_portal.given import BO_OWES, play
from tests.kronofogden_acts.quick import (
    APPLIED,
    asked_of,
    chose_orders,
    confirmed,
    disputed,
    known_to_kronofogden,
    reported,
    served,
    tell,
)

pytestmark = pytest.mark.django_db(transaction=True)

Kind = Situation.Kind


def bo_of(creditor: int) -> Debtor:
    with tenant_scope(creditor):
        return Debtor.objects.get(joint_in__label="Bo Nilsson")


def test_bo_dies_and_when_he_is_released_anna_is_asked_for_all_of_it(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    Registers().tell(EventKind.DEATH, BO.person_number, REMINDED)
    with tenant_scope(are_bygg):
        found = Situation.objects.get()
        assert (found.kind, found.debtor_id) == (Kind.DEATH, bo_of(are_bygg).pk)
    play(DEMANDED)
    assert fresh(case).state == State.REMINDED
    handles(are_bygg, case, release, debtor=bo_of(are_bygg), why=Why.DEAD)
    with tenant_scope(are_bygg):
        assert Situation.objects.filter(ended_on=None).count() == 0
        assert [each.name for each in answering(fresh(case))] == ["Anna Lindqvist"]
    assert last(case, CaseEvent.Kind.RELEASED).facts["why"] == "dead"
    play(date(2026, 11, 3))
    assert fresh(case).state == State.DEMANDED
    sent = [(row.kind, row.facts["debtor_name"]) for row in letters(case)]
    assert sent == [("reminder", "Anna Lindqvist"), ("reminder", "Bo Nilsson"), ("demand", "Anna Lindqvist")]
    # 34 days of 10 %: 93.15; 10 000 + 93.15 + 60 + 180: all of it, of her alone.
    assert letters(case)[-1].facts["total"] == 1_033_315
    assert "others" not in letters(case)[-1].facts
    assert "Vi kräver inget av dig" in shown(at_home(case, letter=2))
    assert "10 333" not in shown(at_home(case, letter=2), "/arende/stammer-inte/")
    with pytest.raises(NotReleased) as refused:
        handles(are_bygg, case, release, debtor=case.debtor, why=Why.CREDITOR)
    assert refused.value.reason == "last"


def test_bo_is_protected_and_nobody_reads_his_name_nor_anna(are_bygg: int) -> None:
    case = theirs(are_bygg)
    Registers().tell(EventKind.PROTECTED, BO.person_number, date(2026, 10, 12))
    play(REMINDED)
    assert letters(case) == []
    with tenant_scope(are_bygg):
        assert Reference.objects.get().debtor_label == WITHHELD
        assert fresh(case).called == f"Anna Lindqvist, {WITHHELD}"
    handles(are_bygg, case, let_go_on, situation=the(are_bygg, case, Kind.PROTECTED))
    write(date(2026, 10, 14))
    told = [(row.facts["debtor_name"], row.facts["others"], row.by_hand) for row in letters(case)]
    assert told == [
        ("Anna Lindqvist", ["minst en till"], False),
        ("Bo Nilsson", ["Anna Lindqvist"], True),
    ]
    with tenant_scope(are_bygg):
        # His own letter names him, and waits for a person; the case waits for it.
        assert last(case, CaseEvent.Kind.BESIDE).dispatch == letters(case)[1]
    assert "Bo Nilsson" not in shown(at_home(case, letter=1))


def test_a_letter_that_a_person_posts_some_days_later_has_given_its_time_and_nobody_is_written_to_again(
    are_bygg: int,
) -> None:
    case = theirs(are_bygg)
    Registers().tell(EventKind.PROTECTED, BO.person_number, date(2026, 10, 12))
    play(REMINDED)
    handles(are_bygg, case, let_go_on, situation=the(are_bygg, case, Kind.PROTECTED))
    write(date(2026, 10, 14))
    # Three bank days to post it, to Monday the 19th; there on the 26th, and four bank days from then.
    assert [row.facts["pay_by"] for row in letters(case)] == ["2026-10-30", "2026-10-30"]
    take_as_posted(are_bygg)
    assert render_due().done == 1
    set_today(date(2026, 10, 19))
    with tenant_scope(are_bygg):
        assert posted_by_hand(dispatch=letters(case)[1], on=date(2026, 10, 19))
    at, today = right_now()
    assert note_all_posted(today=today, at=at, rates=current_rates()) == 2
    write(date(2026, 10, 20))
    assert [row.void for row in letters(case)] == [False, False]
    assert (fresh(case).state, fresh(case).pay_by) == (State.REMINDED, date(2026, 10, 30))


def test_kronofogden_is_asked_against_both_and_one_of_them_disputes(are_bygg: int) -> None:
    known_to_kronofogden()
    chose_orders(are_bygg, up_to=30_000)
    case = theirs(are_bygg)
    for day in (REMINDED, DEMANDED, WAITING):
        play(day)
    reported(case)
    play(APPLIED)
    # Nobody has asked about Bo.
    assert fresh(case).state == State.DECIDED
    assert last(case, CaseEvent.Kind.HELD).facts["stops"] == "no_report"
    reported(case, key="2", of=bo_of(are_bygg).pk)
    play(date(2026, 11, 24))
    asked = asked_of(case)
    assert isinstance(asked, PaymentOrderApplication)
    assert [one.name for one in asked.respondents] == ["Anna Lindqvist", "Bo Nilsson"]
    assert asked.joint
    set_today(date(2026, 12, 2))
    tell(1, confirmed(asked.reference), served(asked.reference))
    with tenant_scope(are_bygg):
        assert Application.objects.get().served_on is None
    bos = replace(served(asked.reference, "D-2"), respondent=BO.person_number, served_on=date(2026, 12, 1))
    tell(2, bos)
    with tenant_scope(are_bygg):
        assert Application.objects.get().served_on == date(2026, 12, 1)
    objects: Dispute = replace(disputed(asked.reference), respondent=BO.person_number)
    tell(3, objects)
    assert fresh(case).state == State.ORDER_DISPUTED


def test_the_partners_of_a_partnership_are_each_sent_a_demand_before_the_application(are_bygg: int) -> None:
    known_to_kronofogden()
    chose_orders(are_bygg, up_to=30_000)
    company = replace(HYTTAN_OWES, name="Fjällhyttan Kök HB", number="9699901016")
    case = a_case(are_bygg, debtor=company, claim=replace(TEN_THOUSAND, late_payment_claimed=False))
    for day in (REMINDED, DEMANDED):
        play(day)
    enters(are_bygg, case, Kind.PARTNERSHIP, DEMANDED)
    for partner in (ANNA_OWES, BO_OWES):
        handles(are_bygg, case, add_debtor, debtor=partner)
    with tenant_scope(are_bygg):
        for row in JointDebtor.objects.select_related("debtor"):
            take_as_found(row.debtor, at=case.events.latest("id").at)
    handles(are_bygg, case, release, debtor=case.debtor, why=Why.DISSOLVED)
    assert fresh(case).state == State.REMINDED
    play(date(2026, 11, 3))
    assert [(row.kind, row.facts["debtor_name"], row.void) for row in letters(case)] == [
        ("reminder", "Fjällhyttan Kök HB", False),
        ("demand", "Fjällhyttan Kök HB", True),
        ("demand", "Anna Lindqvist", False),
        ("demand", "Bo Nilsson", False),
    ]
    with tenant_scope(are_bygg):
        # 180 kr once, for three demands.
        assert balance(account=Account.CLAIM_DEMAND) == 18_000
        assert fresh(case).pay_by == date(2026, 11, 16)
    # Their own time runs out before anything is asked: 16 November and four bank days.
    play(date(2026, 11, 20))
    assert fresh(case).state == State.DEMANDED
    play(date(2026, 11, 23))
    reported(case, key="1", of=None)
    for place, each in enumerate(answering_now(case), 2):
        reported(case, key=str(place), of=each.pk)
    for day in (date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)):
        play(day)
    asked = asked_of(case)
    assert isinstance(asked, PaymentOrderApplication)
    assert [one.name for one in asked.respondents] == ["Anna Lindqvist", "Bo Nilsson"]


def answering_now(case: Case) -> list[Debtor]:
    with tenant_scope(case.creditor_id):
        return answering(fresh(case))


def test_a_letter_to_one_of_them_is_posted_when_each_is(are_bygg: int) -> None:
    case = theirs(are_bygg)
    play(REMINDED)
    with tenant_scope(are_bygg):
        Dispatch.objects.filter(letter_number=2).update(state=Dispatch.State.RENDERED)
    play(DEMANDED)
    assert last(case, CaseEvent.Kind.HELD).facts["stops"] == "letter_not_posted"
