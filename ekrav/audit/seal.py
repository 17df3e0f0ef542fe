"""Seal the log, and prove it: each line's hash with the hash of the line before it, over every tenant's lines.

As the journal is (`ekrav.ledger.seal`): one task chains what has been committed, in batches, so that writing stays
parallel. Only lines whose transaction is older than every running one are taken. Where the chain has come stands in
the service's own log too: with it nobody can make the chain anew unseen.
"""

import logging
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from ekrav.audit.models import SealedEvent
from ekrav.tenancy import agency_scope, staff_scope
from ekrav.tenancy.chain import AT_A_TIME, GENESIS, alone, link_of, spelled, to_be_sealed, unsealed
from ekrav.tenancy.query import select

_log = logging.getLogger(__name__)

_LOCK: Final = 5_101_744
"""The number of the lock that one sealer holds."""

_LINE: Final = """
r.id AS event, r.creditor_id AS creditor, r.actor, r.actor_id AS by, r.act, r.object_kind AS kind,
r.object_id AS object, to_char(r.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at, r.facts::text AS facts,
r.logged_xid::text AS xid
"""
_NAMES: Final = ("event", "creditor", "actor", "by", "act", "kind", "object", "at", "facts", "xid")

_UNSEALED: Final = unsealed(
    rows="audit_auditevent", links="audit_sealedevent", link_to="event_id", xid="logged_xid"
)


class LogAltered(Exception):
    """The log is not what was sealed. The message names the first place where it differs."""


@dataclass(frozen=True, kw_only=True)
class Proven:
    """What was proven: how many links, where the chain has come, and how many lines wait to be sealed."""

    links: int
    waiting: int
    head: bytes


def seal_log() -> int:
    """Seal every line that can be; how many. Opens its own scopes."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


def verify_log(*, known: bytes | None = None) -> Proven:
    """Compute every hash anew. Opens its own scope. Raises `LogAltered`.

    `known`: where the chain had come some day, kept outside the database; it proves that the chain was not made anew.
    """
    place, head, met = 0, GENESIS, known is None
    with staff_scope():
        while rows := _links(after=place):
            for row in rows:
                place += 1
                if row["position"] != place:
                    raise LogAltered(f"link {place} of the chain is missing")
                if row["event"] is None:
                    raise LogAltered(f"link {place}: line {row['named']} is gone")
                head = _after(head, row)
                if head != bytes(row["digest"]):
                    raise LogAltered(
                        f"link {place}: line {row['event']} ({row['act']!r}) of tenant {row['creditor']}"
                    )
                met = met or head == known
        if not met:
            raise LogAltered("no link has the hash that is known from before")
        waiting = select(f"SELECT count(*) AS lines FROM {_UNSEALED}")[0]["lines"]
    return Proven(links=place, waiting=waiting, head=head)


def _seal_batch() -> int:
    with transaction.atomic():
        with agency_scope():
            if not alone(_LOCK):
                return 0
            last = SealedEvent.objects.order_by("-position").first()
        with staff_scope():
            rows = select(f"SELECT {_LINE} FROM {_UNSEALED} {to_be_sealed(xid='logged_xid')}")
        position, head = (last.position, bytes(last.digest)) if last else (0, GENESIS)
        links = []
        for row in rows:
            position, head = position + 1, _after(head, row)
            links.append(SealedEvent(position=position, event_id=row["event"], digest=head))
        with agency_scope():
            SealedEvent.objects.bulk_create(links)
    if links:
        _log.info("log sealed", extra={"seal": spelled(head)})
    return len(links)


def _links(*, after: int) -> list[dict[str, Any]]:
    return select(
        f"""SELECT s.position, s.event_id AS named, s.digest, {_LINE} FROM audit_sealedevent s
              LEFT JOIN audit_auditevent r ON r.id = s.event_id
             WHERE s.position > %(after)s ORDER BY s.position LIMIT {AT_A_TIME}""",
        {"after": after},
    )


def _after(previous: bytes, row: dict[str, Any]) -> bytes:
    return link_of(previous, [row[name] for name in _NAMES])
