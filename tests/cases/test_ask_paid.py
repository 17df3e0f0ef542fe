""" "Have you been paid?", asked three bank days before each escalation, by one mail a company and day."""

from datetime import date

import pytest
from django.core import signing
from django.test import Client

from cases.ask_paid import SALT, LinkTooOld, ask_all, company_of_link, link_token
from cases.models import Case, CaseEvent, Question
from cases.states import State
from ekrav.outbox.models import Parcel
from ekrav.sandbox.demo_data import DUVEDS_EL
from ekrav.tenancy import tenant_scope
from tests.cases.said import fresh, last, story
from tests.cast import a_case, a_creditor, right_now, set_today
from tests.debtor_portal.given import play
from tests.pages import text_of
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

SO_FAR = [
    ("registered", date(2026, 10, 12), "machine", "registered"),
    ("reminded", date(2026, 10, 13), "machine", "reminded"),
]
ASKED = ("asked_paid", date(2026, 10, 28), "machine", "reminded")


def ask(day: date) -> int:
    set_today(day)
    at, today = right_now()
    return ask_all(today=today, at=at)


def link_in_the_mail(creditor: int) -> str:
    with tenant_scope(creditor):
        body = Parcel.objects.get().body
    return next(line for line in body.splitlines() if line.startswith("http")).split("8000", 1)[1]


def test_three_bank_days_before_the_demand_the_company_is_asked_once(are_bygg: int) -> None:
    first, second = a_case(are_bygg), a_case(are_bygg, invoice_number="1043")
    # The reminder of the 13th makes nothing dearer that was not agreed: nobody is asked before it.
    assert ask(date(2026, 10, 12)) == 0
    play(date(2026, 10, 13))
    # The demands go on Monday 2 November; three bank days before is Wednesday 28 October.
    assert ask(date(2026, 10, 27)) == 0
    assert ask(date(2026, 10, 28)) == 2
    assert ask(date(2026, 10, 28)) == 0
    assert ask(date(2026, 10, 29)) == 0
    assert story(first) == [*SO_FAR, ASKED]
    assert story(second) == [*SO_FAR, ASKED]
    with tenant_scope(are_bygg):
        mail = Parcel.objects.get()
    assert mail.subject == "Har du fått betalt? 2 ärenden"
    assert f"– Ärende {first.number}, faktura 1042\n– Ärende {second.number}, faktura 1043" in mail.body
    assert "Lindqvist" not in mail.body


def test_silence_lets_the_step_be_taken_and_the_next_step_has_its_own_question(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    ask(date(2026, 10, 28))
    play(date(2026, 11, 2))
    assert ask(date(2026, 11, 17)) == 1
    play(date(2026, 11, 20))
    assert story(case) == [
        *SO_FAR,
        ASKED,
        ("demanded", date(2026, 11, 2), "machine", "demanded"),
        ("asked_paid", date(2026, 11, 17), "machine", "demanded"),
        ("waiting", date(2026, 11, 20), "machine", "awaiting_decision"),
    ]


def test_the_mailed_link_answers_no_with_one_click_and_looking_changes_nothing(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    ask(date(2026, 10, 28))
    address, stranger = link_in_the_mail(are_bygg), Client()
    for _ in range(2):
        shown = text_of(stranger.get(address))
        assert "Faktura 1042" in shown
        assert "Lindqvist" not in shown
    with tenant_scope(are_bygg):
        question = Question.objects.get()
    assert question.answer == ""
    for _ in range(2):
        assert stranger.post(address, {"question": str(question.public_id)}).status_code == 302
    assert story(case) == [*SO_FAR, ASKED, ("answered", date(2026, 10, 28), "person", "reminded")]
    assert last(case, CaseEvent.Kind.ANSWERED).by_id is None
    assert "Det finns inget mer att svara på." in text_of(stranger.get(address))
    play(date(2026, 11, 2))
    assert fresh(case).state == State.DEMANDED


def test_yes_from_the_mail_asks_for_bankid_and_then_for_the_payment(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    ask(date(2026, 10, 28))
    way = f"/arenden/{case.number}/betalning/"
    assert way in Client().get(link_in_the_mail(are_bygg)).content.decode()
    assert Client().get(way)["Location"].startswith("/bankid/logga-in/?next=")
    given = {"key": "00000000-0000-4000-8000-000000000001", "amount": "10 136,71", "paid_on": "2026-10-28"}
    cecilia.post(way, given)
    with tenant_scope(are_bygg):
        assert Question.objects.get().answer == "yes"
        assert list(CaseEvent.objects.filter(kind="answered").values_list("by_kind", flat=True)) == ["person"]


def test_a_link_opens_its_own_companys_questions_and_no_others(are_bygg: int) -> None:
    a_case(are_bygg)
    elsewhere = a_case(a_creditor(DUVEDS_EL), invoice_number="208")
    play(date(2026, 10, 13))
    ask(date(2026, 10, 28))
    with tenant_scope(elsewhere.creditor_id):
        theirs = Question.objects.get().public_id
    stranger, address = Client(), f"/fraga/{link_token(are_bygg)}/"
    shown = text_of(stranger.get(address))
    assert "Faktura 1042" in shown
    assert "Faktura 208" not in shown
    for nonsense in (str(theirs), "nonsens", ""):
        assert stranger.post(address, {"question": nonsense}).status_code == 404
    with tenant_scope(elsewhere.creditor_id):
        assert Question.objects.get().answer == ""


def test_a_link_that_is_not_ours_opens_nothing(are_bygg: int, monkeypatch: pytest.MonkeyPatch) -> None:
    token = link_token(are_bygg)
    assert company_of_link(token) == are_bygg
    for wrong in (token + "a", "x", signing.dumps({"creditor": are_bygg}, salt="other")):
        with pytest.raises(LinkTooOld):
            company_of_link(wrong)
        assert Client().get(f"/fraga/{wrong}/").status_code == 404
    assert str(are_bygg) not in SALT
    monkeypatch.setattr("cases.ask_paid.LINK_HOLDS_SECONDS", -1)
    with pytest.raises(LinkTooOld):
        company_of_link(token)


def test_cecilia_answers_on_mina_sidor(cecilia: Client, are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    ask(date(2026, 10, 28))
    assert "Anna Lindqvist" in text_of(cecilia.get("/fragor/"))
    assert "Har Anna Lindqvist betalat till dig?" in text_of(cecilia.get(f"/arenden/{case.number}/"))
    with tenant_scope(are_bygg):
        question = Question.objects.get().public_id
    assert cecilia.get(f"/fragor/{question}/nej/").status_code == 405
    done = cecilia.post(f"/fragor/{question}/nej/", follow=True)
    assert "Tack, svaret är sparat." in text_of(done)
    assert "Inget att svara på" in text_of(done)
    assert last(case, CaseEvent.Kind.ANSWERED).facts["answer"] == "no"


def test_fifty_who_ask_at_once_ask_once(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 28))
    at, today = right_now()
    with crowd(50) as people:
        asked = people.rush(lambda _number: ask_all(today=today, at=at))
    assert sorted(asked) == [0] * 49 + [1]  # type: ignore[type-var]
    assert story(case) == [*SO_FAR, ASKED]
    with tenant_scope(case.creditor_id):
        assert (Parcel.objects.count(), Case.objects.count(), Question.objects.count()) == (1, 1, 1)
