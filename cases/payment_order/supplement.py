"""Supplement (komplettering): the authority asks for more; staff answer in time, else the application is dismissed."""

from datetime import date, datetime

from cases.models import Application, Case, CaseEvent
from cases.move import write_event
from ekrav.audit.record import MACHINE, Actor
from ekrav.clock import civil_date
from ekrav.filings.file import record_of
from ekrav.filings.payment_order import SupplementAnswer, SupplementQuestion
from ekrav.filings.plain_swedish import clear
from ekrav.kronofogden.lay_out import lay_out
from ekrav.kronofogden.models import Incoming
from ekrav.law.rates import Rates


class NothingAsked(ValueError):
    """The authority has not asked for anything, or has been answered."""


def ask(
    *, case: Case, application: Application, answer: SupplementQuestion, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Note that staff must answer by a day; None for an application that is over."""
    if application.ended_on or application.withdrawn_on:
        return None
    Application.objects.filter(pk=application.pk).update(supplement_by=answer.answer_by)
    return write_event(
        case=case,
        kind=CaseEvent.Kind.SUPPLEMENT_ASKED,
        on=civil_date(at),
        at=at,
        by=MACHINE,
        facts={"application": application.pk, "answer_by": answer.answer_by.isoformat()},
    )


def question_of(*, application: Application) -> str:
    """What the authority asked last; empty when nothing was. In a scope that sees the mailbox."""
    told = Incoming.objects.filter(reference=application.reference, kind=SupplementQuestion.__name__)
    row = told.order_by("id").last()
    said = record_of(bytes(row.content)) if row else None
    return said.question if isinstance(said, SupplementQuestion) else ""


def answer_supplement(
    *, case: Case, application: Application, words: str, today: date, at: datetime, by: Actor
) -> CaseEvent:
    """Answer what was asked, by staff, both rows locked. Raises `NothingAsked`, `PaymentInstruction`, `NotWritable`."""
    asked = Application.objects.filter(pk=application.pk, supplement_by__isnull=False, ended_on=None)
    if not asked.filter(withdrawn_on=None).update(supplement_by=None):
        raise NothingAsked(application.reference)
    times = case.events.filter(kind=CaseEvent.Kind.SUPPLEMENTED).count()
    lay_out(
        record=SupplementAnswer(
            id=f"{application.reference}-K{times + 1}", reference=application.reference, answer=clear(words)
        ),
        at=at,
    )
    return write_event(
        case=case,
        kind=CaseEvent.Kind.SUPPLEMENTED,
        on=today,
        at=at,
        by=by,
        facts={"application": application.pk},
    )
