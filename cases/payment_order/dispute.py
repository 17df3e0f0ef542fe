"""Dispute at the authority (bestridande): the creditor has four weeks to ask for court (34 §), or drops the claim.

To drop it is to withdraw the case, at the price shown; the authority is told the same day. Who says nothing has the
order written off, and the dispute is then ours to look into, like any other.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from cases.authority.pending import pending
from cases.creditor_mail import case_words, link_to, mail_creditor
from cases.models import Application, Case, CaseEvent
from cases.move import move
from cases.states import Action, State
from ekrav.audit.record import MACHINE, Actor
from ekrav.filings.payment_order import CourtRequest, Dispute
from ekrav.kronofogden.lay_out import lay_out
from ekrav.law.rates import Rates
from ekrav.look.dates import full_date


class NotDisputed(ValueError):
    """There is no disputed order to take to court, or its time is out."""


def dispute_order(
    *, case: Case, application: Application, answer: Dispute, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Hand the choice to the creditor; None when the order is over, or disputed already."""
    if case.state != State.PAYMENT_ORDER or application.ended_on or application.withdrawn_on:
        return None
    Application.objects.filter(pk=application.pk).update(court_by=answer.ask_court_by)
    mail_creditor(
        key=f"order {application.pk} disputed",
        subject=_("Kravet är bestritt hos Kronofogden: %(case)s") % {"case": case_words(case)},
        paragraphs=[
            _(
                "Vill du att tingsrätten prövar kravet behöver du säga det senast %(day)s. Se vad det kostar:\n%(link)s"
            )
            % {"day": full_date(answer.ask_court_by), "link": link_to("cases:court", case.number)},
            _("Svarar du inte avslutar Kronofogden målet, och vi utreder bestridandet med dig."),
        ],
        at=at,
    )
    return move(
        case=case,
        action=Action.DISPUTE_ORDER,
        kind=CaseEvent.Kind.ORDER_DISPUTED,
        on=answer.disputed_on,
        at=at,
        by=MACHINE,
        next_step=None,
        amount_ore=answer.amount,
        facts={"application": application.pk, "court_by": answer.ask_court_by.isoformat()},
    )


def ask_for_court(*, case: Case, today: date, at: datetime, by: Actor) -> CaseEvent:
    """Ask that the disputed order goes to the district court, by the creditor, its row locked. Raises `NotDisputed`."""
    application = pending(case=case)
    if case.state != State.ORDER_DISPUTED or application is None or application.court_by is None:
        raise NotDisputed(case.state)
    if today > application.court_by:
        raise NotDisputed("late")
    lay_out(
        record=CourtRequest(
            id=f"{application.reference}-T", reference=application.reference, requested_on=today
        ),
        at=at,
    )
    return move(
        case=case,
        action=Action.ASK_COURT,
        kind=CaseEvent.Kind.COURT_ASKED,
        on=today,
        at=at,
        by=by,
        next_step=None,
        facts={"application": application.pk},
    )
