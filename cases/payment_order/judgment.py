"""Judgment: what the district court has made of a case that it was handed. Staff enter it; no file of theirs tells it.

Granted, it is a title as a verdict is. Dismissed, the claim falls with its costs. Ended without a judgment, because the
parties have settled or the creditor has withdrawn it there, it has granted no costs, and what becomes of the claim is
its creditor's to say.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from cases.authority.pending import end_application
from cases.close import end, stop_letters
from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.decide import next_asking
from cases.farewell import tell_closed
from cases.give_up import give_up, given_up_ore
from cases.models import Application, Case, CaseEvent
from cases.move import move
from cases.payment_order.end import give_up_costs
from cases.payment_order.verdict import give_title
from cases.situations.standing import stops
from cases.states import Action, State
from ekrav.audit.record import Actor
from ekrav.filings.file import record_of
from ekrav.filings.payment_order import PaymentOrderApplication, Title, Verdict
from ekrav.kronofogden.by_hand import enter_here
from ekrav.kronofogden.models import Outgoing
from ekrav.kronofogden.pull import note_taken_up
from ekrav.law.kronofogden import last_day_to_reopen
from ekrav.law.rates import Rates
from ekrav.money import Ore

LOST: Final = "give up claim dismissed by court"


class NotInCourt(ValueError):
    """The case is not in court (any more), or the judgment's number has been entered before."""


@dataclass(frozen=True, kw_only=True)
class Judgment:
    """The court's number and day, and the costs that it granted."""

    number: str
    on: date
    costs: Ore


def grant(*, case: Case, judgment: Judgment, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    """The claim is granted as it was asked for: keep the title, the case's row locked. Raises `NotInCourt`, `NoRow`."""
    application = _handed_over(case)
    asked = _asked(application)
    title = Title(
        case_number=judgment.number,
        decided_on=judgment.on,
        claims=asked.claims,
        costs=judgment.costs,
        against=tuple(one.number for one in asked.respondents),
        joint=asked.joint,
    )
    answer = Verdict(
        id=f"Dom {judgment.number}"[:60],
        reference=application.reference,
        title=title,
        reopen_by=last_day_to_reopen(verdict=judgment.on, rates=rates),
    )
    row = enter_here(answer=answer, by=by, at=at)
    if row is None:
        raise NotInCourt("entered")
    note_taken_up(row, at=at)
    event = give_title(case=case, application=application, answer=answer, at=at, rates=rates)
    assert event is not None, "a case in court has no title"
    return event


def lose(*, case: Case, on: date, today: date, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    """The claim is dismissed: it falls, at nobody's cost here, and the case ends. Raises `NotInCourt`."""
    application = _handed_over(case)
    # When the authority has not told that it is handed over, what it tells of it later says nothing any more.
    end_application(case=case, application=application, ending=Application.Ending.DISMISSED, on=on)
    stop_letters(case=case, at=at)
    given_up = give_up(case=case, key=f"lost in court {case.number}", kind=LOST, on=today)
    event = end(
        case=case,
        action=Action.LOSE,
        kind=CaseEvent.Kind.COURT_LOST,
        on=on,
        at=at,
        by=by,
        entry=given_up,
        dispatch=tell_closed(case=case, today=today, at=at, rates=rates),
        facts={"application": application.pk, "given_up_ore": given_up_ore(entry=given_up)},
    )
    _tell_creditor(
        case,
        application,
        subject=_("Tingsrätten ogillade kravet: %(case)s"),
        words=_("Ärendet är avslutat. Läs mer här:\n%(link)s"),
        at=at,
    )
    return event


def leave_court(*, case: Case, on: date, today: date, at: datetime, by: Actor, rates: Rates) -> CaseEvent:
    """The court has ended the case without a judgment: the creditor chooses anew. Raises `NotInCourt`."""
    application = _handed_over(case)
    end_application(case=case, application=application, ending=Application.Ending.WRITTEN_OFF, on=on)
    give_up_costs(case=case, application=application, on=on)
    event = move(
        case=case,
        action=Action.END_ORDER,
        kind=CaseEvent.Kind.ORDER_ENDED,
        on=on,
        at=at,
        by=by,
        next_step=None if stops(case) else next_asking(case=case, today=today),
        facts={"application": application.pk, "ending": Application.Ending.WRITTEN_OFF.value},
    )
    _tell_creditor(
        case,
        application,
        subject=_("Målet hos tingsrätten är avslutat utan dom: %(case)s"),
        words=_(
            "Har ni kommit överens? Registrera betalningen, eller återkalla ärendet. Annars väljer du väg:\n%(link)s"
        ),
        at=at,
    )
    return event


def _handed_over(case: Case) -> Application:
    """The order that the court was handed; the authority's own word of that may not have come. Raises `NotInCourt`."""
    orders = case.applications.filter(kind=Application.Kind.ORDER, withdrawn_on=None).order_by("-id")
    application = orders.first()
    if case.state != State.COURT or application is None:
        raise NotInCourt(case.state)
    return application


def _asked(application: Application) -> PaymentOrderApplication:
    row = Outgoing.objects.filter(reference=application.reference, applies=True).latest("id")
    asked = record_of(bytes(row.content))
    assert isinstance(asked, PaymentOrderApplication), "the court tries what the order asked for"
    return asked


def _tell_creditor(case: Case, application: Application, *, subject: str, words: str, at: datetime) -> None:
    mail_creditor(
        key=f"court {application.pk}",
        subject=subject % {"case": case_words(case)},
        paragraphs=[words % {"link": link_to("cases:case", case.number)}],
        at=at,
    )
