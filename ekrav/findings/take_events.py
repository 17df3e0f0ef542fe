"""Take in the registers' events: each once, of those only who concern somebody here."""

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings

from ekrav.findings.models import FeedPosition, KeptEvent
from ekrav.identity import decrypt, encrypt, keyed_hash, other_number
from ekrav.registers.events import MOST, EventFeed, RegisterEvent, Representative, TheirAddress
from ekrav.tenancy import agency_scope

Concerns = Callable[[Collection[bytes]], Collection[bytes]]
"""Of these subjects' keyed hashes, those that somebody here has a claim on; opens its own scopes."""


def take_events(*, feed: EventFeed, concerns: Concerns, at: datetime) -> int:
    """Keep what the registers have told since the last time; how many are new. Opens its own scopes.

    An event about nobody who owes here is not kept. A round that is cut short is begun again where it was: the position
    moves with the events. Raises `RegisterSilent`.
    """
    kept = 0
    while True:
        with agency_scope():
            after = FeedPosition.objects.values_list("last", flat=True).get()
        told = feed.events(after=after)
        if not told:
            return kept
        kept += _keep(told, after=after, concerns=concerns, at=at)
        if len(told) < MOST:
            return kept


def events_after(position: int, *, most: int = MOST) -> list[KeptEvent]:
    """Return the events kept after the row `position`, in order; 0 is the beginning. In an agency or staff scope."""
    return list(KeptEvent.objects.filter(pk__gt=position).order_by("pk")[:most])


def details_of(event: KeptEvent) -> tuple[Representative | None, TheirAddress | None, str]:
    """Return who is to be written to, the new address and the court's number, as far as the event told them."""
    if not event.details:
        return None, None, ""
    told: dict[str, Any] = json.loads(decrypt(value=bytes(event.details), key=settings.IDENTITY_KEY))
    instead, address = told["representative"], told["address"]
    return (
        Representative(name=instead["name"], address=_address(instead["address"])) if instead else None,
        _address(address),
        told["case_number"],
    )


def _keep(told: list[RegisterEvent], *, after: str, concerns: Concerns, at: datetime) -> int:
    events = [_row(event, at=at) for event in told]
    ours = set(concerns({key for event in events for key in event.keys}))
    rows = [event for event in events if event.keys & ours]
    with agency_scope():
        # Of two rounds at once one moves the position; the other's events are the same.
        if FeedPosition.objects.filter(last=after).update(last=told[-1].id) != 1:
            return 0
        before = KeptEvent.objects.count()
        KeptEvent.objects.bulk_create(rows, ignore_conflicts=True)
        return KeptEvent.objects.count() - before


def _row(event: RegisterEvent, *, at: datetime) -> KeptEvent:
    key, details = settings.IDENTITY_KEY, b""
    other = other_number(event.number, on=event.happened_on)
    if event.representative or event.address or event.case_number:
        told = {name: asdict(event)[name] for name in ("representative", "address", "case_number")}
        details = encrypt(value=json.dumps(told), key=key)
    return KeptEvent(
        event_id=event.id,
        kind=event.kind.value,
        subject_key=keyed_hash(value=event.number, key=key),
        other_key=keyed_hash(value=other, key=key) if other else b"",
        happened_on=event.happened_on,
        kept_at=at,
        details=details,
    )


def _address(told: dict[str, str] | None) -> TheirAddress | None:
    return TheirAddress(**told) if told else None
