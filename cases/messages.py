"""What the debtor lets us know, through Mitt Ärende or through staff: a notice, and the act it leads to.

The debtor's own words come in as a row, written with the portal's role, that stops letters by itself; a task takes them
up. What staff register is taken up in the same transaction. Either way once, whoever races.
"""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from cases.claimed_paid import ask_about_payment
from cases.dispute import dispute
from cases.models import Case, CaseEvent, Document, Notice
from cases.move import write_event
from cases.papers_in import Paper, keep_paper
from cases.plan_offer import NotAPlan
from cases.plan_said import accept_what_was_said
from cases.states import STANDINGS, NotAMove, State
from cases.surveillance.tried import ask_to_try
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE, Actor
from ekrav.law.rates import Rates
from ekrav.money import Ore
from ekrav.tenancy import current_scope, routing_scope, tenant_scope

_log = logging.getLogger(__name__)

Kind = Notice.Kind
BATCH: Final = 500
# What leads to an act at once. A wish for respite or instalments, and a message, wait for a person.
AT_ONCE: Final = frozenset({Kind.DISPUTE, Kind.PAID})
# A yes to the plan that is offered waits for nobody either.
FOR_THE_TASK: Final = (*AT_ONCE, Kind.PLAN)
# More than anyone has to say before we have answered; beyond it somebody is filling our queue. The database keeps it.
MOST_WAITING: Final = 20


class EnoughWaits(ValueError):
    """So much that was said in the case waits to be taken up that nothing more comes in by the portal."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the debtor says. `key`: the form's own. `amount`, `day`: see `Notice`."""

    key: uuid.UUID
    kind: Notice.Kind
    text: str = ""
    ground: str = ""
    amount: Ore | None = None
    day: date | None = None
    months: int | None = None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """How it came to us: the channel, the day, on paper what; `debtor`: whose of several, None the first's."""

    channel: Notice.Channel
    on: date
    paper: Paper | None = None
    debtor: int | None = None


def say(*, case: Case, said: Said, today: date, at: datetime, paper: Paper | None = None) -> Notice:
    """The debtor's own words, and its paper, in its case's scope. From this row on no letter leaves. The same form
    twice is one. Raises `EnoughWaits`, and `EnoughPapers`.
    """
    heard = Heard(channel=Notice.Channel.PORTAL, on=today, paper=paper, debtor=current_scope().debtor_id)
    return _write(case=case, said=said, heard=heard, at=at, by=None)


def enough_waits(*, case: Case) -> bool:
    """Whether nothing more can be said by the portal before something has been taken up."""
    return Notice.objects.filter(case=case, handled_at=None).count() >= MOST_WAITING


def receive(
    *, case: Case, said: Said, heard: Heard, today: date, at: datetime, by: Actor, rates: Rates
) -> Notice:
    """What staff have heard or read, with the case's row locked, and what follows. The same form twice is one."""
    notice = _write(case=case, said=said, heard=heard, at=at, by=by)
    if may_be_taken_up(case=case, notice=notice):
        take_up(case=case, notice=notice, today=today, at=at, by=by, rates=rates)
    return notice


def may_be_taken_up(*, case: Case, notice: Notice) -> bool:
    """Whether the notice leads to an act without a person having to think; on a closed case, nothing does."""
    return notice.kind in AT_ONCE and STANDINGS[State(case.state)].open


def take_up(*, case: Case, notice: Notice, today: date, at: datetime, by: Actor, rates: Rates) -> bool:
    """Do what the notice leads to, with the case's row locked; False when it has been taken up already."""
    staff = by.id if by.kind == AuditEvent.Actor.STAFF else None
    waiting = Notice.objects.filter(pk=notice.pk, handled_at=None)
    if waiting.update(handled_at=at, handled_by=staff) != 1:
        return False
    write_event(
        case=case,
        kind=CaseEvent.Kind.NOTICED,
        on=notice.received_on,
        at=at,
        by=by,
        facts={"notice": notice.pk, "said": notice.kind, "channel": notice.channel},
    )
    if may_be_taken_up(case=case, notice=notice):
        match Kind(notice.kind):
            case Kind.DISPUTE:
                dispute(case=case, notice=notice, today=today, at=at, by=by, rates=rates)
            case Kind.PAID:
                ask_about_payment(case=case, notice=notice, today=today, at=at, by=by)
    elif notice.kind == Kind.NO_LETTERS and case.state == State.SURVEILLANCE:
        ask_to_try(case=case, today=today, at=at, by=by)
    return True


def find_said(*, after: int = 0, limit: int = BATCH) -> list[tuple[int, int]]:
    """The debtors' own words that lead to an act and wait, past the notice `after`: (creditor, notice), in order."""
    with routing_scope():
        rows = Notice.objects.filter(handled_at=None, channel=Notice.Channel.PORTAL, kind__in=FOR_THE_TASK)
        return list(rows.filter(pk__gt=after).order_by("id").values_list("creditor_id", "id")[:limit])


def _all_said() -> Iterator[tuple[int, int]]:
    """Batch after batch, past those that wait for a person: a wish to pay in parts, what was said in an ended case."""
    batch = find_said()
    while batch:
        yield from batch
        batch = find_said(after=batch[-1][1])


def take_up_all(*, today: date, at: datetime, rates: Rates) -> int:
    """Take up what debtors have said; how many. One that cannot be is logged and stands in nobody's way."""
    done = 0
    for creditor_id, notice_id in _all_said():
        try:
            done += take_up_said(
                creditor_id=creditor_id, notice_id=notice_id, today=today, at=at, rates=rates
            )
        except Exception:
            _log.exception("notice not taken up", extra={"notice": notice_id, "creditor": creditor_id})
    return done


def take_up_said(*, creditor_id: int, notice_id: int, today: date, at: datetime, rates: Rates) -> bool:
    """Take up one, in its tenant's scope; False when somebody was first, or a closed case's waits for a person."""
    with tenant_scope(creditor_id):
        notice = Notice.objects.get(pk=notice_id)
        rows = Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
        case = rows.get(pk=notice.case_id)
        if notice.kind == Kind.PLAN:
            return _take_up_yes(case=case, notice=notice, today=today, at=at, rates=rates)
        return may_be_taken_up(case=case, notice=notice) and take_up(
            case=case, notice=notice, today=today, at=at, by=MACHINE, rates=rates
        )


def _take_up_yes(*, case: Case, notice: Notice, today: date, at: datetime, rates: Rates) -> bool:
    """Begin the plan that was said yes to; a wish that is no yes, or comes too late, is left for a person."""
    try:
        with transaction.atomic():
            first = take_up(case=case, notice=notice, today=today, at=at, by=MACHINE, rates=rates)
            if first:
                accept_what_was_said(case=case, notice=notice, today=today, at=at, rates=rates)
            return first
    except (NotAPlan, NotAMove):
        return False


def _write(*, case: Case, said: Said, heard: Heard, at: datetime, by: Actor | None) -> Notice:
    there = Notice.objects.filter(key=said.key).first()
    if there is not None:
        return there
    try:
        with transaction.atomic():
            return Notice.objects.create(
                key=said.key,
                case=case,
                debtor_id=heard.debtor,
                kind=said.kind,
                channel=heard.channel,
                ground=said.ground,
                amount_ore=said.amount,
                day=said.day,
                months=said.months,
                text=said.text,
                scan=_kept(heard, case=case, at=at),
                received_on=heard.on,
                received_at=at,
                registered_by=by.id if by else None,
            )
    except IntegrityError as refused:
        there = Notice.objects.filter(key=said.key).first()
        if there is None:
            raise EnoughWaits from refused
        return there


def _kept(heard: Heard, *, case: Case, at: datetime) -> Document | None:
    if heard.paper is None:
        return None
    own = heard.channel == Notice.Channel.PORTAL
    return keep_paper(heard.paper, at=at, given_in=case if own else None)
