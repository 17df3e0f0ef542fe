"""Close: enforcement has ended (slutredovisning). What is left stays owed by the title, and the creditor is asked.

Paid by the authority's own reckoning: what our book has left then, interest counted otherwise, is not asked for.
"""

from datetime import datetime

from cases.authority.pending import end_application
from cases.close import close_if_paid
from cases.enforcement.rest import give_up_rest
from cases.enforcement.watch import watched_or_asked
from cases.models import Application, Case, CaseEvent
from cases.move import move, write_event
from cases.states import Action, State
from ekrav.audit.record import MACHINE
from ekrav.clock import civil_date
from ekrav.filings.enforcement import Closing, EnforcementClosing
from ekrav.law.rates import Rates
from ekrav.money import Ore


def close_enforcement(
    *, case: Case, application: Application, answer: EnforcementClosing, at: datetime, rates: Rates
) -> CaseEvent | None:
    """End the application and move the case back to its title; None when it had ended.

    One that was taken back before moves nothing: another may be pending since.
    """
    ending = Application.Ending.WITHDRAWN if application.withdrawn_on else Application.Ending.CLOSED
    if not end_application(case=case, application=application, ending=ending, on=answer.closed_on):
        return None
    facts: dict[str, str | int | bool | None] = {
        "application": application.pk,
        "closing": answer.closing.value,
        "left_ore": answer.left,
    }
    if case.state != State.ENFORCEMENT or application.withdrawn_on:
        return write_event(
            case=case,
            kind=CaseEvent.Kind.ENFORCEMENT_ENDED,
            on=answer.closed_on,
            at=at,
            by=MACHINE,
            facts=facts,
        )
    paid = answer.closing is Closing.PAID
    today = civil_date(at)
    step = None if paid else watched_or_asked(case=case, today=today, at=at, rates=rates)
    event = move(
        case=case,
        action=Action.END_ENFORCEMENT,
        kind=CaseEvent.Kind.ENFORCEMENT_ENDED,
        on=answer.closed_on,
        at=at,
        by=MACHINE,
        next_step=step,
        facts=facts,
    )
    if paid and give_up_rest(case=case, on=answer.closed_on):
        close_if_paid(case=case, left=Ore(0), on=answer.closed_on, at=at, by=MACHINE)
    return event
