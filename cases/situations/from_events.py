"""What the registers tell becomes situations: every kept event once, in its order, in every case it is about.

Each debtor keeps how far its events have been done, in the same transaction as what they lead to: a round that is cut
short does nothing twice, and whoever's case comes later, or is opened again, catches up.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.close import stop_letters
from cases.debtor_number import number_of
from cases.joint import asked_of, asked_while, cases_of, key_of
from cases.models import Case, Debtor, EventsTaken, Situation
from cases.situations.address import moved
from cases.situations.begin import NotBegun, begin
from cases.situations.found import begin_found, look_for_returned
from cases.situations.go_on import end
from cases.situations.seal import seal
from cases.situations.told import NOTHING, Told
from cases.situations.watch import follow, to_decide
from cases.states import OPEN_STATES
from ekrav import clock
from ekrav.audit.record import MACHINE
from ekrav.findings.models import KeptEvent
from ekrav.findings.take_events import details_of, events_after, take_events
from ekrav.identity import is_partnership
from ekrav.law.rates import Rates
from ekrav.registers.events import MOST, EventFeed, EventKind, TheirAddress
from ekrav.registers.wire import RegisterSilent
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope

_log = logging.getLogger(__name__)

Kind = Situation.Kind
# By which of a person's numbers an event may be about a debtor: its own, or that of its enskild firma.
NUMBERS: Final = ("subject_key", "other_key")


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One event of one who answers for a case, whose row is locked."""

    event: KeptEvent
    case: Case
    debtor: Debtor
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
    """Do in the cases what the kept events lead to; how many new events were done, and debtors caught up with.

    One that cannot be done is logged, and stands in the way of nothing after it.
    """
    done = 0
    while events := _new_events():
        for event in events:
            with staff_scope():
                debtors = Debtor.objects.filter(number_key__in=event.keys, events_taken__lt=event.pk)
                found = list(debtors.order_by("creditor_id", "id").values_list("creditor_id", "id"))
            for creditor_id, debtor_id in found:
                _do(event, creditor_id=creditor_id, debtor_id=debtor_id, today=today, at=at, rates=rates)
            with agency_scope():
                EventsTaken.objects.filter(last__lt=event.pk).update(last=event.pk)
        done += len(events)
    return done + _catch_up(today=today, at=at, rates=rates)


def _new_events() -> list[KeptEvent]:
    with staff_scope():
        return events_after(EventsTaken.objects.values_list("last", flat=True).get())


def _catch_up(*, today: date, at: datetime, rates: Rates) -> int:
    """Cases that were registered, or opened again, after an event was taken up: what they missed, in its order."""
    with staff_scope():
        told = KeptEvent.objects.exists()
        late = [debtor for by in NUMBERS for debtor in _late(by)] if told else []
    for creditor_id, debtor_id in late:
        catch_up_with(creditor_id=creditor_id, debtor_id=debtor_id, today=today, at=at, rates=rates)
    return len(late)


def _late(by: str) -> list[tuple[int, int]]:
    """Debtors with an open case and an event that was taken up before it was theirs: (creditor, debtor)."""
    missed = KeptEvent.objects.filter(**{by: OuterRef("number_key")}, pk__gt=OuterRef("events_taken"))
    taken_up = missed.filter(pk__lte=EventsTaken.objects.values("last"))
    late = Debtor.objects.filter(asked_while(OPEN_STATES), Exists(taken_up)).order_by("id")
    return list(late.values_list("creditor_id", "id")[:MOST])


def catch_up_with(*, creditor_id: int, debtor_id: int, today: date, at: datetime, rates: Rates) -> None:
    """Do what one debtor has missed: at once, for whoever's case has just been opened again. Opens its own scopes."""
    with staff_scope():
        key, taken = Debtor.objects.values_list("number_key", "events_taken").get(pk=debtor_id)
        last = EventsTaken.objects.values_list("last", flat=True).get()
        mine = KeptEvent.objects.filter(Q(subject_key=key) | Q(other_key=key), pk__gt=taken, pk__lte=last)
        missed = list(mine.order_by("pk")) if key is not None else []
    for event in missed:
        _do(event, creditor_id=creditor_id, debtor_id=debtor_id, today=today, at=at, rates=rates)


def _do(
    event: KeptEvent, *, creditor_id: int, debtor_id: int, today: date, at: datetime, rates: Rates
) -> None:
    """Do the event in the debtor's open cases, once; one that fails is logged and passed by."""
    try:
        _in_cases(event, creditor_id=creditor_id, debtor_id=debtor_id, today=today, at=at, rates=rates)
    except Exception:
        _log.exception("event not taken up", extra={"event": event.pk, "creditor": creditor_id})


def _in_cases(
    event: KeptEvent, *, creditor_id: int, debtor_id: int, today: date, at: datetime, rates: Rates
) -> None:
    told, address = _told(event)
    with tenant_scope(creditor_id):
        rows = Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
        debtor = Debtor.objects.get(pk=debtor_id)
        cases = list(rows.filter(pk__in=asked_of(debtor).values("pk"), state__in=OPEN_STATES).order_by("id"))
        # While every case is closed it waits: a case that is opened again catches up with what it missed.
        new = Debtor.objects.filter(pk=debtor_id, events_taken__lt=event.pk)
        if cases and new.update(events_taken=event.pk):
            now: dict[str, Any] = {"today": today, "at": at, "rates": rates}
            for case in cases:
                _take_turn(Turn(event=event, case=case, debtor=debtor, told=told, address=address, **now))
        if event.kind == EventKind.PROTECTED:
            _hide(Debtor.objects.get(pk=debtor_id), at=at)


def _take_turn(turn: Turn) -> None:
    """What the event leads to; all of it, or when that fails the case is stopped from today for a handler to judge."""
    kind = EventKind(turn.event.kind)
    try:
        with transaction.atomic():
            DO[kind](turn)
    except Exception:
        _log.exception("event not done as told", extra={"event": turn.event.pk, "case": turn.case.pk})
        turn.case.refresh_from_db()
        try:
            with transaction.atomic():
                _stop_to_judge(turn)
        except Exception:
            _log.exception("event passed by", extra={"event": turn.event.pk, "case": turn.case.pk})


def _stop_to_judge(turn: Turn) -> None:
    """Begin it as if it had happened today, when what began cannot be reckoned from its own day."""
    kind = BEGUN_BY.get(EventKind(turn.event.kind))
    if kind is not None:
        made = _begin(turn, kind, on=turn.today)
        if made is not None:
            to_decide(situation=made, today=turn.today)


def _hide(debtor: Debtor, *, at: datetime) -> None:
    """In a case that has ended nothing is to be stopped but its last letters, and as much to be hidden."""
    seal(debtor=debtor)
    for case in cases_of(debtor).exclude(state__in=OPEN_STATES):
        stop_letters(case=case, at=at)


def _told(event: KeptEvent) -> tuple[Told, TheirAddress | None]:
    instead, address, number = details_of(event)
    if instead is None:
        return Told(case_number=number), address
    place = asdict(instead.address) if instead.address else {}
    return Told(name=instead.name, case_number=number, **place), address


def _begins(kind: Situation.Kind) -> Callable[[Turn], object]:
    return lambda turn: _begin(turn, kind)


def _begin(turn: Turn, kind: Situation.Kind, *, on: date | None = None) -> Situation | None:
    """None when it stands already: a person entered it by hand before the register told it."""
    try:
        return begin(
            case=turn.case,
            debtor=turn.debtor,
            kind=kind,
            began_on=on or min(turn.event.happened_on, turn.today),
            key=f"event {turn.event.event_id}",
            told=turn.told if kind != Kind.PROTECTED else NOTHING,
            register_event=turn.event.pk,
            today=turn.today,
            at=turn.at,
            by=MACHINE,
            rates=turn.rates,
        )
    except NotBegun as refused:
        if refused.reason != "stands":
            raise
        return None


def _lasting(turn: Turn, kind: Situation.Kind) -> QuerySet[Situation]:
    whose = key_of(turn.debtor, case=turn.case)
    return Situation.objects.filter(case=turn.case, debtor=whose, kind=kind, ended_on=None)


def _told_before(turn: Turn, kind: Situation.Kind) -> Sequence[Situation]:
    """What stands of that kind and was known before the event."""
    rows = _lasting(turn, kind)
    return [row for row in rows if row.register_event is None or row.register_event < turn.event.pk]


def _ends(kind: Situation.Kind) -> Callable[[Turn], object]:
    def do(turn: Turn) -> None:
        for row in _told_before(turn, kind):
            end(case=turn.case, situation=row, today=turn.today, at=turn.at, by=MACHINE, rates=turn.rates)

    return do


def _decides(kind: Situation.Kind) -> Callable[[Turn], object]:
    def do(turn: Turn) -> None:
        for row in _told_before(turn, kind):
            to_decide(situation=row, today=turn.today)

    return do


def _deregistered(turn: Turn) -> None:
    partners = is_partnership(number_of(turn.debtor))
    _begin(turn, Kind.PARTNERSHIP if partners else Kind.DEREGISTERED)


def _relief_decided(turn: Turn) -> None:
    if not _told_before(turn, Kind.DEBT_RELIEF):
        _begin(turn, Kind.DEBT_RELIEF)
    for row in _lasting(turn, Kind.DEBT_RELIEF):
        follow(situation=row, today=turn.today, rates=turn.rates)


def _moved(turn: Turn) -> None:
    # The creditor gave an address when the case was registered: what was told before it is older.
    told_since = clock.civil_date(turn.event.kept_at) >= turn.case.registered_on
    if turn.address is not None and told_since:
        moved(
            case=turn.case,
            debtor=turn.debtor,
            to=turn.address,
            nowhere=_told_before(turn, Kind.NO_ADDRESS),
            today=turn.today,
            at=turn.at,
            rates=turn.rates,
        )


BEGUN_BY: Final[Mapping[EventKind, Situation.Kind]] = {
    EventKind.DEATH: Kind.DEATH,
    EventKind.BANKRUPTCY: Kind.BANKRUPTCY,
    EventKind.RECONSTRUCTION: Kind.RECONSTRUCTION,
    EventKind.DEBT_RELIEF_OPENED: Kind.DEBT_RELIEF,
    EventKind.GUARDIAN: Kind.GUARDIAN,
    EventKind.PROTECTED: Kind.PROTECTED,
    EventKind.EMIGRATED: Kind.ABROAD,
}
DO: Final[Mapping[EventKind, Callable[[Turn], object]]] = {
    **{event: _begins(kind) for event, kind in BEGUN_BY.items()},
    EventKind.BANKRUPTCY_ENDED: _decides(Kind.BANKRUPTCY),
    EventKind.RECONSTRUCTION_ENDED: _decides(Kind.RECONSTRUCTION),
    EventKind.DEBT_RELIEF_DECIDED: _relief_decided,
    EventKind.DEBT_RELIEF_REFUSED: _ends(Kind.DEBT_RELIEF),
    EventKind.GUARDIAN_ENDED: _ends(Kind.GUARDIAN),
    EventKind.PROTECTED_ENDED: _decides(Kind.PROTECTED),
    EventKind.DEREGISTERED: _deregistered,
    EventKind.MOVED: _moved,
}
