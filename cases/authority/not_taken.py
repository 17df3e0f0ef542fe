"""Not taken: the receipt refused an application. It is as if it had not been sent, and costs nobody anything.

What was charged and laid out for it is taken back, unless it has been paid since. The case comes back to the creditor's
choice; staff see the authority's reason in the mailbox and mend what was wrong.
"""

import logging
from datetime import date, datetime

from django.db import transaction

from cases.authority.pending import end_application
from cases.authority.take_up import locked
from cases.charged_fees import fees_after, take_back_fees
from cases.decide import next_asking
from cases.models import Application, Case, CaseEvent, Quote
from cases.move import Facts, move, write_event
from cases.states import AT_ORDER, Action, State
from ekrav.audit.record import MACHINE
from ekrav.kronofogden.models import Outgoing
from ekrav.ledger.book import reverse
from ekrav.ledger.models import Entry
from ekrav.tenancy import routing_scope, tenant_scope

_log = logging.getLogger(__name__)

BACK = {State.ENFORCEMENT: Action.END_ENFORCEMENT, **dict.fromkeys(AT_ORDER, Action.END_ORDER)}


def take_up_refusals(*, today: date, at: datetime) -> int:
    """Take up every refused application, each once; how many were. Opens its own scopes."""
    with routing_scope():
        refused = Outgoing.objects.filter(state=Outgoing.State.REFUSED, applies=True)
        found = list(refused.order_by("id").values_list("creditor_id", "reference"))
    return sum(_one(creditor_id, reference, today=today, at=at) for creditor_id, reference in found)


def _one(creditor_id: int, reference: str, *, today: date, at: datetime) -> bool:
    try:
        with tenant_scope(creditor_id), transaction.atomic():
            if not Application.objects.filter(reference=reference, ended_on=None).exists():
                return False
            application, case = locked(reference=reference)
            return not_taken(case=case, application=application, today=today, at=at) is not None
    except Exception:
        _log.exception("refusal not taken up", extra={"creditor": creditor_id})
        return False


def not_taken(*, case: Case, application: Application, today: date, at: datetime) -> CaseEvent | None:
    """End an application that the authority does not have, both rows locked; None when it had ended."""
    ending = Application.Ending.NOT_TAKEN
    if not end_application(case=case, application=application, ending=ending, on=today):
        return None
    _take_back(case=case, application=application)
    facts: Facts = {"application": application.pk}
    # One that was taken back before moves nothing: another may be pending since.
    action = None if application.withdrawn_on else BACK.get(State(case.state))
    if action is None:
        return write_event(case=case, kind=CaseEvent.Kind.NOT_TAKEN, on=today, at=at, by=MACHINE, facts=facts)
    return move(
        case=case,
        action=action,
        kind=CaseEvent.Kind.NOT_TAKEN,
        on=today,
        at=at,
        by=MACHINE,
        next_step=next_asking(case=case, today=today),
        facts=facts,
    )


def _take_back(*, case: Case, application: Application) -> None:
    """The debtor's costs and the creditor's outlay of an order. A year of enforcement has cost nothing yet."""
    key = f"not taken {application.reference}"
    if application.kind == Application.Kind.ORDER:
        before = date.fromordinal(application.applied_on.toordinal() - 1)
        fees = fees_after(case=case, on=before)
        take_back_fees(
            case=case, fees={part: fees[part] for part in fees if fees[part].is_application}, key=key
        )
    quote = Quote.objects.get(pk=application.quote_id)
    if quote.outlay_entry is not None and not Entry.objects.filter(reverses=quote.outlay_entry).exists():
        entry = quote.outlay_entry
        reverse(entry=entry, key=f"{key} takes back {entry.key}", booked_date=entry.booked_date)
