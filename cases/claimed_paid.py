""" "I have paid": the creditor is asked, and nothing goes on until it has answered.

"Yes" is the direct payment it registers; "no" lets the process go on, and the debtor reads it in Mitt Ärende.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.models import Case, CaseEvent, Notice, Question
from cases.move import write_event
from cases.recall import recall_waiting
from ekrav.audit.record import Actor


def ask_about_payment(*, case: Case, notice: Notice, today: date, at: datetime, by: Actor) -> Question:
    """Ask the creditor whether the debtor has paid it, with the case's row locked. A waiting letter is taken back."""
    recall_waiting(case=case, today=today, at=at)
    question = Question.objects.create(case=case, notice=notice, asked_on=today, asked_at=at)
    write_event(
        case=case,
        kind=CaseEvent.Kind.ASKED_PAID,
        on=today,
        at=at,
        by=by,
        facts={"question": question.pk, "notice": notice.pk},
    )
    mail_creditor(
        key=f"question {question.pk}",
        subject=_("Har du fått betalt? %(case)s") % {"case": case_words(case).capitalize()},
        paragraphs=[
            _("Gäldenären säger sig ha betalat. Vi har pausat ärendet tills du har svarat."),
            _("Har du fått pengarna? Svara här:\n%(link)s") % {"link": link_to("cases:case", case.number)},
        ],
        at=at,
    )
    return question
