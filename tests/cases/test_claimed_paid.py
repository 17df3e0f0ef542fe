""" "I have paid": the creditor is asked, and says yes by registering the payment, or no."""

import uuid
from datetime import date

import pytest

from cases.direct_payment import Reported, register_direct_payment
from cases.models import Case, CaseEvent, Notice, Question
from cases.questions import answer_no, open_questions, overdue_claims
from cases.states import State
from ekrav.money import kronor
from ekrav.outbox.models import Parcel
from ekrav.tenancy import staff_scope, tenant_scope
from tests.cases.said import (
    CECILIA_ACTS,
    act,
    claims_of,
    fresh,
    heard,
    last,
    locked,
    says,
    story,
    take_up,
    the_books_balance,
)
from tests.cast import a_case, right_now, set_today
from tests.debtor_portal.given import play

pytestmark = pytest.mark.django_db(transaction=True)

SO_FAR = [
    ("registered", date(2026, 10, 12), "machine", "registered"),
    ("reminded", date(2026, 10, 13), "machine", "reminded"),
    ("noticed", date(2026, 10, 20), "machine", "reminded"),
    ("asked_paid", date(2026, 10, 20), "machine", "reminded"),
]


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's case, reminded on 13 October; on the 20th she says that she paid the company on the 16th."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    set_today(date(2026, 10, 20))
    says(made, Notice.Kind.PAID, day=date(2026, 10, 16), amount=kronor("10000.00"))
    assert take_up() == 1
    return made


def say_no(case: Case) -> CaseEvent | None:
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        question = Question.objects.get(case=case, notice__isnull=False)
        question.case = locked(case)
        return answer_no(question=question, today=today, at=at, by=CECILIA_ACTS)


def test_the_creditor_is_asked_once_and_by_mail(case: Case) -> None:
    assert take_up() == 0
    assert story(case) == SO_FAR
    with tenant_scope(case.creditor_id):
        mail = Parcel.objects.get()
        assert [question.case_id for question in open_questions()] == [case.pk]
    assert mail.subject == f"Har du fått betalt? Ärende {case.number}, faktura 1042"
    assert "Lindqvist" not in mail.body
    assert fresh(case).state == State.REMINDED


def test_confirmed_the_payment_is_registered_and_answers_the_question(case: Case) -> None:
    reported = Reported(key=uuid.uuid4(), amount=kronor("10000.00"), paid_on=date(2026, 10, 16))
    act(case, register_direct_payment, reported=reported, by=CECILIA_ACTS)
    assert story(case) == [
        *SO_FAR,
        ("answered", date(2026, 10, 20), "person", "reminded"),
        ("direct_payment", date(2026, 10, 16), "person", "reminded"),
    ]
    assert last(case, CaseEvent.Kind.ANSWERED).facts["answer"] == "yes"
    # 60 and 16 days' interest 43.84 first; 9 896.16 of the capital.
    assert claims_of(case) == {"claim_capital": 10_384}
    assert say_no(case) is None
    assert the_books_balance()


def test_denied_the_process_goes_on(case: Case) -> None:
    assert say_no(case) is not None
    assert say_no(case) is None
    assert story(case) == [*SO_FAR, ("answered", date(2026, 10, 20), "person", "reminded")]
    assert fresh(case).next_date == date(2026, 11, 2)
    play(date(2026, 11, 2))
    assert fresh(case).state == State.DEMANDED
    assert the_books_balance()


def test_until_the_creditor_answers_nothing_goes_on(case: Case) -> None:
    for day in (date(2026, 11, 2), date(2026, 11, 3)):
        play(day)
    assert story(case) == [*SO_FAR, ("held", date(2026, 11, 2), "machine", "reminded")]
    assert last(case, CaseEvent.Kind.HELD).facts["stops"] == "answer_missing"
    with staff_scope():
        # Fourteen days from the 20th are to 3 November; on the 4th a handler sees who leaves Anna waiting.
        assert list(overdue_claims(today=date(2026, 11, 3))) == []
        assert [question.case_id for question in overdue_claims(today=date(2026, 11, 4))] == [case.pk]
    say_no(case)
    play(date(2026, 11, 4))
    assert fresh(case).state == State.DEMANDED


def test_denied_late_the_next_step_is_taken_the_next_bank_day(case: Case) -> None:
    # Friday 6 November; the step had come due on the 2nd, while the question waited.
    set_today(date(2026, 11, 6))
    say_no(case)
    assert fresh(case).next_date == date(2026, 11, 9)


def test_said_to_staff_it_is_asked_in_the_same_moment(are_bygg: int) -> None:
    case = a_case(are_bygg)
    play(date(2026, 10, 13))
    heard(case, Notice.Kind.PAID, text="Betalade i fredags.")
    assert story(case)[2:] == [
        ("noticed", date(2026, 10, 13), "staff", "reminded"),
        ("asked_paid", date(2026, 10, 13), "staff", "reminded"),
    ]
