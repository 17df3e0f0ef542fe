"""End: the authority has ended an order without a verdict. What the creditor paid stays paid; the case goes on from it.

Dismissed, or written off because it could not be served: the creditor chooses anew, by its standing choice if that
covers another way. Written off because nobody asked for court: the claim is disputed, and is looked into before
anything else is done. The costs of either, which no title grants, the debtor owes no more. Handed to the court: nothing
moves.
"""

from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from cases.authority.pending import end_application
from cases.book import CLAIM_ACCOUNTS, NO_TITLE
from cases.decide import choice_or_asking
from cases.dispute import dispute
from cases.give_up import all_that_stands, give_up_parts
from cases.models import Application, Case, CaseEvent, Ground, Notice
from cases.move import Facts, move, write_event
from cases.payment_order.apply import CHARGED
from cases.states import AT_ORDER, Action, State
from ekrav.audit.record import MACHINE
from ekrav.clock import civil_date
from ekrav.filings.file import record_of
from ekrav.filings.payment_order import Dismissal, Dispute, Ending
from ekrav.kronofogden.models import Incoming
from ekrav.law.rates import Rates
from ekrav.ledger.models import Account, Line
from ekrav.money import Ore

Kind = CaseEvent.Kind

ENDING = {
    Ending.DISMISSED: Application.Ending.DISMISSED,
    Ending.WRITTEN_OFF: Application.Ending.WRITTEN_OFF,
    Ending.TRANSFERRED: Application.Ending.TRANSFERRED,
}


def end_order(
    *, case: Case, application: Application, answer: Dismissal, at: datetime, rates: Rates
) -> CaseEvent | None:
    """End the order; None when it had ended. Raises NoRow."""
    ending = Application.Ending.WITHDRAWN if application.withdrawn_on else ENDING[answer.ending]
    if not end_application(case=case, application=application, ending=ending, on=answer.decided_on):
        return None
    Application.objects.filter(pk=application.pk).update(supplement_by=None)
    if ending in (Application.Ending.DISMISSED, Application.Ending.WRITTEN_OFF):
        give_up_costs(case=case, application=application, on=answer.decided_on)
    facts: Facts = {"application": application.pk, "ending": ending.value}
    stays = State(case.state) not in AT_ORDER or answer.ending is Ending.TRANSFERRED
    if stays or application.withdrawn_on:
        return write_event(
            case=case, kind=Kind.ORDER_ENDED, on=answer.decided_on, at=at, by=MACHINE, facts=facts
        )
    disputed = case.state == State.ORDER_DISPUTED
    today = civil_date(at)
    event = move(
        case=case,
        action=Action.END_ORDER,
        kind=Kind.ORDER_ENDED,
        on=answer.decided_on,
        at=at,
        by=MACHINE,
        next_step=choice_or_asking(case=case, today=today, rates=rates),
        facts=facts,
    )
    if disputed:
        said = _as_said_here(case=case, application=application, today=today, at=at)
        dispute(case=case, notice=said, today=today, at=at, by=MACHINE, rates=rates)
    return event


def give_up_costs(*, case: Case, application: Application, on: date) -> None:
    """What the debtor has not paid of the order's costs it owes no more: nobody has granted them."""
    lines = Line.objects.filter(
        subledger=case.subledger_id,
        amount_ore__gt=0,
        entry__kind=CHARGED,
        entry__key__startswith=f"{CHARGED} {application.reference} ",
    )
    owed = all_that_stands(case)
    charged = {CLAIM_ACCOUNTS[Account(line.account)]: line.amount_ore for line in lines}
    parts = {part: Ore(min(ore, max(0, owed[part]))) for part, ore in charged.items()}
    give_up_parts(case=case, parts=parts, key=f"{NO_TITLE} {application.reference}", kind=NO_TITLE, on=on)


def _as_said_here(*, case: Case, application: Application, today: date, at: datetime) -> Notice:
    """What the debtor wrote to the authority, as if it had been written to us."""
    told = Incoming.objects.filter(reference=application.reference, kind="Dispute").order_by("id").last()
    said = record_of(bytes(told.content)) if told else None
    return Notice.objects.create(
        key=uuid5(NAMESPACE_OID, application.reference),
        case=case,
        kind=Notice.Kind.DISPUTE,
        channel=Notice.Channel.AUTHORITY,
        ground=Ground.OTHER,
        amount_ore=said.amount if isinstance(said, Dispute) else None,
        text=said.words[:5000] if isinstance(said, Dispute) else "",
        received_on=said.disputed_on if isinstance(said, Dispute) else today,
        received_at=at,
        handled_at=at,
    )
