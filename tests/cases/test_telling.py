"""A letter that tells of something: written for the next posting day, opened with its code, shown where it matters."""

from datetime import date

import pytest

from cases.models import Case, CaseEvent, Debtor, PortalKey
from cases.move import Facts, write_event
from cases.papers_seen import papers
from cases.recall import find_unsent, recall_unsent, recall_waiting
from cases.telling import tell
from cases.timeline import past_events
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.money import Ore, kronor
from ekrav.tenancy import tenant_scope
from letters.catalogue import LetterKind
from letters.dispatch import cancel
from letters.facts import NotALetter
from letters.models import Dispatch
from letters.plain import PlainFacts
from letters.portal_code import code_for, code_hash
from letters.versions import facts_kept
from tests.cases.test_process import play
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

PARAGRAPHS = (
    "Nu är det dags för nästa betalning.\nDen är lika stor som den förra.",
    "Hör av dig om det är för mycket.",
)


@pytest.fixture
def reminded() -> Case:
    """Anna owes Åre Bygg 10 000 kr and was reminded on Tuesday 13 October 2026."""
    set_today(date(2026, 10, 12))
    an_agency()
    case = a_case(a_creditor())
    play(date(2026, 10, 13))
    with tenant_scope(case.creditor_id):
        case.refresh_from_db()
    return case


def told(case: Case, *, to_pay: Ore | None = None, pay_by: date | None = None) -> Dispatch:
    """Tell Anna today, and write the event that brings the letter."""
    (at, today), rates = right_now(), current_rates()
    with tenant_scope(case.creditor_id):
        dispatch = tell(
            case=case,
            kind=LetterKind.PLAN_NOTICE,
            paragraphs=PARAGRAPHS,
            rows=[("Betalning 2 av 6", "500,00 kr")],
            to_pay=to_pay,
            pay_by=pay_by,
            today=today,
            at=at,
            rates=rates,
        )
        kind = CaseEvent.Kind.PLAN_NOTICE
        asked: Facts = {"instalment": 2, "asked_ore": kronor("500.00"), "due": "2026-11-25"}
        write_event(case=case, kind=kind, on=today, at=at, by=MACHINE, dispatch=dispatch, facts=asked)
    return dispatch


def facts_of(dispatch: Dispatch) -> PlainFacts:
    facts = facts_kept(dispatch.facts, version=dispatch.template_version)
    assert isinstance(facts, PlainFacts)
    return facts


def test_a_letter_told_on_a_friday_is_dated_and_posted_on_monday_and_its_code_opens_the_case(
    reminded: Case,
) -> None:
    set_today(date(2026, 10, 16))
    dispatch = told(reminded)
    facts = facts_of(dispatch)
    with tenant_scope(reminded.creditor_id):
        assert (dispatch.planned_on, dispatch.letter_number) == (date(2026, 10, 19), 2)
        assert (facts.letter_date, facts.payment) == (date(2026, 10, 19), None)
        assert facts.paragraphs == (
            "Nu är det dags för nästa betalning.",
            "Den är lika stor som den förra.",
            "Hör av dig om det är för mycket.",
        )
        key = PortalKey.objects.get(letter_number=2)
        code = code_for(case_number=reminded.number, letter_number=2)
        assert bytes(key.code_hash) == code_hash(case_number=reminded.number, code=code)


def test_a_letter_that_asks_for_a_payment_names_the_sum_and_a_day_the_post_can_keep(reminded: Case) -> None:
    set_today(date(2026, 10, 16))
    asked = facts_of(told(reminded, to_pay=kronor("500"))).payment
    assert asked is not None
    # Posted Monday 19 Oct, there Monday 26 (5 bank days), 4 bank days more: Friday 30 Oct.
    assert (asked.amount, asked.pay_by, asked.ocr) == (500_00, date(2026, 10, 30), reminded.reference.ocr)
    agreed = facts_of(told(reminded, to_pay=kronor("500"), pay_by=date(2026, 11, 25))).payment
    assert agreed is not None
    assert agreed.pay_by == date(2026, 11, 25)


def test_the_timeline_and_the_papers_lead_to_the_letter(reminded: Case) -> None:
    set_today(date(2026, 10, 16))
    told(reminded)
    with tenant_scope(reminded.creditor_id):
        events = list(reminded.events.select_related("dispatch").order_by("-id"))
        assert f"/arenden/{reminded.number}/brev/2/" in str(past_events(case=reminded, events=events)[0].line)
        rows = [str(row.value) for row in papers(case=reminded, events=events)]
    assert [text.partition(">")[2].partition("<")[0] for text in rows] == [
        "Betalningspåminnelse 13 oktober 2026",
        "Avi till din amorteringsplan 19 oktober 2026",
    ]


def test_money_that_comes_does_not_take_it_back_and_a_missed_day_dates_it_anew(reminded: Case) -> None:
    set_today(date(2026, 10, 16))
    first = told(reminded, to_pay=kronor("500"), pay_by=date(2026, 11, 25))
    at, today = right_now()
    with tenant_scope(reminded.creditor_id):
        assert not recall_waiting(case=reminded, today=today, at=at)
    set_today(date(2026, 10, 20))
    at, today = right_now()
    assert find_unsent(today=today) == [(reminded.creditor_id, first.pk)]
    assert recall_unsent(
        creditor_id=reminded.creditor_id, dispatch_id=first.pk, today=today, at=at, rates=current_rates()
    )
    assert find_unsent(today=today) == []
    with tenant_scope(reminded.creditor_id):
        again = Dispatch.objects.get(letter_number=3)
        assert (again.planned_on, again.state) == (date(2026, 10, 21), Dispatch.State.COMPOSED)
        assert facts_of(again).payment == facts_of(first).payment
        assert facts_of(again).letter_date == date(2026, 10, 21)
        assert reminded.events.get(kind=CaseEvent.Kind.TOLD).dispatch == again
        reminded.refresh_from_db()
        assert reminded.state == "reminded"


def test_a_letter_whose_time_to_pay_is_out_before_it_leaves_is_not_written_again(reminded: Case) -> None:
    set_today(date(2026, 10, 16))
    first = told(reminded, to_pay=kronor("500"), pay_by=date(2026, 10, 30))
    set_today(date(2026, 10, 29))
    at, today = right_now()
    recall_unsent(
        creditor_id=reminded.creditor_id, dispatch_id=first.pk, today=today, at=at, rates=current_rates()
    )
    with tenant_scope(reminded.creditor_id):
        states = Dispatch.objects.order_by("letter_number").values_list("letter_number", "state")
        assert list(states) == [(1, Dispatch.State.POSTED), (2, Dispatch.State.CANCELLED)]
    assert find_unsent(today=today) == []


def test_nothing_is_told_before_it_is_sure_who_asks(reminded: Case) -> None:
    with tenant_scope(reminded.creditor_id):
        Creditor.objects.update(signatory_confirmed_at=None)
    with pytest.raises(NotALetter):
        told(reminded)


@pytest.mark.parametrize("word", ["protected", "deceased"])
def test_nothing_is_told_to_the_dead_or_to_a_protected_address(reminded: Case, word: str) -> None:
    set_today(date(2026, 10, 16))
    first = told(reminded)
    with tenant_scope(reminded.creditor_id):
        Debtor.objects.update(register_word=word)
        reminded.debtor.refresh_from_db()
    with pytest.raises(NotALetter):
        told(reminded)
    set_today(date(2026, 10, 20))
    at, today = right_now()
    recall_unsent(
        creditor_id=reminded.creditor_id, dispatch_id=first.pk, today=today, at=at, rates=current_rates()
    )
    with tenant_scope(reminded.creditor_id):
        states = Dispatch.objects.order_by("letter_number").values_list("letter_number", "state")
        assert list(states) == [(1, Dispatch.State.POSTED), (2, Dispatch.State.CANCELLED)]


def test_a_letter_that_somebody_has_stopped_is_not_written_again(reminded: Case) -> None:
    set_today(date(2026, 10, 16))
    first = told(reminded)
    with tenant_scope(reminded.creditor_id):
        assert cancel(dispatch=first)
    at, today = right_now()
    assert recall_unsent(
        creditor_id=reminded.creditor_id, dispatch_id=first.pk, today=today, at=at, rates=current_rates()
    )
    assert find_unsent(today=today) == []
    with tenant_scope(reminded.creditor_id):
        assert Dispatch.objects.count() == 2
