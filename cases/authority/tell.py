"""Tell Kronofogden of what happens while something is pending there: the same day, and each thing once.

Money lessens what is asked for (nedsättning). A case that has left Kronofogden's part of the process, because it is
paid, planned, disputed, withdrawn or stopped for good (`situations.rules`), has its application taken back
(återkallelse), or a title would be given on what is not owed. Found in the database, so that no act that moves a case
needs to think of it.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.authority.amounts import amounts_of
from cases.authority.pending import STANDS, leave_place
from cases.authority.take_up import locked
from cases.enforcement.outlays import titles_outlay
from cases.models import Application, Case, CaseEvent, PaidOut, Situation
from cases.move import move, write_event
from cases.parts import Parts
from cases.situations.rules import TAKE_BACK
from cases.situations.standing import stops
from cases.states import AT_ORDER, Action, State
from ekrav.audit.record import MACHINE
from ekrav.filings.claims import Amount, sum_of
from ekrav.filings.enforcement import Change, EnforcementChange
from ekrav.filings.payment_order import Reduction, Withdrawal, WithdrawalReason
from ekrav.filings.record import Record
from ekrav.kronofogden.lay_out import lay_out
from ekrav.law.allocation import Component
from ekrav.money import Ore
from ekrav.tenancy import routing_scope, tenant_scope

_log = logging.getLogger(__name__)

Kind = CaseEvent.Kind
MONEY: Final = (Kind.PAID, Kind.DIRECT_PAYMENT, Kind.APPLIED_ANEW)
# What happens to whoever owes may stop what is pending at Kronofogden itself; a court is told by a handler.
STOPPED: Final = {
    State.ENFORCEMENT: Action.END_ENFORCEMENT,
    **dict.fromkeys(AT_ORDER, Action.END_ORDER),
}
REASONS: Final[Mapping[State, WithdrawalReason]] = {
    State.PAID: WithdrawalReason.PAID,
    State.PLAN: WithdrawalReason.PLAN,
    State.DISPUTED: WithdrawalReason.DISPUTE,
    State.CLOSED_DISPUTED: WithdrawalReason.DISPUTE,
    State.WITHDRAWN: WithdrawalReason.MISTAKE,
    # A verdict on an order that was taken back has crossed it.
    State.TITLED: WithdrawalReason.MISTAKE,
}


def tell_all(*, today: date, at: datetime) -> int:
    """Tell all that is untold; how many records were laid out. Opens its own scopes."""
    with routing_scope():
        running = Application.objects.filter(ended_on=None, withdrawn_on=None)
        creditors = list(running.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())
    return sum(_of_creditor(creditor, today=today, at=at) for creditor in creditors)


def _of_creditor(creditor_id: int, *, today: date, at: datetime) -> int:
    with tenant_scope(creditor_id):
        waiting = list(_untold().values_list("id", flat=True))
    told = 0
    for application_id in waiting:
        try:
            with tenant_scope(creditor_id), transaction.atomic():
                application, case = locked(pk=application_id)
                told += tell(application=application, case=case, today=today, at=at)
        except Exception:
            _log.exception("not told", extra={"application": application_id, "creditor": creditor_id})
    return told


def _untold() -> QuerySet[Application]:
    """The pending applications whose case stands elsewhere or is stopped, or has had money unknown to the authority."""
    money = CaseEvent.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("told"), kind__in=MONEY)
    stands = Q()
    for kind, states in STANDS.items():
        stands |= Q(kind=kind, case__state__in=states)
    running = Application.objects.filter(ended_on=None, withdrawn_on=None, told__isnull=False)
    standing = Situation.objects.filter(
        case=OuterRef("case"), ended_on=None, released_on=None, kind__in=TAKE_BACK
    )
    stopped = Q(Exists(standing), case__state__in=tuple(STOPPED))
    return running.filter(~stands | stopped | Exists(money)).order_by("id")


def tell(*, application: Application, case: Case, today: date, at: datetime) -> int:
    """Tell the authority what it does not know of one application, both rows locked; how many records."""
    if application.ended_on or application.withdrawn_on:
        return 0
    is_stopped = case.state in STOPPED and not TAKE_BACK.isdisjoint(stops(case))
    if is_stopped or State(case.state) not in STANDS[application.kind]:
        _take_back(application=application, case=case, today=today, at=at)
        return 1
    events = list(case.events.filter(pk__gt=application.told_id, kind__in=MONEY).order_by("id"))
    # What the authority itself has paid out, it knows.
    paid = [event.payment_id for event in events if event.payment_id]
    from_them = set(PaidOut.objects.filter(payment__in=paid).values_list("payment_id", flat=True))
    told = sum(
        _reduce(application=application, case=case, event=event, parts=parts, today=today, at=at)
        for event, parts in _of_application(application, case, events)
        if event.payment_id not in from_them
    )
    if events:
        Application.objects.filter(pk=application.pk).update(told=events[-1])
    return told


def _of_application(
    application: Application, case: Case, events: Sequence[CaseEvent]
) -> Iterator[tuple[CaseEvent, Parts]]:
    """What each event's money took off what is asked for: of the outlays, in enforcement, only the title's."""
    paid = [{part: Ore(int(event.facts.get(f"{part}_ore") or 0)) for part in Component} for event in events]
    outlays = sum(parts[Component.OUTLAY] for parts in paid)
    left = int(outlays)
    if application.kind == Application.Kind.ENFORCEMENT:
        left = min(left, titles_outlay(case, beside=outlays))
    for event, parts in zip(events, paid, strict=True):
        of_it = Ore(min(parts[Component.OUTLAY], left))
        left -= of_it
        yield event, {**parts, Component.OUTLAY: of_it}


def _reduce(
    *,
    application: Application,
    case: Case,
    event: CaseEvent,
    parts: Parts,
    today: date,
    at: datetime,
) -> int:
    amounts = amounts_of(parts)
    if not amounts:
        return 0
    lay_out(record=_reduction(application, event, amounts), at=at)
    write_event(
        case=case,
        kind=Kind.REDUCED,
        on=today,
        at=at,
        by=MACHINE,
        amount_ore=sum_of(amounts),
        facts={"application": application.pk, "event": event.pk},
    )
    return 1


def _reduction(application: Application, event: CaseEvent, amounts: tuple[Amount, ...]) -> Record:
    record_id, reference = f"{application.reference}-N{event.pk}", application.reference
    if application.kind == Application.Kind.ENFORCEMENT:
        return EnforcementChange(
            id=record_id, reference=reference, change=Change.REDUCED, changed_on=event.on, amounts=amounts
        )
    return Reduction(
        id=record_id,
        reference=reference,
        reduced_on=event.on,
        amounts=amounts,
        interest_stops_on_capital=event.on,
    )


def _taken_back(application: Application, *, reason: WithdrawalReason, today: date) -> Record:
    record_id, reference = f"{application.reference}-R", application.reference
    if application.kind == Application.Kind.ENFORCEMENT:
        return EnforcementChange(id=record_id, reference=reference, change=Change.WITHDRAWN, changed_on=today)
    return Withdrawal(id=record_id, reference=reference, withdrawn_on=today, reason=reason)


def _take_back(*, application: Application, case: Case, today: date, at: datetime) -> None:
    reason = REASONS.get(State(case.state), WithdrawalReason.SITUATION)
    lay_out(record=_taken_back(application, reason=reason, today=today), at=at)
    Application.objects.filter(pk=application.pk).update(withdrawn_on=today, supplement_by=None)
    leave_place(case=case, kind=application.kind)
    facts = {"application": application.pk, "reason": reason.value}
    action = STOPPED.get(State(case.state))
    if action is None or State(case.state) not in STANDS[application.kind]:
        write_event(case=case, kind=Kind.TAKEN_BACK, on=today, at=at, by=MACHINE, facts=facts)
        return
    # Still in its place, it is stopped there: it comes back to the one before, where nothing follows by itself.
    move(
        case=case,
        action=action,
        kind=Kind.TAKEN_BACK,
        on=today,
        at=at,
        by=MACHINE,
        next_step=None,
        facts=facts,
    )
