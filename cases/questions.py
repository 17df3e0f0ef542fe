"""The question to the creditor, "has the debtor paid you?", and its answers. Each is answered once."""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.models import Case, CaseEvent, Question
from cases.move import reschedule, write_event
from cases.reply_times import CREDITOR_ANSWERS
from cases.states import OPEN_STATES
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.law.bankdays import next_bank_day

Answer = Question.Answer
# Whoever holds the mailed link answers for the company; nobody knows which of its people.
THE_LINK = Actor(kind=AuditEvent.Actor.PERSON)


def open_questions() -> QuerySet[Question]:
    """The questions that still mean something, oldest first: their step is ahead, or the debtor says to have paid.

    Of those about one step, the last.
    """
    again = Question.objects.filter(case=OuterRef("case"), step=OuterRef("step"), pk__gt=OuterRef("pk"))
    still = Q(case__next_action=F("step")) & ~Exists(again) | Q(notice__isnull=False)
    rows = Question.objects.filter(still, answer="", case__state__in=OPEN_STATES)
    return (
        rows.select_related("case", "case__debtor", "notice")
        .prefetch_related("case__joint_debtors")
        .order_by("id")
    )


def overdue_claims(*, today: date) -> QuerySet[Question]:
    """Payments that debtors have told of and creditors have not answered about in time, oldest first."""
    rows = open_questions().filter(notice__isnull=False, asked_on__lt=today - CREDITOR_ANSWERS)
    return rows.order_by("asked_on", "id")


def answer_no(*, question: Question, today: date, at: datetime, by: Actor) -> CaseEvent | None:
    """The creditor has not been paid: the process goes on. With the case's row locked; None when it is answered.

    A step that came due while the debtor's word was being asked about is taken on the next bank day.
    """
    event = _answered(question=question, answer=Answer.NO, today=today, at=at, by=by)
    case = question.case
    if event and question.notice_id and case.next_date and case.next_date <= today:
        reschedule(case=case, on=next_bank_day(today))
    return event


def answer_yes(*, case: Case, today: date, at: datetime, by: Actor) -> list[CaseEvent]:
    """A registered direct payment answers every question about the case. With the case's row locked."""
    waiting = Question.objects.filter(case=case, answer="").order_by("id")
    answered = [
        _answered(question=question, answer=Answer.YES, today=today, at=at, by=by)
        for question in list(waiting)
    ]
    return [event for event in answered if event]


def _answered(
    *, question: Question, answer: Question.Answer, today: date, at: datetime, by: Actor
) -> CaseEvent | None:
    rows = Question.objects.filter(pk=question.pk, answer="")
    if rows.update(answer=answer, answered_at=at, answered_by=by.id) != 1:
        return None
    return write_event(
        case=question.case,
        kind=CaseEvent.Kind.ANSWERED,
        on=today,
        at=at,
        by=by,
        facts={
            "question": question.pk,
            "notice": question.notice_id,
            "step": question.step,
            "answer": answer,
        },
    )
