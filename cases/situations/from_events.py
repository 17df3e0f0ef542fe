"""What the registers tell becomes situations: every kept event once, in its order, in every case it is about.

The position moves when an event has been done in all of them; begun again it does nothing twice, as what a register's
event has begun carries its key, and an end ends only what was told of before it.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from cases.debtor_number import number_of
from cases.models import Case, Debtor, EventsTaken, Situation
from cases.situations.address import moved
from cases.situations.begin import NotBegun, begin
from cases.situations.found import begin_found, look_for_returned
from cases.situations.go_on import end
from cases.situations.seal import seal
from cases.situations.told import NOTHING, Told
from cases.situations.watch import follow, to_decide
from cases.states import OPEN_STATES
from ekrav.audit.record import MACHINE
from ekrav.findings.models import KeptEvent
from ekrav.findings.take_events import details_of, events_after, take_events
from ekrav.identity import is_partnership
from ekrav.law.rates import Rates
from ekrav.registers.events import EventFeed, EventKind, TheirAddress
from ekrav.registers.wire import RegisterSilent
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope

_log = logging.getLogger(__name__)

Kind = Situation.Kind


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One event in one case, whose row is locked."""

    event: KeptEvent
    case: Case
    told: Told
    address: TheirAddress | None
    today: date
    at: datetime
    rates: Rates


def concerns(keys: Collection[bytes]) -> set[bytes]:
    """Of these subjects, those that somebody here has or had a claim on. Opens its own scope."""
    with staff_scope():
        found = Debtor.objects.filter(number_key__in=list(keys)).values_list("number_key", flat=True)
        return {bytes(key) for key in found if key is not None}


def take_in(*, feed: EventFeed | None, today: date, at: datetime, rates: Rates) -> int:
    """Take in what the registers have told since the last time, and take up all that was kept; how many were taken up.

    A register that is silent is asked again the next time.
    """
    try:
        if feed is not None:
            take_events(feed=feed, concerns=concerns, at=at)
    except RegisterSilent:
        _log.warning("registers' events not read")
    done = take_up(today=today, at=at, rates=rates) + begin_found(today=today, at=at, rates=rates)
    return done + look_for_returned(today=today, at=at, rates=rates)


def take_up(*, today: date, at: datetime, rates: Rates) -> int:
    """Do in the cases what the kept events lead to; how many events were done. One that cannot be is logged and waits,
    and those after it are done all the same."""
    done, waits = 0, False
    with staff_scope():
        position = EventsTaken.objects.values_list("last", flat=True).get()
    while True:
        with staff_scope():
            events = events_after(position)
        for event in events:
            whole = _do(event, today=today, at=at, rates=rates)
            done += whole
            waits = waits or not whole
            if not waits:
                with agency_scope():
                    EventsTaken.objects.filter(last__lt=event.pk).update(last=event.pk)
            position = event.pk
        if not events:
            return done


def _do(event: KeptEvent, *, today: date, at: datetime, rates: Rates) -> bool:
    """Do the event in every case of whom it is about; whether it could be done in all."""
    with staff_scope():
        debtors = Debtor.objects.filter(number_key=bytes(event.subject_key)).order_by("creditor_id", "id")
        found = list(debtors.values_list("creditor_id", "id"))
    whole = True
    for creditor_id, debtor_id in found:
        try:
            _in_cases(event, creditor_id=creditor_id, debtor_id=debtor_id, today=today, at=at, rates=rates)
        except Exception:
            _log.exception("event not taken up", extra={"event": event.pk, "creditor": creditor_id})
            whole = False
    return whole


def _in_cases(
    event: KeptEvent, *, creditor_id: int, debtor_id: int, today: date, at: datetime, rates: Rates
) -> None:
    told, address = _told(event)
    with tenant_scope(creditor_id):
        rows = Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
        for case in rows.filter(debtor_id=debtor_id, state__in=OPEN_STATES).order_by("id"):
            turn = Turn(case=case, event=event, told=told, address=address, today=today, at=at, rates=rates)
            DO[EventKind(event.kind)](turn)
        if event.kind == EventKind.PROTECTED:
            # In a case that has ended nothing is to be stopped, and as much to be hidden.
            seal(debtor=Debtor.objects.get(pk=debtor_id))


def _told(event: KeptEvent) -> tuple[Told, TheirAddress | None]:
    instead, address, number = details_of(event)
    if instead is None:
        return Told(case_number=number), address
    place = asdict(instead.address) if instead.address else {}
    return Told(name=instead.name, case_number=number, **place), address


def _begins(kind: Situation.Kind) -> Callable[[Turn], None]:
    return lambda turn: _begin(turn, kind)


def _begin(turn: Turn, kind: Situation.Kind) -> None:
    try:
        begin(
            case=turn.case,
            kind=kind,
            began_on=min(turn.event.happened_on, turn.today),
            key=f"event {turn.event.event_id}",
            told=turn.told if kind != Kind.PROTECTED else NOTHING,
            register_event=turn.event.pk,
            today=turn.today,
            at=turn.at,
            by=MACHINE,
            rates=turn.rates,
        )
    except NotBegun as refused:
        # What a person entered by hand before the register told it stands already.
        if refused.reason != "stands":
            raise


def _told_before(turn: Turn, kind: Situation.Kind) -> Sequence[Situation]:
    """What stands of that kind and was known before the event."""
    rows = Situation.objects.filter(case=turn.case, kind=kind, ended_on=None)
    return [row for row in rows if row.register_event is None or row.register_event < turn.event.pk]


def _ends(kind: Situation.Kind) -> Callable[[Turn], None]:
    def do(turn: Turn) -> None:
        for row in _told_before(turn, kind):
            end(case=turn.case, situation=row, today=turn.today, at=turn.at, by=MACHINE, rates=turn.rates)

    return do


def _decides(kind: Situation.Kind) -> Callable[[Turn], None]:
    def do(turn: Turn) -> None:
        for row in _told_before(turn, kind):
            to_decide(situation=row, today=turn.today)

    return do


def _deregistered(turn: Turn) -> None:
    partners = is_partnership(number_of(turn.case.debtor))
    _begin(turn, Kind.PARTNERSHIP if partners else Kind.DEREGISTERED)


def _relief_decided(turn: Turn) -> None:
    if not _told_before(turn, Kind.DEBT_RELIEF):
        _begin(turn, Kind.DEBT_RELIEF)
    for row in Situation.objects.filter(case=turn.case, kind=Kind.DEBT_RELIEF, ended_on=None):
        follow(situation=row, today=turn.today, rates=turn.rates)


def _moved(turn: Turn) -> None:
    if turn.address is not None:
        moved(
            case=turn.case,
            to=turn.address,
            nowhere=_told_before(turn, Kind.NO_ADDRESS),
            today=turn.today,
            at=turn.at,
            rates=turn.rates,
        )


DO: Final[Mapping[EventKind, Callable[[Turn], None]]] = {
    EventKind.DEATH: _begins(Kind.DEATH),
    EventKind.BANKRUPTCY: _begins(Kind.BANKRUPTCY),
    EventKind.BANKRUPTCY_ENDED: _decides(Kind.BANKRUPTCY),
    EventKind.RECONSTRUCTION: _begins(Kind.RECONSTRUCTION),
    EventKind.RECONSTRUCTION_ENDED: _decides(Kind.RECONSTRUCTION),
    EventKind.DEBT_RELIEF_OPENED: _begins(Kind.DEBT_RELIEF),
    EventKind.DEBT_RELIEF_DECIDED: _relief_decided,
    EventKind.DEBT_RELIEF_REFUSED: _ends(Kind.DEBT_RELIEF),
    EventKind.GUARDIAN: _begins(Kind.GUARDIAN),
    EventKind.GUARDIAN_ENDED: _ends(Kind.GUARDIAN),
    EventKind.PROTECTED: _begins(Kind.PROTECTED),
    EventKind.PROTECTED_ENDED: _decides(Kind.PROTECTED),
    EventKind.DEREGISTERED: _deregistered,
    EventKind.EMIGRATED: _begins(Kind.ABROAD),
    EventKind.MOVED: _moved,
}
