"""Apply: the application for a payment order leaves, when the creditor has chosen it and everything still holds.

Posted: the debtor's part, 300 kr and the agent's up to 380 kr (lag (1990:746) 48 §), and the 300 kr that the agency
lays out at the price the creditor accepted. The fee is owed even if the application is taken back.
"""

from datetime import date, datetime
from typing import Final

from cases.authority.pending import next_reference
from cases.checks import Stop, no_application_yet, whom
from cases.circumstances import Circumstances, gather
from cases.decide import wait_again
from cases.dispatching import hold
from cases.models import Application, Case, CaseEvent
from cases.move import move
from cases.payment_order.approval import Approval, Stale, approval_of, stale
from cases.payment_order.compose import compose
from cases.quote import advance
from cases.solvency import is_fresh_for, latest_report
from cases.states import Action
from ekrav.audit.record import MACHINE
from ekrav.filings.grounds import TooLong
from ekrav.filings.payment_order import PaymentOrderApplication
from ekrav.filings.plain_swedish import PaymentInstruction
from ekrav.filings.problems import problems
from ekrav.kronofogden.lay_out import lay_out
from ekrav.law.rates import Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account, Entry

CHARGED: Final = Action.APPLY_ORDER.value


def apply_order(*, case: Case, today: date, at: datetime, rates: Rates) -> CaseEvent | None:
    """Apply, or put it off and say why, or ask the creditor anew; the case's row locked. Raises NoRow."""
    approval = approval_of(case=case)
    why = stale(case=case, approval=approval, on=today, rates=rates)
    if approval is None or why is not None:
        return wait_again(case=case, why=why or Stale.NO_QUOTE, today=today, at=at, rates=rates)
    seen = gather(cases=[case], today=today, rates=rates)[0]
    reasons, asked = _ready(seen)
    if reasons or asked is None:
        hold({reasons: [case]}, about={case.pk: whom(seen, reasons)}, today=today, at=at)
        return None
    return _file(case=case, asked=asked, approval=approval, today=today, at=at)


def _ready(seen: Circumstances) -> tuple[tuple[Stop, ...], PaymentOrderApplication | None]:
    """The application, or what stands in its way."""
    reasons = no_application_yet(seen)
    report = latest_report(case=seen.case)
    if not is_fresh_for(case=seen.case, report=report, on=seen.today, rates=seen.rates):
        reasons = (*reasons, Stop.NO_REPORT)
    if reasons:
        return reasons, None
    reference = next_reference(case=seen.case, kind=Application.Kind.ORDER)
    try:
        asked = compose(seen, reference=reference)
    except (PaymentInstruction, TooLong):
        return (Stop.NOT_AN_APPLICATION,), None
    return ((Stop.NOT_AN_APPLICATION,), None) if problems(asked, rates=seen.rates) else ((), asked)


def _file(
    *, case: Case, asked: PaymentOrderApplication, approval: Approval, today: date, at: datetime
) -> CaseEvent:
    lay_out(record=asked, at=at)
    application = Application.objects.create(
        case=case,
        kind=Application.Kind.ORDER,
        reference=asked.reference,
        quote=approval.quote,
        applied_on=today,
        asked_ore=asked.controlled,
    )
    entry = _charge(case=case, asked=asked)
    advance(case=case, quote=approval.quote, on=today, at=at)
    event = move(
        case=case,
        action=Action.APPLY_ORDER,
        kind=CaseEvent.Kind.APPLIED,
        on=today,
        at=at,
        by=MACHINE,
        next_step=None,
        amount_ore=asked.fee + asked.agent_fee,
        entry=entry,
        facts={
            "application": application.pk,
            "asked_ore": asked.controlled,
            "outlay_ore": asked.fee,
            "agent_ore": asked.agent_fee,
        },
    )
    Application.objects.filter(pk=application.pk).update(told=event)
    return event


def _charge(*, case: Case, asked: PaymentOrderApplication) -> Entry:
    """The authority's fee and the agent's, each by an entry of its own: either can be taken back without the other."""
    costs = ((Account.CLAIM_OUTLAY, asked.fee), (Account.CLAIM_AGENT, asked.agent_fee))
    entries = [
        post(
            key=f"{CHARGED} {asked.reference} {account}",
            kind=CHARGED,
            booked_date=asked.applied_on,
            lines=[debit(account, ore, case.subledger), credit(Account.CLAIMS, ore)],
        )
        for account, ore in costs
        if ore
    ]
    return entries[0]
